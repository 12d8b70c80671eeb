import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CommandEnvelope, type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore } from '#libs/kernel/ports.js';
import { asTold, stateAsTold } from '#libs/kernel/testing/amendments.js';
import { orderAggregate, orderAmendments } from '#libs/kernel/testing/orders.js';
import { createCommandHandler } from './handle-command.js';
import { createStreamCache } from './stream-cache.js';
import { amendedHistories, OrderLog } from './testing/amended-histories.js';
import { Batches } from './testing/batches.js';
import { documentsIn } from './testing/documents-in.js';
import { orderBook, orderFigures, orderJournal } from './testing/order-books.js';
import { documentsOf, everything, openWorld, running } from './testing/worlds.js';

const append = async ({ store }: Awaited<ReturnType<typeof openWorld>>, events: readonly RecordedEvent[]) => {
  for (const { stream, version, id, type, data, meta } of events) await store.append(stream, version - 1, [{ id, type, data, meta }]);
};

const asMap = async (world: Awaited<ReturnType<typeof openWorld>>, projection: Parameters<typeof documentsOf>[1]) =>
  new Map((await documentsOf(world.readStore, projection)).map(({ key, document }) => [key, document]));

describe('the state that decides', () => {
  it('is that of the history as it is told, kept up event by event or folded from nothing', () =>
    fc.assert(
      fc.asyncProperty(amendedHistories, fc.array(fc.nat(3), { minLength: 1 }), async (events, reads) => {
        const log: RecordedEvent[] = [];
        const store = new Batches(log, orderAmendments).store as EventStore;
        const cache = createStreamCache(store, [orderAggregate]);
        for (const [index, event] of events.entries()) {
          const read = reads[index % reads.length]!;
          const before = read === 0 ? await cache.refresh(event.stream) : undefined;
          log.push(event);
          if (before) cache.advance(before, [event]);
          if (read === 1) await cache.refresh(event.stream);
          if (read === 2) await cache.get(event.stream);
        }
        for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
          const expected = { version: own.length, state: stateAsTold(orderAggregate, own) };
          expect(await cache.refresh(stream)).toMatchObject(expected);
          expect(await createStreamCache(store, [orderAggregate]).get(stream)).toMatchObject(expected);
        }
      }),
      { numRuns: 300 },
    ));

  it('changes with a correction, for the worker that decided it and for every other', async () => {
    await using world = await openWorld();
    const policies = { names: [], inForce: () => ({ ref: 'none@0', document: {} }), timeZone: () => 'UTC' };
    const conflicts: string[] = [];
    const observer = { conflict: (stream: string) => void conflicts.push(stream) };
    const now = () => new Date('2026-03-01T12:00:00.000Z');
    const worker = () => createCommandHandler({ ...world, aggregates: [orderAggregate], policies, now, observer });
    const [one, other] = [worker(), worker()];
    let count = 0;
    const ask = (type: string, data: object): CommandEnvelope => ({
      commandId: `c-${(count += 1)}`,
      stream: 'orders-a',
      type,
      data,
      actor: 'tester',
    });
    await one.handle(ask('Order', { number: 'o-0', amount: 1 }));
    await one.handle(ask('Order', { number: 'o-1', amount: 10 }));
    await one.handle(ask('Return', { number: 'o-1', amount: 3 }));
    expect(await other.handle(ask('Order', { number: 'o-1', amount: 1 }))).toMatchObject({ rejection: { code: 'ORDER_TAKEN' } });
    const [, fact, resting] = await everything(world.store);

    const inUse = await one.handle(ask('WithdrawFact', { fact: fact!.id, reason: 'another account' }));
    expect(inUse).toMatchObject({ outcome: 'REJECTED', rejection: { code: 'FACT_IN_USE', field: '/fact' } });
    expect(await one.handle(ask('WithdrawFact', { fact: resting!.id, reason: 'a slip' }))).toMatchObject({
      outcome: 'ACCEPTED',
      version: 4,
    });
    const withdrawal = ask('WithdrawFact', { fact: fact!.id, reason: 'another account' });
    expect(await other.handle(withdrawal)).toMatchObject({ outcome: 'ACCEPTED', version: 5 });
    expect(await one.handle(withdrawal)).toMatchObject({ outcome: 'ACCEPTED', version: 5, duplicate: true });
    conflicts.length = 0;
    expect(await other.handle(ask('Order', { number: 'o-2', amount: 1 }))).toMatchObject({ outcome: 'ACCEPTED', version: 6 });
    expect(conflicts).toEqual([]);
    expect(await one.handle(ask('Return', { number: 'o-1', amount: 1 }))).toMatchObject({ rejection: { code: 'ORDER_NOT_FOUND' } });
    expect(await one.handle(ask('Order', { number: 'o-1', amount: 2 }))).toMatchObject({ outcome: 'ACCEPTED', version: 7 });
  });
});

