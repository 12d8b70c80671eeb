import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AMENDMENT_TYPES } from '#libs/kernel/amend.js';
import { type CommandDeclaration } from '#libs/kernel/messages.js';
import { isRejection } from '#libs/kernel/rejection.js';
import { contextOf } from '#libs/kernel/testing/decider.js';
import { commandDeclarations } from './messages.js';
import { account, aggregates } from './registry.js';
import { aggregateOf, targetOf } from './testing/lookups.js';
import { commandArbitraries } from './testing/arbitraries.js';
import { type Asked, simulate } from './testing/simulation.js';

const acme = { stream: 'account-acme', occurredAt: '2026-02-01T09:00:00.000Z' };
const opened = { ...acme, commandId: 'c-1', type: 'OpenAccount', data: { name: 'Acme' } };
const recorded = { ...acme, commandId: 'c-2', type: 'RecordInteraction', data: { channel: 'call', interactionId: 'review-2026-q1' } };
const ordered = {
  ...acme,
  commandId: 'c-10',
  type: 'RecordOrder',
  data: { orderNumber: '10248', net: { amount: '90.00', currency: 'EUR' } },
};
const closed = { ...acme, commandId: 'c-3', type: 'CloseAccount', data: { reason: 'insolvent' } };
const other = { ...opened, commandId: 'c-4', stream: 'account-globex' };
const merged = { ...acme, commandId: 'c-5', type: 'MergeAccounts', data: { into: 'globex', reason: 'acquisition' } };

/** What each of the account's commands, in a few variants, comes to after a history. */
const answers = (...history: readonly Asked[]) => {
  const world = simulate();
  for (const command of history) world.send(command);
  const generators = Object.entries<fc.Arbitrary<object>>(commandArbitraries).filter(([type]) => account.commandTypes.includes(type));
  const codes = generators.flatMap(([type, arbitrary]) =>
    fc.sample(arbitrary, { numRuns: 20, seed: 1 }).map((data) => {
      const decision = world.decide({ ...acme, commandId: 'c-9', type, data });
      return [type, isRejection(decision) ? decision.rejected : decision.length > 0 ? 'events' : 'nothing'] as const;
    }),
  );
  return Map.groupBy(codes, ([, answer]) => answer);
};
const typesOf = (found: readonly (readonly [type: string, answer: string])[] | undefined) =>
  [...new Set(found?.map(([type]) => type))].toSorted();

