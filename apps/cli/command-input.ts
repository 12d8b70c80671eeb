import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';
import { EXIT, Failure, messageOf } from './failure.js';

/** A JSON document that is read as a whole; more than that is written as JSON lines. */
const DOCUMENT_CHARACTERS_MAX = 16 * 1_048_576;

export type Json = Readonly<Record<string, unknown>>;

/** One thing to send, and the line on which it stands; or why there is none. */
export type Input = { readonly line: number } & ({ readonly body: Json } | { readonly problem: string });

const FIX = 'Write JSON in quotes, @file for the content of a file, or - for standard input.';

/**
 * An object given as JSON, as `@file`, or as `-` (standard input).
 * @throws Failure (usage)
 */
export const readObject = async (option: string, given: string, stdin: Readable): Promise<Json> => {
  const inputs = await Array.fromAsync(readInputs(given, stdin));
  const [first] = inputs;
  if (first !== undefined && inputs.length === 1 && 'body' in first) return first.body;
  const what = first === undefined ? 'it is empty' : 'problem' in first ? first.problem : `it holds ${inputs.length} objects`;
  throw new Failure(EXIT.usage, `${option} must be one JSON object: ${what}.`, FIX);
};

/**
 * Objects given as JSON (one, or an array), or as JSON lines, one object a line; from the text itself, `@file` or `-`.
 * JSON lines are streamed, and one that is wrong is told without ending the others.
 * @throws Failure (usage) for a file that cannot be read
 */
export async function* readInputs(given: string, stdin: Readable): AsyncGenerator<Input> {
  const lines = given === '-' || given.startsWith('@') ? linesOf(given === '-' ? stdin : createReadStream(given.slice(1))) : [given];
  let line = 0;
  let document: string[] | undefined;
  try {
    for await (const text of lines) {
      line += 1;
      if (document !== undefined) collect(document, text);
      else if (text.trim() !== '') {
        const parsed = parse(text);
        // The first line tells: a document over many lines does not begin with a complete one.
        if ('problem' in parsed && line === 1 && /^\s*[[{]/.test(text)) document = [text];
        else yield* inputs(parsed, line);
      }
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.usage, `${given.startsWith('@') ? given.slice(1) : 'Standard input'} cannot be read: ${messageOf(error)}.`, FIX);
  }
  if (document !== undefined) yield* inputs(parse(document.join('\n')), 1);
}

const linesOf = (input: Readable): AsyncIterable<string> => createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });

const collect = (document: string[], text: string): void => {
  document.push(text);
  const size = document.length > 1_000 ? document.reduce((sum, line) => sum + line.length, 0) : 0;
  if (size > DOCUMENT_CHARACTERS_MAX) {
    throw new Failure(EXIT.usage, 'The JSON document is too long to be read as a whole.', 'Write one object a line (JSON lines).');
  }
};

const parse = (text: string): { readonly value: unknown } | { readonly problem: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `it is not JSON (${messageOf(error)})` };
  }
};

const inputs = (parsed: ReturnType<typeof parse>, line: number): readonly Input[] => {
  if ('problem' in parsed) return [{ line, problem: parsed.problem }];
  const values: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  return values.map((value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { line, body: value as Json }
      : { line, problem: `it is ${JSON.stringify(value)}, not an object` },
  );
};
