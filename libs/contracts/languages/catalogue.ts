import { type AllEvents } from '#libs/domain/messages.js';

/** The words of one language. What it leaves out is said in English. */
export interface Catalogue {
  /** Stands for a list without entries. */
  readonly nothing: string;
  /** Words of closed lists: `meeting` of an interaction's channel. */
  readonly words: Readonly<Record<string, string>>;
  /** Title and sentence (ICU MessageFormat, as in the declarations) by type of event. */
  readonly events: { readonly [E in keyof AllEvents]?: readonly [title: string, sentence: string] };
}
