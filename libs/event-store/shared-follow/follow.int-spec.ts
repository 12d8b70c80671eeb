import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { type LogPage } from '#libs/kernel/ports.js';
import { collect, eventsOf } from '#libs/kernel/testing/event-store/scene.js';
import { withSharedFollow } from '../shared-follow.js';
import { openSqliteEventStore } from '../sqlite.js';
import { all, appendTo, bound, counted, following, pageOf, scripted, turnsUntil } from '../testing/followers.js';
import { KEPT_BYTES_MAX, WAITING_BYTES_MAX } from './hub.js';

const inMemory = () => openSqliteEventStore(':memory:', { writer: true });

describe('followers of one store', () => {
  it('share one subscription once they have caught up, however many they are, and the last one ends it', async () => {
    await using opened = await inMemory();
    const { store, counts } = counted(opened);
    await appendTo(store, 3);
    const followers = Array.from({ length: 7 }, () => following(store));
    for (const { reads } of followers) await reads(3);
    await turnsUntil(() => counts.open === 1);
    for (let count = 0; count < 50; count += 1) await appendTo(store, 2);
    for (const { reads } of followers) await reads(103);
    expect(counts).toEqual({ open: 1, opened: 7 });
    const written = await all(store);
    for (const { seen } of followers) expect(seen).toStrictEqual(written);
    const [last, ...others] = followers;
    for (const { stop } of others) await stop();
    expect(counts.open).toBe(1);
    await appendTo(store, 1);
    await last!.reads(104);
    await last!.stop();
    expect(counts).toEqual({ open: 0, opened: 7 });
  });

  it('are handed the same event, not one each', async () => {
    await using opened = await inMemory();
    const store = withSharedFollow(opened);
    await appendTo(store, 1);
    const [one, other] = [following(store), following(store)];
    for (const { reads } of [one, other]) await reads(1);
    await turnsUntil(() => one.pages() > 0 && other.pages() > 0);
    await appendTo(store, 1);
    for (const { reads } of [one, other]) await reads(2);
    expect(other.seen[1]).toBe(one.seen[1]);
    for (const { stop } of [one, other]) await stop();
  });

  it('join where they are: what they have seen is not shown again, and nothing is left out', async () => {
    await using opened = await inMemory();
    const { store, counts } = counted(opened);
    await appendTo(store, 5);
    const first = following(store);
    await first.reads(5);
    const written = await all(store);
    for (const { position } of written) {
      const late = following(store, position);
      await turnsUntil(() => counts.open === 1 && late.pages() > 0);
      await appendTo(store, 1);
      await turnsUntil(() => late.seen.length > 0 && late.seen.at(-1) === first.seen.at(-1));
      expect(late.seen).toStrictEqual((await all(store)).filter((each) => each.position > position));
      await late.stop();
    }
    await first.stop();
  });

  it('may be further than the subscription that they join: what it brings late is not shown to them', async () => {
    await using opened = await inMemory();
    const { store, subscriptions } = scripted(opened);
    const [first, ahead] = [following(store), following(store)];
    await turnsUntil(() => subscriptions.length === 2);
    subscriptions[0]!.push(pageOf([1]));
    await first.reads(1);
    subscriptions[1]!.push(pageOf([1, 2, 3]));
    await turnsUntil(() => !subscriptions[1]!.isOpen);
    for (const page of [pageOf([2]), pageOf([3, 4]), pageOf([5])]) subscriptions[0]!.push(page);
    await Promise.all([first.reads(5), ahead.reads(5)]);
    for (const { seen } of [first, ahead]) expect(seen.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    expect([first.pages(), ahead.pages()]).toEqual([4, 3]);
    for (const { stop } of [first, ahead]) await stop();
  });

  it('do not share what is far behind: others would come up to it one after the other', async () => {
    await using opened = await inMemory();
    const { store, subscriptions } = scripted(opened);
    const [one, other] = [following(store), following(store)];
    await turnsUntil(() => subscriptions.length === 2);
    for (const { push } of subscriptions) push(pageOf([1, 2], 9));
    for (const { reads } of [one, other]) await reads(2);
    for (const { push } of subscriptions) push(pageOf([3], 9));
    for (const { reads } of [one, other]) await reads(3);
    expect(subscriptions.map(({ isOpen }) => isOpen)).toEqual([true, true]);
    for (const { push } of subscriptions) push(pageOf([4, 5, 6, 7, 8, 9]));
    await turnsUntil(() => subscriptions.some(({ isOpen }) => !isOpen));
    for (const { seen, stop } of [one, other]) {
      expect(seen).toHaveLength(9);
      await stop();
    }
  });

  it('are each of their own filter', async () => {
    await using opened = await inMemory();
    const { store, counts } = counted(opened);
    await appendTo(store, 2, { type: 'Rare' });
    const { signal } = new AbortController();
    const rare = collect(eventsOf(store.follow(undefined, { types: ['Rare'] }, signal)), 3);
    const everything = following(store);
    await everything.reads(2);
    await appendTo(store, 1);
    await appendTo(store, 1, { type: 'Rare' });
    await everything.reads(4);
    expect((await rare).map(({ version }) => version)).toEqual([1, 2, 4]);
    expect(counts.opened).toBe(2);
    await everything.stop();
  });

  it('go on by themselves when too much waits for them, and are shown everything once', async () => {
    await using opened = await inMemory();
    const { store, counts } = counted(opened);
    await appendTo(store, 1);
    const [quick, slow] = [following(store), following(store)];
    for (const { reads } of [quick, slow]) await reads(1);
    await turnsUntil(() => counts.open === 1);
    slow.shut();
    const large = { data: { text: 'x'.repeat(WAITING_BYTES_MAX / 16) } };
    for (let count = 0; count < 40; count += 1) await appendTo(store, 1, large);
    await quick.reads(41);
    expect(slow.seen.length).toBeLessThan(41);
    expect(counts.opened).toBe(2);
    slow.open();
    await slow.reads(41);
    expect(counts.opened).toBe(3);
    expect(slow.seen).toStrictEqual(await all(store));
    await turnsUntil(() => counts.open === 1);
    for (const { stop } of [quick, slow]) await stop();
  });

  it('keep no more for those who may join than they may: who comes from further behind catches up alone', async () => {
    await using opened = await inMemory();
    const { store, counts } = counted(opened);
    const { position: early } = await appendTo(store, 1);
    const first = following(store);
    await first.reads(1);
    await appendTo(store, 1, { data: { text: 'x'.repeat(KEPT_BYTES_MAX) } });
    await appendTo(store, 1, { data: { text: 'x'.repeat(KEPT_BYTES_MAX) } });
    await first.reads(3);
    const late = following(store, early);
    await late.reads(2);
    expect(late.seen).toStrictEqual((await all(store)).slice(1));
    await turnsUntil(() => counts.open === 1);
    for (const { stop } of [late, first]) await stop();
  });

  it('all hear of it when the subscription breaks, after what came before, and may follow again', async () => {
    await using opened = await inMemory();
    const { store, counts, breakAll } = counted(opened);
    await appendTo(store, 1);
    const followers = [following(store), following(store), following(store)];
    for (const { reads } of followers) await reads(1);
    await turnsUntil(() => counts.open === 1);
    const error = new Unavailable('The connection is gone.');
    await appendTo(store, 1);
    for (const { reads } of followers) await reads(2);
    breakAll(error);
    await turnsUntil(() => followers.every(({ failure }) => failure() !== undefined));
    for (const { failure } of followers) expect(failure()).toBe(error);
    expect(counts.open).toBe(0);
    const again = following(store, followers[0]!.seen[0]!.position);
    await again.reads(1);
    await again.stop();
  });

  it('end when the subscription ends by itself', async () => {
    await using opened = await inMemory();
    const page: LogPage = { events: [], position: '1', head: '1' };
    const follow = async function* () {
      yield page;
      await nextTurn();
    };
    const ending = { ...bound(opened), follow };
    await expect(collect(withSharedFollow(ending).follow(undefined, undefined, new AbortController().signal))).resolves.toEqual([page]);
  });
});
