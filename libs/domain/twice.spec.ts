import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { categoryOf, type RecordedEvent } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection } from '#libs/kernel/rejection.js';
import { type FacetMessages, messagesByCategory } from './messages.js';
import { aggregates } from './registry.js';
import { aggregateOf, targetOf } from './testing/lookups.js';
import { commandArbitraries, STREAMS } from './testing/arbitraries.js';
import { stateAsTold } from '#libs/kernel/testing/amendments.js';
import { goldensOf } from './testing/goldens.js';
import { simulate, type Asked } from './testing/simulation.js';

const first = { occurredAt: '2026-02-01T09:00:00.000Z' };
/** A portfolio in which most commands find what they speak of. */
const beginning: readonly Omit<Asked, 'commandId'>[] = [
  { ...first, stream: 'team-north', type: 'FormTeam', data: { name: 'North' } },
  { ...first, stream: 'employee-ann', type: 'RegisterEmployee', data: { name: 'Ann' } },
  { ...first, stream: 'employee-bob', type: 'RegisterEmployee', data: { name: 'Bob' } },
  // A month of it is over.
  { occurredAt: '2026-01-20T09:00:00.000Z', stream: 'account-acme', type: 'OpenAccount', data: { name: 'Acme' } },
  { ...first, stream: 'account-globex', type: 'OpenAccount', data: { name: 'Globex' } },
  { ...first, stream: 'account-acme', type: 'AssignOwner', data: { employeeId: 'ann' } },
  { ...first, stream: 'account-acme', type: 'AddStakeholder', data: { stakeholderId: 'eve', name: 'Eve' } },
  { ...first, stream: 'account-acme', type: 'AddStakeholder', data: { stakeholderId: 'kim', name: 'Kim' } },
  { ...first, stream: 'account-acme', type: 'PrepareMeeting', data: { meetingId: 'review-2026-q2', checklist: ['prices'] } },
  { ...first, stream: 'account-acme', type: 'OpenOpportunity', data: { opportunityId: 'opp-1', title: 'Pumps' } },
  { ...first, stream: 'account-acme', type: 'OpenOpportunity', data: { opportunityId: 'opp-2', title: 'Service' } },
  {
    ...first,
    stream: 'account-acme',
    type: 'RecordComplaint',
    data: { complaintId: 'c-2026-7', theme: 'shipping', severity: 'high', what: 'wrong papers' },
  },
  {
    ...first,
    stream: 'portfolio-company',
    type: 'SetExchangeRate',
    data: { from: 'USD', to: 'EUR', rate: '0.9', validOn: '2026-01-01' },
  },
];

/** Mostly the first one, so that something comes together there. */
const aStream = ([main, ...others]: readonly string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(main!) }, { weight: 1, arbitrary: fc.constantFrom(main!, ...others) });

/** What ends a story comes seldom, or no story would get far. */
const ENDINGS = new Set(['CloseAccount', 'MergeAccounts', 'SplitAccount', 'DisbandTeam', 'RecordEmployeeDeparture', 'RecordDeparture']);
const occurredAt = fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}T09:00:00.000Z`);
const kindsOf = (types: readonly string[]) =>
  Object.entries<fc.Arbitrary<object>>(commandArbitraries)
    .filter(([type]) => types.includes(type))
    .map(([type, data]) => ({
      weight: ENDINGS.has(type) ? 1 : 8,
      arbitrary: fc.record({ type: fc.constant(type), stream: aStream(STREAMS[targetOf(type)!]!), data, occurredAt }),
    }));
/** Commands by facet. */
const facets = Object.values(messagesByCategory).flatMap((category) =>
  Object.values<FacetMessages>(category).map(({ commands }) => Object.keys(commands)),
);
/** Each story is about some facets, so that it gets far in them however many there are, and about all of them now and then. */
const someKinds = fc
  .oneof(fc.constant(facets), fc.subarray(facets, { minLength: 2, maxLength: 6 }))
  .map((chosen) => kindsOf(chosen.flat()));
/** Half of the stories are told as they happened, so that what ends finds what has begun; the others in any order. */
const aHistory = fc
  .tuple(
    fc.boolean(),
    someKinds.chain((kinds) => fc.array(fc.oneof(...kinds), { maxLength: 200, size: 'max' })),
  )
  .map(([isInOrder, commands]): readonly Asked[] => {
    const moments = commands.map((command) => command.occurredAt);
    if (isInOrder) moments.sort();
    const told = commands.map((command, index) => ({ ...command, occurredAt: moments[index]! }));
    return [...beginning, ...told].map((command, index) => Object.assign({ commandId: `c-${index}` }, command));
  });

const play = (history: readonly Asked[]) => {
  const world = simulate();
  for (const command of history) world.send(command);
  return world;
};

const fold = (stream: string, events: readonly RecordedEvent[]) => stateAsTold(aggregateOf(stream)!, events);

/** Always the same ones. */
const samples = fc.sample(aHistory, { numRuns: 1_000, seed: 1 }).map(play);

// A rule may have looked at a version of a map that nobody kept: the same entries are then reached by another way.
expect.addEqualityTesters([
  function (left: unknown, right: unknown) {
    if (!(left instanceof PersistentMap && right instanceof PersistentMap)) return undefined;
    return this.equals(new Map(left.entries()), new Map(right.entries()));
  },
]);

describe('any history of commands', () => {
  it('has a generator for every command there is', () => {
    const types = aggregates.flatMap(({ commandTypes }) => commandTypes);
    expect(Object.keys(commandArbitraries).toSorted()).toEqual(types.toSorted());
  });

  it('reaches every command with something to add', () => {
    const written = new Set(samples.flatMap(({ log }) => log.map(({ meta }) => meta.source)));
    expect(Object.keys(commandArbitraries).filter((type) => !written.has(type))).toEqual([]);
  });

  it('is the same if each command is sent twice: the second time it adds nothing, or is refused', () => {
    fc.assert(
      fc.property(aHistory, (history) => {
        const world = simulate();
        for (const command of history) {
          world.send(command);
          const again = world.decide(command);
          if (!isRejection(again)) expect({ command, again }).toEqual({ command, again: [] });
        }
      }),
      { numRuns: 80 },
    );
  });

  it('leaves states that are what folding the log from the start gives', () => {
    fc.assert(
      fc.property(aHistory, (history) => {
        const { log, states } = play(history);
        const streams = Map.groupBy(log, ({ stream }) => stream);
        for (const [stream, events] of streams) expect(fold(stream, events)).toEqual(states.get(stream));
      }),
      { numRuns: 30 },
    );
  });
});

describe.each(aggregates)('folding $category', ({ category }) => {
  it('never fails and gives one state, whatever events come in whatever order', () => {
    const pool = [
      ...goldensOf(category).map(({ event }) => event),
      ...samples.flatMap(({ log }) => log).filter(({ stream }) => categoryOf(stream) === category),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pool), { maxLength: 60 }), (events) => {
        expect(fold(`${category}-any`, events)).toEqual(fold(`${category}-any`, events));
      }),
      { numRuns: 100 },
    );
  });
});