describe('live documents', () => {
  const projections = [orderBook(), orderFigures, orderJournal];

  it('follow corrections on the embedded engines, through restarts, and are those of a rebuild', () =>
    fc.assert(
      fc.asyncProperty(amendedHistories, fc.integer({ min: 1, max: 20 }), async (events, part) => {
        await using world = await openWorld();
        await using rebuilt = await openWorld();
        for (let from = 0; from < events.length; from += part) {
          await append(world, events.slice(from, from + part));
          const { position } = await world.store.head();
          for (const projection of projections) {
            await using runner = running({ ...world, projection, amendments: orderAmendments });
            await runner.reaches(position!);
            expect(runner.interruptions).toEqual([]);
          }
        }
        if (events.length === 0) return;
        const { position } = await world.store.head();
        for (const projection of projections) {
          await using runner = running({ store: world.store, readStore: rebuilt.readStore, projection, amendments: orderAmendments });
          await runner.reaches(position!);
          expect(await asMap(rebuilt, projection)).toEqual(await asMap(world, projection));
        }
        const right = asTold(orderAmendments, await everything(world.store));
        for (const projection of projections.slice(0, 2)) expect(await asMap(world, projection)).toEqual(documentsIn(projection, right));
      }),
      { numRuns: 10 },
    ));

  const order = (number: string, amount: number) => ({ type: 'Ordered', data: { number, amount, credit: {} } }) as const;
  const amended = (fact: RecordedEvent, amount: number) =>
    ({ type: 'FactCorrected', data: { fact: fact.id, changes: { amount }, reason: 'x' } }) as const;

  it('of a stream that waits follow its corrections once the fold is mended', async () => {
    await using world = await openWorld();
    const log = new OrderLog();
    const first = log.append('orders-a', order('o-1', 5));
    log.append('orders-a', order('o-2', 13));
    log.append('orders-a', amended(first, 6));
    log.append('orders-a', order('o-3', 1));
    await append(world, log.events);
    const position = (await world.store.head()).position!;
    {
      const projection = orderBook(({ data }) => 'amount' in data && data.amount === 13);
      await using runner = running({ ...world, projection, amendments: orderAmendments });
      await runner.reaches(position);
      expect((await asMap(world, projection)).get('orders-a')).toMatchObject({ amount: 5 });
    }
    await using runner = running({ ...world, projection: orderBook(), amendments: orderAmendments });
    await runner.reaches(position);
    expect(await asMap(world, orderBook())).toEqual(documentsIn(orderBook(), asTold(orderAmendments, log.events)));
  });

  it('follow corrections whose batch comes to more than one commit takes', async () => {
    await using world = await openWorld();
    const log = new OrderLog();
    const text = 'x'.repeat(900_000);
    const notes = Array.from({ length: 13 }, (_, index) => log.append(`orders-${index}`, { type: 'Noted', data: { text } }));
    for (const note of notes)
      log.append(note.stream, { type: 'FactCorrected', data: { fact: note.id, changes: { text: `${text}!` }, reason: 'x' } });
    for (const note of notes) log.append(note.stream, { type: 'Noted', data: { text: 'after' } });
    await append(world, log.events);
    await using runner = running({ ...world, projection: orderBook(), amendments: orderAmendments });
    await runner.reaches((await world.store.head()).position!);
    expect(runner.interruptions).toEqual([]);
    expect(await asMap(world, orderBook())).toEqual(documentsIn(orderBook(), asTold(orderAmendments, log.events)));
  });
});
