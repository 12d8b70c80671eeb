import { type Condition, type Query } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { type Listed, listed, paging } from './answers.js';
import { type Parameters, sortBy } from './parameters.js';
import { type View } from './view.js';
import { demandAccount } from './problems.js';
import {
  type Asked,
  type Circumstances,
  type Declaration,
  type DocumentOf,
  isAboutAccount,
  type None,
  type Question,
  question,
} from './question.js';

/** A list of the documents of one read model: which, in which order, and how each is told. Of an account, where the path names one. */
export interface ListDeclaration<
  Model extends AnyProjection,
  F extends Parameters,
  P extends Parameters,
  By extends string,
  Item,
  Prepared,
> extends Pick<Declaration<P, None, object>, 'name' | 'path' | 'summary' | 'parameters' | 'live'> {
  readonly readModel: Model;
  /** Parameters that the field of the same name has to equal. */
  readonly filters?: F & { readonly [N in keyof F]: N extends keyof DocumentOf<Model> ? unknown : never };
  /** What a sender may sort by, with the field behind it, and the order where nobody says; or the one order that there is. */
  readonly sort: Sorts<By, DocumentOf<Model>> | { readonly field: FieldOf<DocumentOf<Model>> };
  /** What the conditions and all items of a page need to know, found once. */
  readonly prepare?: (asked: Circumstances<P>) => Promise<Prepared>;
  /** Conditions that say more than that a field equals a parameter. */
  readonly where?: (asked: Circumstances<P>, prepared: Prepared) => Readonly<Record<string, Condition>>;
  readonly item: (document: DocumentOf<Model>, asked: Circumstances<P>, prepared: Prepared) => Item;
  /** Which items are told, where that can be said of an answered item only; absent: all. */
  readonly keep?: (item: Item, asked: Circumstances<P>) => boolean;
}

interface Sorts<By extends string, Document> {
  readonly by: Readonly<Record<By, FieldOf<Document>>>;
  readonly unless: NoInfer<By | `-${By}`>;
}

type FieldOf<Document> = keyof Document & string;

/** Declares a list. */
export const list = <
  Model extends AnyProjection,
  Item,
  const By extends string = never,
  const F extends Parameters = None,
  const P extends Parameters = None,
  Prepared = undefined,
>({
  readModel,
  filters,
  sort,
  where,
  prepare,
  item,
  keep,
  parameters,
  ...declared
}: ListDeclaration<Model, F, P, By, Item, Prepared>): Question<Listed<Item>> => {
  const sorting: Parameters = 'by' in sort ? { sort: sortBy(Object.keys(sort.by)) } : {};
  const ofAccount = isAboutAccount(declared);
  const answer = async (asked: Asked<Parameters, { documents: Model }>): Promise<Listed<Item>> => {
    const { documents, sources, id, moment } = asked;
    const given = asked.parameters as Readonly<Record<string, string | undefined>>;
    const circumstances = asked as unknown as Circumstances<P>;
    const prepared = (await prepare?.(circumstances)) as Prepared;
    const { limit, ...from } = paging(asked.parameters);
    const query: Query = {
      where: { ...(ofAccount ? { accountId: id } : {}), ...equalities(filters ?? {}, given), ...where?.(circumstances, prepared) },
      sort: 'by' in sort ? chosen(sort.by, given['sort'] ?? sort.unless) : { field: sort.field },
    };
    const tell = (document: DocumentOf<Model>) => item(document, circumstances, prepared);
    if (keep !== undefined) return kept(documents, { ...query, ...from }, limit, tell, (told) => keep(told, circumstances));
    const page = await documents.find({ ...query, ...paging(asked.parameters) });
    if (ofAccount && page.items.length === 0) await demandAccount(sources.store, id, moment);
    return listed(page, documents.asOf, tell);
  };
  return question({
    ...declared,
    read: { documents: readModel },
    parameters: { ...filters, ...parameters, ...sorting } as Parameters,
    paged: true,
    answer: answer as never,
  }) as Question<Listed<Item>>;
};

/** Items of a page unless a sender says how many. */
const PAGE_SIZE = 100;

/** Readings that one answer may take where most items are passed over: it is then shorter than asked for, and `next` goes on. */
const READINGS_MAX = 50;

/** A page of the items that are kept: it reads on until it is full. */
const kept = async <Document extends object, Item>(
  documents: View<Document>,
  query: Query,
  limit = PAGE_SIZE,
  tell: (document: Document) => Item,
  keep: (item: Item) => boolean,
): Promise<Listed<Item>> => {
  const items: Item[] = [];
  let { cursor } = query;
  for (let reading = 0; reading < READINGS_MAX; reading += 1) {
    const page = await documents.find({ ...query, limit: limit - items.length, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items.map(({ document }) => tell(document)).filter(keep));
    cursor = page.next;
    if (cursor === undefined || items.length === limit) break;
  }
  return { items, ...(cursor === undefined ? {} : { next: cursor }), asOf: documents.asOf };
};

/** A dash in front sorts the largest first. */
const chosen = (by: Readonly<Record<string, string>>, given: string): NonNullable<Query['sort']> => ({
  field: by[given.replace(/^-/, '')]!,
  descending: given.startsWith('-'),
});

const equalities = (filters: Parameters, given: Readonly<Record<string, string | undefined>>): Record<string, Condition> =>
  Object.fromEntries(Object.keys(filters).flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
