import { type Condition, type Query } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { spokenFor as accountsSpokenFor } from './absorbed.js';
import { type Listed, listed, paging } from './answers.js';
import { findAcross } from './pages-across.js';
import { type Parameters, sortBy } from './parameters.js';
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
import { type View } from './view.js';

/** A list of the documents of one read model: which, in which order, and how each is told. Of an account, where the path names one. */
export interface ListDeclaration<
  Model extends AnyProjection,
  F extends Parameters,
  P extends Parameters,
  By extends string,
  Item,
  Prepared,
  Gathered,
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
  /** What belongs to the items of this page alone, found once. */
  readonly gather?: (asked: Circumstances<P>, page: Page<DocumentOf<Model>>) => Promise<Gathered>;
  /** A filter that names an account: what belongs to the accounts that it has absorbed is found as well. */
  readonly accountIn?: keyof F;
  readonly item: (document: DocumentOf<Model>, asked: Circumstances<P>, prepared: Prepared, gathered: Gathered) => Item;
  /** Which items are told, where that can be said of an answered item only; absent: all. */
  readonly keep?: (item: Item, asked: Circumstances<P>) => boolean;
}

/** The documents of a page, and where others of their read model are. */
interface Page<Document extends object> {
  readonly documents: readonly Document[];
  readonly view: Pick<View<Document>, 'get'>;
}

interface Sorts<By extends string, Document> {
  readonly by: Readonly<Record<By, FieldOf<Document>>>;
  readonly unless: NoInfer<By | `-${By}`>;
}

/** A field of the documents, or of some kind of them: the indexes say which can be sorted by. */
type FieldOf<Document> = Document extends unknown ? keyof Document & string : never;

/** Declares a list. */
export const list = <
  Model extends AnyProjection,
  Item,
  const By extends string = never,
  const F extends Parameters = None,
  const P extends Parameters = None,
  Prepared = undefined,
  Gathered = undefined,
>({
  readModel,
  filters,
  sort,
  where,
  prepare,
  gather,
  accountIn,
  item,
  keep,
  parameters,
  ...declared
}: ListDeclaration<Model, F, P, By, Item, Prepared, Gathered>): Question<Listed<Item>> => {
  const sorting: Parameters = 'by' in sort ? { sort: sortBy(Object.keys(sort.by)) } : {};
  const ofAccount = isAboutAccount(declared);
  const answer = async (asked: Asked<Parameters, { documents: Model }>): Promise<Listed<Item>> => {
    const { documents, sources, id, moment } = asked;
    const given = asked.parameters as Readonly<Record<string, string | undefined>>;
    const circumstances = asked as unknown as Circumstances<P>;
    const prepared = (await prepare?.(circumstances)) as Prepared;
    const conditions = { ...equalities(filters ?? {}, given), ...where?.(circumstances, prepared) };
    const parts = ofAccount ? asked.spokenFor.map((accountId) => ({ accountId })) : await partsOf(asked, accountIn as string | undefined);
    const order = { sort: 'by' in sort ? chosen(sort.by, given['sort'] ?? sort.unless) : { field: sort.field } };
    const read = async (place: Pick<Query, 'limit' | 'cursor'>): Promise<Listed<Item>> => {
      const page = await findAcross(
        parts.map((part) => ({ find: documents.find, where: { ...conditions, ...part } })),
        { ...order, ...place },
      );
      if (ofAccount && page.items.length === 0) await demandAccount(sources.store, id, moment);
      const found = page.items.map(({ document }) => document);
      const gathered = (await gather?.(circumstances, { documents: found, view: documents })) as Gathered;
      return listed(page, documents.asOf, (document) => item(document, circumstances, prepared, gathered));
    };
    const place = paging(asked.parameters);
    return keep === undefined ? read(place) : readKept(read, place, (told) => keep(told, circumstances));
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
const readKept = async <Item>(
  read: (place: Pick<Query, 'limit' | 'cursor'>) => Promise<Listed<Item>>,
  { limit = PAGE_SIZE, ...from }: Pick<Query, 'limit' | 'cursor'>,
  keep: (item: Item) => boolean,
): Promise<Listed<Item>> => {
  let page = await read({ limit, ...from });
  const items = page.items.filter(keep);
  for (let readings = 1; page.next !== undefined && items.length < limit && readings < READINGS_MAX; readings += 1) {
    page = await read({ limit: limit - items.length, cursor: page.next });
    items.push(...page.items.filter(keep));
  }
  return { ...page, items };
};

/** A list that is filtered by an account is one list of each account that this one speaks for. */
const partsOf = async (
  { sources, moment, parameters }: Circumstances,
  filter: string | undefined,
): Promise<readonly Readonly<Record<string, string>>[]> => {
  const named = filter === undefined ? undefined : (parameters as Readonly<Record<string, string | undefined>>)[filter];
  if (filter === undefined || named === undefined) return [{}];
  return (await accountsSpokenFor(sources, named, moment)).map((one) => ({ [filter]: one }));
};

/** A dash in front sorts the largest first. */
const chosen = (by: Readonly<Record<string, string>>, given: string): NonNullable<Query['sort']> => ({
  field: by[given.replace(/^-/, '')]!,
  descending: given.startsWith('-'),
});

const equalities = (filters: Parameters, given: Readonly<Record<string, string | undefined>>): Record<string, Condition> =>
  Object.fromEntries(Object.keys(filters).flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
