import { type Category, type FacetMessages, messagesByCategory } from '#libs/domain/messages.js';
import { type Fields, type Kind } from '#libs/kernel/fields.js';
import { code, table } from './markdown.js';

/** The messages of a facet with the category of the streams that they belong to. */
export interface FacetPage {
  readonly category: Category;
  readonly facet: string;
  readonly messages: FacetMessages;
}

/** All facets, by name. */
export const facets = (): readonly FacetPage[] =>
  (Object.keys(messagesByCategory) as Category[])
    .flatMap((category) =>
      Object.entries<FacetMessages>(messagesByCategory[category]).map(([facet, messages]) => ({ category, facet, messages })),
    )
    .toSorted((one, other) => (one.facet < other.facet ? -1 : 1));

/** Fields as a table: what they may hold, and what is said of them. */
export const fieldsOf = (fields: Fields): string =>
  table(
    ['field', 'is', ''],
    Object.entries(fields).map(([name, kind]) => [
      `${code(name)}${kind.optional ? ' (optional)' : ''}`,
      allowed(kind),
      [kind.about, kind.refersTo && `Refers to: ${kind.refersTo}.`].filter(Boolean).join(' '),
    ]),
  );

const allowed = (kind: Kind): string => {
  if (kind.record) return code(kind.record.name);
  if (kind.within?.record) return kind.allowed.replace(kind.within.allowed, code(kind.within.record.name));
  return kind.allowed;
};

/** The objects within all commands, or within all events, by name. */
export const recordsOf = (of: keyof FacetMessages): ReadonlyMap<string, Fields> =>
  new Map(facets().flatMap(({ messages }) => Object.values(messages[of]).flatMap(({ fields }) => recordsIn(fields))));

const recordsIn = (fields: Fields): readonly (readonly [string, Fields])[] =>
  Object.values(fields).flatMap((kind) => {
    let inner: Kind = kind;
    while (inner.within !== undefined) inner = inner.within;
    return inner.record ? [[inner.record.name, inner.record.fields] as const, ...recordsIn(inner.record.fields)] : [];
  });