describe('an account', () => {
  it('that does not exist takes nothing but its opening', () => {
    const found = answers();
    expect(typesOf(found.get('events'))).toEqual(['OpenAccount']);
    expect(typesOf(found.get('ACCOUNT_NOT_FOUND'))).toEqual(account.commandTypes.filter((type) => type !== 'OpenAccount').toSorted());
  });

  it('that was closed takes nothing but corrections, what settles, and its reopening', () => {
    const found = answers(opened, recorded, closed);
    expect(typesOf(found.get('events'))).toEqual([
      'CorrectInteraction',
      'RecordInvoice',
      'ReopenAccount',
      'RetractInteraction',
      'WithdrawFact',
    ]);
    expect(typesOf(found.get('nothing'))).toEqual(['CloseAccount']);
    const declarations: Readonly<Record<string, CommandDeclaration>> = commandDeclarations;
    const ownRule = new Set(['RenameAccount', 'UpdateDossierSection', 'SetParentAccount', 'MergeAccounts', 'SplitAccount', 'OpenAccount']);
    expect(typesOf(found.get('ACCOUNT_NOT_OPEN'))).toEqual(
      account.commandTypes.filter((type) => declarations[type]!.standing === undefined || ownRule.has(type)).toSorted(),
    );
  });

  it('R9: that was merged takes nothing but the undoing of the merger, and what settles or corrects what was told of it before', () => {
    const found = answers(opened, other, ordered, recorded, merged);
    const declarations: Readonly<Record<string, CommandDeclaration>> = commandDeclarations;
    const standings = new Set<string | undefined>(['known', 'settling', 'merged']);
    const isTaken = (type: string) => standings.has(declarations[type]!.standing);
    const taken = typesOf(found.get('events'));
    expect(taken.filter((type) => !isTaken(type))).toEqual([]);
    expect(taken).toEqual(
      expect.arrayContaining(['RecordDelivery', 'RecordMargin', 'RecordReturn', 'RetractInteraction', 'UnmergeAccount']),
    );
    expect(typesOf(found.get('ACCOUNT_MERGED'))).toEqual(account.commandTypes.filter((type) => !isTaken(type)).toSorted());
  });

  it('R9: that was merged, and the one that it was merged into as well, names the one that goes on in a field', () => {
    const world = simulate();
    for (const command of [opened, other, { ...opened, commandId: 'c-6', stream: 'account-initech' }, merged]) world.send(command);
    world.send({ ...merged, commandId: 'c-7', stream: 'account-globex', data: { into: 'initech', reason: 'acquisition' } });
    expect(world.decide({ ...acme, commandId: 'c-8', type: 'RenameAccount', data: { name: 'Acme AG' } })).toEqual({
      rejected: 'ACCOUNT_MERGED',
      detail: 'Account acme was merged into initech, by way of globex: send the command to account initech.',
      survivor: 'initech',
    });
  });

  it('R9: that has absorbed another one says which of them an order belongs to, at any distance', () => {
    const world = simulate();
    const initech = { ...opened, commandId: 'c-6', stream: 'account-initech' };
    for (const command of [opened, other, initech, ordered, merged]) world.send(command);
    world.send({ ...merged, commandId: 'c-7', stream: 'account-globex', data: { into: 'initech', reason: 'acquisition' } });
    const delivered = (stream: string, orderNumber = '10248') =>
      world.decide({ ...ordered, commandId: 'c-8', type: 'RecordDelivery', stream, data: { orderNumber } });
    for (const stream of ['account-globex', 'account-initech'])
      expect(delivered(stream)).toEqual({
        rejected: 'ORDER_NOT_FOUND',
        detail: 'Order 10248 is one of account acme, which was merged into this one: tell account acme what settles it.',
        field: '/orderNumber',
      });
    expect(delivered('account-initech', '10249')).toMatchObject({ detail: expect.stringContaining('The account has no order 10249') });
    expect(delivered('account-acme')).toMatchObject([{ type: 'DeliveryRecorded' }]);
    world.send({ ...merged, commandId: 'c-9', type: 'UnmergeAccount', data: { reason: 'mistake' } });
    expect(delivered('account-globex')).toMatchObject({ detail: expect.stringContaining('The account has no order') });
  });

  it('that an old log shows merged in a ring names the last one before it begins again', () => {
    const others = { 'account-globex': { profile: { stage: 'merged', into: 'acme' } } };
    const state = { ...account.initial, profile: { stage: 'merged', into: 'globex' } };
    const command = { ...acme, commandId: 'c-8', type: 'RenameAccount', data: { name: 'A' }, actor: 'tester' };
    const policies = { recording: { ref: 'recording@0', document: { futureToleranceMinutes: 5 } } };
    expect(account.decide(command, state, contextOf({ others, policies }))).toMatchObject({ rejected: 'ACCOUNT_MERGED', survivor: 'acme' });
  });
});

describe('the registry', () => {
  it('sends every command to one aggregate', () => {
    const types = aggregates.flatMap(({ commandTypes }) => commandTypes);
    expect(types.toSorted()).toEqual([...new Set(types)].toSorted());
    for (const { category, commandTypes } of aggregates) expect(commandTypes.map(targetOf)).toEqual(commandTypes.map(() => category));
  });

  it('knows every event once, but amendments in every category', () => {
    const types = aggregates.flatMap(({ eventTypes }) => eventTypes.filter((type) => !Object.hasOwn(AMENDMENT_TYPES, type)));
    expect(types.toSorted()).toEqual([...new Set(types)].toSorted());
  });

  it('finds the aggregate of a stream', () => {
    for (const aggregate of aggregates) expect(aggregateOf(`${aggregate.category}-a-b`)).toBe(aggregate);
  });

  it('knows nothing of other streams and commands', () => {
    expect(aggregateOf('invoice-7')).toBeUndefined();
    expect(aggregateOf('account')).toBeUndefined();
    expect(targetOf('DoWhatYouLike')).toBeUndefined();
    expect(targetOf('constructor')).toBeUndefined();
  });

  it.each(aggregates)(
    'lets no command to $category tell of the future, beyond what the policy tolerates',
    ({ category, commandTypes, decide, initial }) => {
      const policies = { recording: { ref: 'recording@3', document: { futureToleranceMinutes: 5 } } };
      const context = contextOf({ now: '2026-02-01T09:00:00.000Z', policies });
      for (const type of commandTypes) {
        const command = {
          stream: `${category}-a`,
          commandId: 'c',
          type,
          data: {},
          actor: 'tester',
          occurredAt: '2026-02-01T09:05:00.001Z',
        };
        expect(decide(command, initial, context)).toEqual({
          rejected: 'OCCURRED_IN_FUTURE',
          detail: expect.stringContaining('later than 2026-02-01T09:05:00.000Z, the latest that policy recording@3 tolerates'),
          field: '/occurredAt',
        });
      }
      const inTime = {
        stream: 'account-a',
        commandId: 'c',
        type: 'OpenAccount',
        data: {},
        actor: 'tester',
        occurredAt: '2026-02-01T09:05:00.000Z',
      };
      expect(account.decide(inTime, account.initial, context)).toHaveLength(1);
    },
  );
});
