import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { type AllStreamSubscription, END, START, streamNameFilter, type StreamSubscription } from '@eventstore/db-client';
import { Followed } from './followed.js';
import { describeWithControl, eventsOf, openScene } from './scene.js';

const deleted = (streamName: string) => ({
  class: 'StreamDeletedError',
  type: 'stream-deleted',
  code: 9,
  message: `9 FAILED_PRECONDITION: Event stream '${streamName}' is deleted.`,
  streamName,
});

describe('a subscription to a stream', () => {
  const { client, stream } = openScene();

  it('begins behind its revision, or at the start', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(5));
    for (const [fromRevision, first] of [
      [2n, 3],
      [START, 0],
      [undefined, 0],
    ] as const) {
      const followed = new Followed(client().subscribeToStream(name, fromRevision === undefined ? {} : { fromRevision }));
      await followed.hears('caughtUp');
      expect(followed.heard).toEqual(['confirmation', ...[0, 1, 2, 3, 4].slice(first).map((n) => `${name}@${n}`), 'caughtUp']);
      await followed.unsubscribe();
    }
  });

  it('says at the end that it has caught up, and goes on live', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(2));
    const followed = new Followed(client().subscribeToStream(name, { fromRevision: END }));
    await followed.hears('caughtUp');
    await client().appendToStream(name, eventsOf(1));
    await followed.hears(`${name}@2`);
    expect(followed.heard).toEqual(['confirmation', 'caughtUp', `${name}@2`]);
    await followed.unsubscribe();
  });

  it('that is not there says so only when there are events', async () => {
    const name = stream();
    const followed = new Followed(client().subscribeToStream(name));
    await followed.hears('confirmation');
    await client().appendToStream(name, eventsOf(2));
    await followed.hears('caughtUp');
    expect(followed.heard).toEqual(['confirmation', `${name}@0`, `${name}@1`, 'caughtUp']);
    await followed.unsubscribe();
  });

  it('that was deleted softly goes on with what is appended, and ends with the tombstone', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(2));
    const followed = new Followed(client().subscribeToStream(name, { fromRevision: END }));
    await followed.hears('caughtUp');
    await client().deleteStream(name);
    await client().appendToStream(name, eventsOf(1));
    await followed.hears(`${name}@2`);
    await client().tombstoneStream(name);
    await followed.hears('StreamDeletedError');
    expect(followed.heard).toEqual(['confirmation', 'caughtUp', `${name}@2`, `${name}@9223372036854775807`, 'StreamDeletedError']);
    expect(followed.errors).toStrictEqual([deleted(name)]);
  });

  it('that is deleted is confirmed where the deletion was soft, and refused where it was not', async () => {
    const [soft, hard] = [stream(), stream()];
    for (const name of [soft, hard]) await client().appendToStream(name, eventsOf(1));
    await client().deleteStream(soft);
    await client().tombstoneStream(hard);
    const [waiting, refused] = [new Followed(client().subscribeToStream(soft)), new Followed(client().subscribeToStream(hard))];
    await refused.hears('StreamDeletedError');
    await waiting.hears('confirmation');
    expect(refused.heard).toEqual(['StreamDeletedError']);
    expect(refused.errors).toStrictEqual([deleted(hard)]);
    expect(waiting.heard).toEqual(['confirmation']);
    await waiting.unsubscribe();
  });
});

const TOO_SLOW = {
  class: 'TimeoutError',
  type: 'timeout',
  code: 10,
  message: '10 ABORTED: Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
};

describe('a live subscriber', () => {
  const { client, stream } = openScene();

  const SUBSCRIPTIONS = [
    ['to the log', () => client().subscribeToAll({ fromPosition: END })],
    [
      'to the log, filtered',
      (name: string) => client().subscribeToAll({ fromPosition: END, filter: streamNameFilter({ prefixes: [name] }) }),
    ],
    ['to a stream', (name: string) => client().subscribeToStream(name, { fromRevision: END })],
  ] as const satisfies readonly (readonly [string, (name: string) => AllStreamSubscription | StreamSubscription])[];

  const followedFrom = async (subscribe: (typeof SUBSCRIPTIONS)[number][1]) => {
    const name = stream();
    await client().appendToStream(name, eventsOf(1));
    const followed = new Followed(subscribe(name));
    await followed.hears('caughtUp');
    return { name, followed };
  };

  it.each(SUBSCRIPTIONS)('%s gets a hundred events of one append', async (_to, subscribe) => {
    const { name, followed } = await followedFrom(subscribe);
    await client().appendToStream(name, eventsOf(100));
    await followed.hears(`${name}@100`);
    expect(followed.errors).toEqual([]);
    await followed.unsubscribe();
  });

  it.each(SUBSCRIPTIONS)('%s that falls behind is dropped, and misses nothing if it comes back', async (_to, subscribe) => {
    const { name, followed } = await followedFrom(subscribe);
    await client().appendToStream(name, eventsOf(2_000));
    await followed.hears('TimeoutError');
    expect(followed.errors).toStrictEqual([TOO_SLOW]);
    const { events } = followed;
    expect(events.length).toBeGreaterThan(200);
    expect(events.length).toBeLessThan(2_000);
    expect(events).toEqual(Array.from(events, (_, n) => `${name}@${n + 1}`));
    const again = new Followed(client().subscribeToStream(name, { fromRevision: BigInt(events.length) }));
    await again.hears('caughtUp');
    expect([...events, ...again.events]).toEqual(Array.from({ length: 2_000 }, (_, n) => `${name}@${n + 1}`));
    await again.unsubscribe();
  });

  it('that stops reading is dropped when it reads again', async () => {
    const name = stream();
    await client().appendToStream(name, eventsOf(1));
    const subscription = client().subscribeToStream(name, { fromRevision: END });
    const caughtUp = once(subscription as NodeJS.EventEmitter, 'caughtUp');
    subscription.on('data', () => undefined).on('error', () => undefined);
    await caughtUp;
    subscription.pause();
    for (let n = 0; n < 60; n += 1) await client().appendToStream(name, eventsOf(50));
    const error = once(subscription as NodeJS.EventEmitter, 'error').catch((thrown: unknown) => [thrown]);
    subscription.resume();
    expect((await error)[0]).toMatchObject({ code: 10, type: 'timeout' });
  });
});

describeWithControl('subscribers that are told so', () => {
  const { client, control, stream } = openScene();

  it('are too slow', async () => {
    const name = stream();
    const [all, one] = [new Followed(client().subscribeToAll({ fromPosition: END })), new Followed(client().subscribeToStream(name))];
    await all.hears('caughtUp');
    await one.hears('confirmation');
    control().dropSubscribers();
    await Promise.all([all.hears('TimeoutError'), one.hears('TimeoutError')]);
    expect([...all.errors, ...one.errors]).toStrictEqual([TOO_SLOW, TOO_SLOW]);
  });
});
