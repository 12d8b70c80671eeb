import { AMENDMENT_TYPES } from '../amend.js';
import { type Amending } from '../amending.js';
import { compose } from '../aggregate.js';
import { type Facet } from '../decider.js';
import { type Instant } from '../message.js';
import { reject } from '../rejection.js';

/** A business just large enough to be amended: orders, what was returned of them, notes, and figures for people. */
export type OrderCommands = {
  Order: { readonly number: string; readonly amount: number };
  Return: { readonly number: string; readonly amount: number };
};
export type OrderEvents = {
  Ordered: {
    readonly number: string;
    readonly amount: number;
    readonly remark?: string;
    readonly credit: { readonly employeeId?: string };
  };
  /** `month` follows from its date. */
  Returned: { readonly number: string; readonly amount: number; readonly month?: string };
  Noted: { readonly text: string };
  /** As an earlier version of this business would have amended: it names the event before. */
  NoteRevised: { readonly revises: string; readonly text: string };
};

/** What is known: orders by number, and notes, of which the withdrawn are counted. */
export interface Orders {
  readonly byNumber: Readonly<Record<string, { readonly amount: number; readonly returned: number; readonly at: Instant }>>;
  readonly notes: readonly string[];
  readonly struck: number;
}

export const orders: Facet<'orders', Orders, OrderCommands, OrderEvents, 'ORDER_TAKEN' | 'ORDER_NOT_FOUND'> = {
  name: 'orders',
  initial: { byNumber: {}, notes: [], struck: 0 },
  decide: {
    Order: ({ data }, { orders: { byNumber } }) =>
      byNumber[data.number]
        ? reject('ORDER_TAKEN', `There is an order ${data.number}.`, '/number')
        : [{ type: 'Ordered', data: { ...data, credit: {} } }],
    Return: ({ data }, { orders: { byNumber } }) =>
      byNumber[data.number] ? [{ type: 'Returned', data }] : reject('ORDER_NOT_FOUND', `There is no order ${data.number}.`, '/number'),
  },
  evolve: {
    Ordered: (state, { data: { number, amount }, meta }) => ({
      ...state,
      byNumber: { ...state.byNumber, [number]: { returned: 0, ...state.byNumber[number], amount, at: meta.occurredAt } },
    }),
    Returned: (state, { data: { number, amount } }) => {
      const order = state.byNumber[number];
      return order ? { ...state, byNumber: { ...state.byNumber, [number]: { ...order, returned: order.returned + amount } } } : state;
    },
    Noted: (state, { data }) => ({ ...state, notes: [...state.notes, data.text] }),
    NoteRevised: () => {
      throw new Error('An amendment is never folded.');
    },
  },
  withdrawn: { Noted: (state) => ({ ...state, struck: state.struck + 1 }) },
  check: (event) =>
    event.type === 'Ordered' && typeof event.data.amount !== 'number' ? [{ detail: 'Expected an amount.', pointer: '/amount' }] : [],
  derived: ({ type, meta }) => (type === 'Returned' ? { month: meta.occurredAt.slice(0, 7) } : {}),
  introduces: (event) => (event.type === 'Ordered' ? [{ kind: 'order', id: event.data.number, pointer: '/number' }] : []),
  refersTo: (event) => (event.type === 'Returned' ? [{ kind: 'order', id: event.data.number, pointer: '/number' }] : []),
  invariants: ({ orders: { byNumber } }) =>
    Object.entries(byNumber)
      .filter(([, { amount, returned }]) => returned > amount)
      .map(([number, { amount, returned }]) => ({
        code: 'RETURNS_EXCEED_ORDER',
        subject: `order ${number}`,
        detail: `${returned} of order ${number} were returned, and ${amount} were ordered.`,
      })),
};

/** How its logs amend. */
export const orderAmendments = {
  ...AMENDMENT_TYPES,
  NoteRevised: ({ revises, text }: OrderEvents['NoteRevised']) => ({
    kind: 'corrected' as const,
    fact: revises,
    changes: { text },
    reason: 'revised',
  }),
};

const amending: Amending = {
  types: orderAmendments,
  credit: ({ fact, employeeId }) =>
    employeeId === 'nobody'
      ? reject('UNKNOWN_EMPLOYEE', 'There is no nobody.', '/employeeId')
      : employeeId === undefined
        ? { employeeId: `whoever had it on ${fact.meta.occurredAt.slice(0, 10)}` }
        : employeeId === null
          ? {}
          : { employeeId },
};

/** Nothing of it happens after 2030. */
export const orderAggregate = compose(
  'orders',
  [orders],
  ({ occurredAt }) => (occurredAt > '2030' ? reject('OCCURRED_IN_FUTURE', `${occurredAt} is yet to come.`, '/occurredAt') : undefined),
  amending,
);
