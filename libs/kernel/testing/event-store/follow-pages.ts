import { expect, it } from '@jest/globals';
import { type RecordedEvent } from '../../message.js';
import { type EventFilter, type LogPage } from '../../ports.js';
import {
  appendInTurn,
  collect,
  event,
  events,
  eventsOf,
  expectStream,
  pagesUntil,
  type Scene,
  sceneFromHere,
  type Subject,
} from './scene.js';

/** Events that a follower passes over here: more than one page of any engine looks at. */
const PASSED_OVER = 1_200;

const never = () => new AbortController().signal;

/** Two events that `Rare` shows, far apart, with many that it does not show between and behind them. */
const rareAmongMany = async (
  store: Subject,
): Promise<{ own: Scene & { start: string }; filter: EventFilter; rare: RecordedEvent[]; end: string }> => {
  const own = await sceneFromHere(store());
  const common = () => events(PASSED_OVER / 2);
  await appendInTurn(store(), own.stream(), common(), [event({ type: 'Rare' })], common(), [event({ type: 'Rare' })]);
  const { position: end } = await store().append(own.stream('b'), 0, common());
  const log = await collect(store().read(own.stream()));
  return { own, filter: { ...own.filter, types: ['Rare'] }, rare: log.filter(({ type }) => type === 'Rare'), end };
};

const expectOrder = (pages: readonly LogPage[]): void => {
  const positions = pages.map(({ position }) => position);
  expect(positions.toSorted()).toEqual(positions);
  for (const { events: shown, position } of pages) if (shown.length > 0) expect(position >= shown.at(-1)!.position).toBe(true);
};

export const followingByPages = (store: Subject): void => {
  it('says where it is and where the log ends, so that being caught up is seen', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const answers = await appendInTurn(store(), stream(), events(700), events(700));
    const pages = await pagesUntil(store().follow(start, filter, never()), answers[1]!.position);
    expectOrder(pages);
    expect(pages.flatMap((page) => page.events)).toStrictEqual(await collect(store().read(stream())));
    expect(pages.at(-1)!.position >= answers[1]!.position).toBe(true);
    expect(pages.at(-1)!.position >= pages.at(-1)!.head).toBe(true);
  });

  it('says so at once where there is nothing new: nobody waits for an event to learn that there is none', async () => {
    const { stream, filter } = await sceneFromHere(store());
    const { position } = await store().append(stream(), 0, events(2));
    const [page] = await collect(store().follow(position, filter, never()), 1);
    expect(page!.events).toEqual([]);
    expect(page!.position >= position).toBe(true);
    expect(page!.head >= position).toBe(true);
  });

  it('passes what is filtered out, also at the end of the log', async () => {
    const { own, filter, rare, end } = await rareAmongMany(store);
    const pages = await pagesUntil(store().follow(own.start, filter, never()), end);
    expectOrder(pages);
    expect(pages.flatMap((page) => page.events)).toStrictEqual(rare);
    expect(pages.at(-1)!.position > rare[1]!.position).toBe(true);
  });

  it.each<{ what: string; filter: (own: Scene) => EventFilter }>([
    { what: 'a type that there is none of', filter: () => ({ types: ['NothingIsCalledSo'] }) },
    { what: 'no type', filter: () => ({ types: [] }) },
    { what: 'no stream', filter: () => ({ streamPrefixes: [] }) },
    { what: 'a stream that does not exist', filter: ({ stream }) => ({ streamPrefixes: [stream('nobody')] }) },
  ])('catches up when it is asked for $what, and goes on looking', async ({ filter }) => {
    const own = await sceneFromHere(store());
    const { position } = await store().append(own.stream(), 0, events(100));
    let last = position;
    for await (const page of store().follow(own.start, filter(own), never())) {
      expect(page.events).toEqual([]);
      if (page.position < last || page.position < page.head) continue;
      if (last !== position) break;
      ({ position: last } = await store().append(own.stream(), 100, events(1)));
    }
  });

  it('goes on from the position of any page without a gap and without showing anything twice', async () => {
    const { own, filter, rare, end } = await rareAmongMany(store);
    const pages = await pagesUntil(store().follow(own.start, filter, never()), end);
    const after = await store().append(own.stream('c'), 0, [event({ type: 'Rare' })]);
    const [later] = await collect(store().read(own.stream('c')));
    expect(after.position).toBe(later!.position);
    const resumptions = pages.filter((_, index) => index % Math.ceil(pages.length / 10) === 0 || index === pages.length - 1);
    for (const page of resumptions) {
      const shown = pages.slice(0, pages.indexOf(page) + 1).flatMap((each) => each.events);
      const rest = [...rare.slice(shown.length), later];
      await expect(collect(eventsOf(store().follow(page.position, filter, never())), rest.length)).resolves.toStrictEqual(rest);
    }
  });

  it('shows large events in pages that do not hold all of them', async () => {
    const { stream, filter, start } = await sceneFromHere(store());
    const large = Array.from({ length: 20 }, (_, number) => event({ data: { number, text: 'x'.repeat(900_000) } }));
    await appendInTurn(store(), stream(), ...large.map((each) => [each]));
    const seen: RecordedEvent[] = [];
    for await (const page of store().follow(start, filter, never())) {
      expect(page.events.length).toBeLessThan(20);
      seen.push(...page.events);
      if (seen.length === 20) break;
    }
    expect(seen).toStrictEqual(await expectStream(store(), stream(), large));
  });
};
