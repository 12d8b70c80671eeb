import { readFileSync } from 'node:fs';
import { type JsonSchema } from '#libs/kernel/fields.js';

/** What a question takes under a name, as it is said to people and to programs. */
export interface QuestionParameter {
  /** Completes "Expected …". */
  readonly allowed: string;
  readonly schema: JsonSchema;
}

/** A declared question as those know it who ask, without what answers it. */
export interface DeclaredQuestion {
  /** `Accounts` stands for the schema `AccountsAnswer`. */
  readonly name: string;
  /** Of a question about one account with `{id}` in it. */
  readonly path: string;
  readonly summary: string;
  readonly parameters: Readonly<Record<string, QuestionParameter>>;
}

/** Named JSON Schemas that refer to each other as `#/definitions/<name>`. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

/** Every declared question, by its path; generated from the declarations of the query side. */
export const declaredQuestions = (): readonly DeclaredQuestion[] => read<readonly DeclaredQuestion[]>('questions.json');

/** The schemas of their answers, with all that these are made of; generated from the types of the answers. */
export const answerDefinitions = (): Definitions => read<{ readonly definitions: Definitions }>('answers.schema.json').definitions;

/** A name as a word of the command line: `DepartedCredits` is asked as `departed-credits`, `asOf` is said with `--as-of`. */
export const dashed = (name: string): string => name.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase();

const read = <Content>(file: string): Content => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Content;
