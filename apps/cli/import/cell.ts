/** What a column comes to; `undefined` where an optional one is empty. */
export type Cell = string | number | boolean | { readonly amount: string; readonly currency: string } | undefined;

/** A cell that cannot be read. */
export interface Unreadable {
  readonly problem: string;
  readonly why?: string;
}

/** A name with its id. */
export interface Found {
  readonly id: string;
  readonly name: string;
}

/** What names come to. */
export interface Names {
  /** A name with its id, or that it is not known with those that are near. */
  find(lookup: string, name: string): Found | Unreadable;
}
