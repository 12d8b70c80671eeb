import { isDay, parseInstant } from '#libs/kernel/calendar.js';
import { type JsonSchema } from '#libs/kernel/fields.js';
import { nearest } from '#libs/kernel/nearest.js';
import { type QuestionParameter } from '#libs/contracts/questions.js';

/** Words of a closed list that a help text names; of longer lists it names the first ones. */
const WORDS_TOLD_MAX = 12;

/**
 * What is wrong with the text given for a parameter, in words that end with what to do; absent where nothing is. What only the server can
 * tell, it tells.
 */
export const faultOf = ({ allowed, schema }: QuestionParameter, text: string): string | undefined => {
  if (holds(schema, text)) return undefined;
  const words = wordsOf(schema);
  const [close] = nearest(text, words);
  if (close === undefined) return `Expected ${allowed}.`;
  return words.length > WORDS_TOLD_MAX ? `Did you mean ${close}?` : `Expected ${allowed}. Did you mean ${close}?`;
};

/** What may be given for a parameter, short enough for a help text. */
export const allowedOf = ({ allowed, schema }: QuestionParameter): string => {
  const words = wordsOf(schema);
  if (words.length <= WORDS_TOLD_MAX) return allowed;
  return `one of ${words.length} words: ${words.slice(0, WORDS_TOLD_MAX / 2).join(', ')} …; a near miss is answered with the word that was meant`;
};

const wordsOf = (schema: JsonSchema): readonly string[] => (schema['enum'] as readonly string[] | undefined) ?? [];

/** Whether a text of the command line is a value of the schema: the part of JSON Schema that parameters of questions use. */
const holds = (schema: JsonSchema, text: string): boolean => {
  const { enum: words, pattern, format, type, minimum, maximum, anyOf } = schema;
  if (Array.isArray(words)) return words.includes(text);
  if (Array.isArray(anyOf)) return anyOf.some((one: JsonSchema) => holds(one, text));
  if (typeof pattern === 'string') return new RegExp(pattern).test(text);
  if (format === 'date') return isDay(text);
  if (format === 'date-time') return parseInstant(text) !== undefined;
  if (type === 'boolean') return text === 'true' || text === 'false';
  if (type !== 'integer' && type !== 'number') return true;
  const value = Number(text);
  const isOfType = /^-?\d+(\.\d+)?$/.test(text) && (type === 'number' || Number.isSafeInteger(value));
  return isOfType && value >= Number(minimum ?? -Infinity) && value <= Number(maximum ?? Infinity);
};
