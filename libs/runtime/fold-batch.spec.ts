import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { asTold } from '#libs/kernel/testing/amendments.js';
import { orderAmendments } from '#libs/kernel/testing/orders.js';
import { amendedHistories, OrderLog } from './testing/amended-histories.js';
import { Batches, foldLive, sizes } from './testing/batches.js';
import { documentsIn, sorted } from './testing/documents-in.js';
import { orderBook, orderFigures, orderJournal } from './testing/order-books.js';

const RUNS = 300;

describe('a batch with amendments', () => {
  const live = (projection: AnyProjection, events: readonly RecordedEvent[], batches: readonly number[], twice = false) =>
    foldLive(projection, new Batches(events, orderAmendments), batches, twice);
  const right = (projection: AnyProjection, events: readonly RecordedEvent[]) => documentsIn(projection, asTold(orderAmendments, events));

  const tellsRight = (projection: AnyProjection) => async () =>
    fc.assert(
      fc.asyncProperty(amendedHistories, sizes, fc.boolean(), async (events, batches, twice) => {
        expect((await live(projection, events, batches, twice)).asMap).toEqual(right(projection, events));
      }),
      { numRuns: RUNS },
    );

  it('folds live, in batches of any size and after any crash, what a history told right at first comes to', tellsRight(orderBook()));

  it('does so for documents that gather many streams', tellsRight(orderFigures));

  it('shows each amendment on what it amends, however the batches fall', () =>
    fc.assert(
      fc.asyncProperty(amendedHistories, sizes, fc.boolean(), async (events, batches, twice) => {
        const documents = (await live(orderJournal, events, batches, twice)).asMap;
        const all = await live(orderJournal, events, [events.length + 1]);
        expect(documents).toEqual(all.asMap);
        expect(documents.size).toBe(events.length);
        const linked = [...documents.values()].flatMap((entry) => (entry as { amendedBy: number[] }).amendedBy).length;
        expect(linked).toBe(events.filter(({ type }) => Object.hasOwn(orderAmendments, type)).length);
      }),
      { numRuns: RUNS },
    ));

  it('has the same positions however the batches fall, so that a document says what it contains', () =>
    fc.assert(
      fc.asyncProperty(amendedHistories, sizes, async (events, batches) => {
        const [some, single] = [await live(orderBook(), events, batches), await live(orderBook(), events, [1])];
        expect(sorted(some.documents)).toEqual(sorted(single.documents));
      }),
      { numRuns: RUNS },
    ));

  const order = (number: string, amount = 1) => ({ type: 'Ordered', data: { number, amount, credit: {} } }) as const;
  const withdraw = ({ id }: RecordedEvent) => ({ type: 'FactWithdrawn', data: { fact: id, reason: 'x' } }) as const;

  it('reads a stream twice for all of its amendments, and leaves alone what they are not about', async () => {
    const log = new OrderLog();
    const facts = Array.from({ length: 40 }, (_, index) => log.append('orders-a', order(`o-${index}`)));
    const before = log.events.length;
    for (const fact of facts.slice(0, 5)) log.append('orders-a', withdraw(fact));
    const kept = new Batches(log.events, orderAmendments);
    await kept.commit(await kept.fold(orderBook(), log.events.slice(0, before)));
    expect(kept.readings).toBe(0);
    const { puts, deletes } = await kept.fold(orderBook(), log.events.slice(before));
    expect(kept.readings).toBe(2);
    expect(puts.map(({ key }) => key)).toEqual(['orders-a']);
    expect(deletes.map(({ key }) => key).toSorted()).toEqual(facts.slice(0, 5).map((_, index) => `orders-a/o-${index}`));
  });

  it('parks a stream at the very event that cannot be folded; what came before it in the batch counts', async () => {
    const log = new OrderLog();
    const first = log.append('orders-a', order('o-1', 5));
    log.append('orders-a', order('o-2', 5));
    log.append('orders-a', withdraw(first));
    log.append('orders-b', order('o-1', 7));
    log.append('orders-a', order('o-3', 13));
    log.append('orders-a', order('o-2', 1));
    const poisonous = orderBook(({ data }) => 'amount' in data && data.amount === 13);
    for (const size of [1, 2, 3, 6]) {
      const kept = new Batches(log.events, orderAmendments);
      const parked = await kept.parking(poisonous);
      let waiting = 0;
      for (let from = 0; from < log.events.length; from += size) {
        const folded = await kept.fold(poisonous, log.events.slice(from, from + size), parked);
        waiting += folded.parked;
        await kept.commit(folded);
      }
      expect(parked.all()).toMatchObject([{ stream: 'orders-a', fromVersion: 4, lastVersion: 5 }]);
      expect(waiting).toBe(2);
      expect(kept.documents.get('orders-a')!.document).toMatchObject({ amount: 5, versions: [2] });
      expect(kept.documents.get('orders-b')!.document).toMatchObject({ amount: 7 });
      expect([...kept.documents.keys()].toSorted()).toEqual(['orders-a', 'orders-a/o-2', 'orders-b', 'orders-b/o-1']);
    }
  });

  it('parks a stream between two events that it would have folded at once', async () => {
    const log = new OrderLog();
    const first = log.append('orders-a', order('o-1', 5));
    log.append('orders-a', { type: 'FactCorrected', data: { fact: first.id, changes: { amount: 6 }, reason: 'x' } });
    log.append('orders-a', order('o-3', 13));
    log.append('orders-a', order('o-1', 1));
    // One document an order: the poisonous event is no part of what is folded anew.
    const { keys, ...rest } = orderBook(({ data }) => 'amount' in data && data.amount === 13);
    const poisonous: AnyProjection = { ...rest, keys: (event) => keys(event).slice(1) };
    const kept = new Batches(log.events, orderAmendments);
    const parked = await kept.parking(poisonous);
    await kept.commit(await kept.fold(poisonous, log.events, parked));
    expect(parked.all()).toMatchObject([{ fromVersion: 3, lastVersion: 4 }]);
    expect(kept.documents.get('orders-a/o-1')!.document).toMatchObject({ amount: 6, versions: [1] });
  });

  it('parks at an amendment that makes a fact one without a place', async () => {
    const log = new OrderLog();
    const first = log.append('orders-a', order('o-1', 5));
    log.append('orders-a', order('o-2', 5));
    log.append('orders-a', { type: 'FactCorrected', data: { fact: first.id, changes: { number: 13 }, reason: 'x' } });
    const { keys, ...rest } = orderBook();
    const placing: AnyProjection = {
      ...rest,
      keys: (event) => {
        if (keys(event).includes('orders-a/13')) throw new Error('no place');
        return keys(event);
      },
    };
    const kept = new Batches(log.events, orderAmendments);
    const parked = await kept.parking(placing);
    await kept.commit(await kept.fold(placing, log.events, parked));
    expect(parked.all()).toMatchObject([{ fromVersion: 3, error: 'no place' }]);
    expect(kept.documents.get('orders-a')!.document).toMatchObject({ amount: 10 });
  });

  it('parks at an amendment that makes a fact one that cannot be folded', async () => {
    const log = new OrderLog();
    const first = log.append('orders-a', order('o-1', 5));
    log.append('orders-a', { type: 'FactCorrected', data: { fact: first.id, changes: { amount: 13 }, reason: 'x' } });
    log.append('orders-a', order('o-2', 5));
    const poisonous = orderBook(({ data }) => 'amount' in data && data.amount === 13);
    const kept = new Batches(log.events, orderAmendments);
    const parked = await kept.parking(poisonous);
    await kept.commit(await kept.fold(poisonous, log.events, parked));
    expect(parked.all()).toMatchObject([{ fromVersion: 2, lastVersion: 3, error: 'cannot fold orders-a@1' }]);
    expect(kept.documents.get('orders-a')!.document).toMatchObject({ amount: 5 });
  });

  it('does not take a log that cannot be read for an event that cannot be folded', async () => {
    const log = new OrderLog();
    log.append('orders-a', withdraw(log.append('orders-a', order('o-1'))));
    const kept = new Batches(log.events, orderAmendments);
    const parked = await kept.parking(orderBook());
    kept.store.read = () => {
      throw new Error('The log is away.');
    };
    await expect(kept.fold(orderBook(), log.events, parked)).rejects.toThrow('The log is away.');
    expect(parked.all()).toEqual([]);
  });
});
