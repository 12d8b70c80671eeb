import { compose } from '#libs/kernel/aggregate.js';
import { type Facet, need } from '#libs/kernel/decider.js';
import { OutcomeUnknown } from '#libs/kernel/errors.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { reject } from '#libs/kernel/rejection.js';
import { type CommandForms } from '../cloud-events.js';

/** A business small enough to see through: amounts are added up to a limit that a policy sets. */
export type TallyCommands = { Add: { readonly by: number }; Copy: { readonly from: string } };
export type TallyEvents = { Added: { readonly by: number } };

export const tally: Facet<'tally', number, TallyCommands, TallyEvents, 'LIMIT_REACHED'> = {
  name: 'tally',
  initial: 0,
  decide: {
    Add: ({ data: { by } }, { tally: sum }, context) => {
      const { ref, document } = context.policy<{ readonly limit: number }>('limit');
      if (by === 0) return [];
      if (sum + by > document.limit) return reject('LIMIT_REACHED', `${sum} + ${by} is more than ${document.limit}.`, '/by');
      return [{ type: 'Added', data: { by }, policy: ref }];
    },
    Copy: ({ data: { from } }, _state, context) => {
      const other = context.other<{ readonly tally: number }>(from);
      return other === undefined ? need(from) : [{ type: 'Added', data: { by: other.tally } }];
    },
  },
  evolve: { Added: (sum, { data }) => sum + data.by },
};

type LimitFacet = Facet<'limit', number, { SetLimit: { readonly limit: number } }, { LimitSet: { readonly limit: number } }, never>;

const limit: LimitFacet = {
  name: 'limit',
  initial: 100,
  decide: { SetLimit: ({ data }) => [{ type: 'LimitSet', data }] },
  evolve: { LimitSet: (_before, { data }) => data.limit },
};

export const aggregates = [compose('tally', [tally]), compose('policy', [limit])];

export const policies = {
  names: ['limit'],
  inForce: (state: { readonly [facet: string]: unknown }) => ({ ref: 'limit@1', document: { limit: state['limit'] as number } }),
};

export const add = (commandId: string, by: number, more: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  commandId,
  stream: 'tally-a',
  type: 'Add',
  data: { by },
  actor: 'tester',
  ...more,
});

/** What the doors would lend for reading these commands. */
export const forms: CommandForms = {
  parse: (bytes) => {
    try {
      return { value: JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown };
    } catch {
      return { malformed: { code: 'NOT_JSON', detail: 'The message is no JSON.' } };
    }
  },
  categoryOf: (type) => (type === 'Add' ? 'tally' : undefined),
  read: (_type, data) =>
    typeof data === 'object' && data !== null
      ? { data }
      : { malformed: { code: 'INVALID_DATA', detail: 'data is missing.', pointer: '/data' } },
};

/** A store whose next appends do as they are told; the rest is the real one. */
export const withFaults = (store: EventStore) => {
  const faults: ('lose the acknowledgement' | 'lose the append' | 'land late')[] = [];
  let late: () => Promise<unknown> = () => Promise.resolve();
  let readsFail = false;
  return {
    faults,
    breakReads: (broken: boolean) => (readsFail = broken),
    /** Lets an append land that was answered as unknown. */
    land: () => late(),
    store: {
      append: async (stream, expected, events) => {
        const fault = faults.shift();
        if (fault === 'land late') late = () => store.append(stream, expected, events);
        else if (fault !== 'lose the append') {
          const appended = await store.append(stream, expected, events);
          if (fault === undefined) return appended;
        }
        throw new OutcomeUnknown(`${fault} (planted)`);
      },
      read: (stream, options) => {
        if (readsFail) throw new OutcomeUnknown('reads fail (planted)');
        return store.read(stream, options);
      },
      readAll: (options) => store.readAll(options),
      follow: (after, filter, signal) => store.follow(after, filter, signal),
      head: () => store.head(),
    } satisfies EventStore,
  };
};
