import { type AmendmentEvents } from '#libs/kernel/amend.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';
import { type OrderEvents } from '#libs/kernel/testing/orders.js';

type Folded = Pick<OrderEvents, 'Ordered' | 'Returned' | 'Noted'>;

/** An order, or the whole book of a stream. */
export interface OrderLine {
  readonly amount: number;
  readonly returned: number;
  readonly remarks: readonly string[];
  readonly versions: readonly number[];
}

const EMPTY: OrderLine = { amount: 0, returned: 0, remarks: [], versions: [] };

/** One document an order, and one a stream: an order number that is corrected moves between documents. */
export const orderBook = (poison: (event: { readonly data: object }) => boolean = () => false): AnyProjection => {
  const fold = (line: OrderLine = EMPTY, event: RecordedEvent, more: Partial<OrderLine>): OrderLine => {
    if (poison(event)) throw new Error(`cannot fold ${event.stream}@${event.version}`);
    return { ...line, ...more, versions: [...line.versions, event.version] };
  };
  const projection: Projection<OrderLine, Folded> = {
    name: 'order-book',
    version: 1,
    gathers: 'one-stream',
    indexes: [],
    keys: ({ stream, data }) => ('number' in data ? [stream, `${stream}/${data.number}`] : [stream]),
    on: {
      Ordered: (line, event) => fold(line, event, { amount: (line?.amount ?? 0) + event.data.amount }),
      Returned: (line, event) => fold(line, event, { returned: (line?.returned ?? 0) + event.data.amount }),
      Noted: (line, event) => fold(line, event, { remarks: [...(line?.remarks ?? []), event.data.text] }),
    },
  };
  return projection;
};

/** What a month or a person comes to, over all streams. */
export interface OrderFigures {
  readonly orders: number;
  readonly amount: number;
  readonly returned: number;
}

const NONE: OrderFigures = { orders: 0, amount: 0, returned: 0 };

const sum = (figures: OrderFigures, { orders, amount, returned }: OrderFigures, sign: 1 | -1): OrderFigures => ({
  orders: figures.orders + sign * orders,
  amount: figures.amount + sign * amount,
  returned: figures.returned + sign * returned,
});

/** Sums over all streams by month and by person: what is corrected in date or credit moves between them. */
export const orderFigures: Projection<OrderFigures, Folded> = {
  name: 'order-figures',
  version: 1,
  gathers: 'many-streams',
  indexes: [],
  keys: ({ type, data, meta }) =>
    type === 'Noted'
      ? []
      : [`month ${meta.occurredAt.slice(0, 7)}`, ...('credit' in data ? [`person ${data.credit.employeeId ?? 'nobody'}`] : [])],
  on: {
    Ordered: (figures = NONE, { data }) => sum(figures, { orders: 1, amount: data.amount, returned: 0 }, 1),
    Returned: (figures = NONE, { data }) => sum(figures, { orders: 0, amount: 0, returned: data.amount }, 1),
  },
  difference: (figures = NONE, before = NONE, after = NONE) => {
    const made = sum(sum(figures, before, -1), after, 1);
    return Object.values(made).every((figure) => figure === 0) ? undefined : made;
  },
};

/** An event with the versions of what has amended it. */
export interface JournalEntry {
  readonly type: string;
  readonly version: number;
  readonly amendedBy: readonly number[];
}

type Shown = OrderEvents & AmendmentEvents;

const journalKey = ({ stream, version }: Pick<RecordedEvent, 'stream' | 'version'>): string => `${stream}/${version}`;

const entered = (entry: JournalEntry | undefined, event: RecordedEvent, key: string): JournalEntry | undefined =>
  key === journalKey(event)
    ? { type: event.type, version: event.version, amendedBy: [] }
    : entry && { ...entry, amendedBy: [...entry.amendedBy, event.version] };

/** Everything as it was written, amendments on what they amend. */
export const orderJournal: Projection<JournalEntry, Shown> = {
  name: 'order-journal',
  version: 1,
  gathers: 'one-stream',
  indexes: [],
  amendments: 'shown',
  keys: (event) => (event.amends ? [journalKey(event), journalKey(event.amends)] : [journalKey(event)]),
  on: { Ordered: entered, Returned: entered, Noted: entered, NoteRevised: entered, FactWithdrawn: entered, FactCorrected: entered },
};
