import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type Rejection } from '#libs/kernel/rejection.js';
import { sameData } from '#libs/kernel/same-data.js';

/**
 * What was told under ids, each with its kind before it: `spend:s-1`. `null`: it was withdrawn, and its id stays taken. For facts that
 * neither end nor change, and that are told once.
 */
export type Told = PersistentMap<string, object | null>;

export const NOTHING_TOLD: Told = PersistentMap.empty();

/** Whether a fact is new under its id: `undefined`; already told so: nothing to add; a refusal where the id says something else. */
export const toldBefore = <Code extends string>(
  told: Told,
  key: string,
  data: object,
  taken: Rejection<Code>,
): readonly [] | Rejection<Code> | undefined => {
  const known = told.get(key);
  if (known === undefined) return undefined;
  return known !== null && sameData(known, data) ? [] : taken;
};

/** The data of an event without whom it counts for: what its command said. */
export const uncredited = <Data extends object>(data: Data): Omit<Data, 'credit'> => {
  const { credit: _, ...said } = data as Data & { readonly credit?: unknown };
  return said as Omit<Data, 'credit'>;
};
