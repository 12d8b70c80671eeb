import { nearest } from '#libs/kernel/nearest.js';
import { answerDefinitions, type DeclaredQuestion } from '#libs/contracts/questions.js';
import { EXIT, Failure } from '../failure.js';
import { type AnswerSchema, entriesOf, fieldsOf, pathsOf } from './answer-schema.js';

/** Options that all commands have, or that `ask` has by itself. */
const TAKEN: ReadonlySet<string> = new Set(['url', 'dataDir', 'actor', 'json', 'version', 'help', 'all', 'fields']);

/** The option by which a parameter is given: its own name, unless all commands have an option of that name. */
export const optionNameOf = (parameter: string): string =>
  TAKEN.has(parameter) ? `with${parameter.charAt(0).toUpperCase()}${parameter.slice(1)}` : parameter;

/** Whether it is about one account. */
export const isAboutAccount = ({ path }: DeclaredQuestion): boolean => path.includes('{id}');

/** Whether it is read page by page. */
export const isPaged = ({ parameters }: DeclaredQuestion): boolean => 'cursor' in parameters;

/** The schema of its answer. */
export const schemaOf = ({ name }: DeclaredQuestion): AnswerSchema => ({
  schema: { $ref: `#/definitions/${name}Answer` },
  definitions: answerDefinitions(),
});

/** The names that `--fields` knows: of a list those of its entries, of anything else those of its own and of the lists in it. */
export const fieldNames = (question: DeclaredQuestion): readonly string[] => {
  const schema = schemaOf(question);
  const items = entriesOf(fieldsOf(schema).get('items'));
  return pathsOf(items ?? schema, items === undefined).filter((path) => items !== undefined || !/^asOf\b/.test(path));
};

/** @throws Failure (usage) that says which was meant */
export const demandFields = (question: DeclaredQuestion, fields: readonly string[]): void => {
  const known = fieldNames(question);
  const wrong = fields.find((field) => !known.some((name) => name === field || name.startsWith(`${field}.`)));
  if (wrong === undefined) return;
  const [close] = nearest(wrong, known);
  throw new Failure(
    EXIT.usage,
    `The answer has no field "${wrong}".`,
    `${close === undefined ? '' : `Did you mean ${close}? `}It has ${known.join(', ')}.`,
  );
};
