import { type DataOf, type Fields } from './fields.js';

/** A command, declared once: what it carries, and what people read about it. */
export interface CommandDeclaration<F extends Fields = Fields> {
  /** One line for the reference: what is asked, and what holds where a field is left out. */
  readonly about: string;
  readonly fields: F;
  /** The standing of its stream that it asks for, in a word of its category's admission; left out: the usual one. */
  readonly standing?: string;
}

/** An event, declared once: what is stored, and the words in which people read it. */
export interface EventDeclaration<F extends Fields = Fields> {
  /** A few words: `Promise made`. */
  readonly title: string;
  /** A sentence in ICU MessageFormat over the fields; `{has-due, select, true {, due {due}} other {}}` where a field may be missing. */
  readonly sentence: string;
  /** One line for the reference, where title and fields do not say it. */
  readonly about?: string;
  readonly fields: F;
}

/** Declares a command. */
export const command = <F extends Fields>(about: string, fields: F, standing?: string): CommandDeclaration<F> => ({
  about,
  fields,
  ...(standing === undefined ? {} : { standing }),
});

/** Declares an event. */
export const event = <F extends Fields>(title: string, sentence: string, fields: F, about?: string): EventDeclaration<F> => ({
  title,
  sentence,
  fields,
  ...(about === undefined ? {} : { about }),
});

/** The messages that declarations declare, by type: what deciders and folds are typed by. */
export type MessagesOf<Declarations> = {
  [Type in keyof Declarations]: Declarations[Type] extends { readonly fields: infer F } ? DataOf<F> : never;
};

/** Part of a sentence that is said only where the field has something to say: it is there, not null, and no empty list. */
export const when = (field: string, said: string, otherwise = ''): string =>
  `{has${field.charAt(0).toUpperCase()}${field.slice(1)}, select, true {${said}} other {${otherwise}}}`;
