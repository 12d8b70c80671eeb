import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { VersionConflict } from '../../errors.js';
import { type Metadata, type NewEvent } from '../../message.js';
import { APPEND_BYTES_MAX } from '../../ports.js';
import { appendInTurn, collect, event, events, expectIncreasing, expectStream, idsOf, scene, type Subject } from './scene.js';

export const appending = (store: Subject): void => {
  it('starts a stream at version 1 and answers with version and position of the last event', async () => {
    const { stream } = scene();
    const given = events(3);

    const answer = await store().append(stream(), 0, given);

    const found = await expectStream(store(), stream(), given);
    expect(answer).toStrictEqual({ version: 3, position: found[2]!.position });
  });

  it('goes on at the version that the stream is at', async () => {
    const { stream } = scene();
    const lists = [events(1), events(2), events(1)];

    const answers = await appendInTurn(store(), stream(), ...lists);

    const found = await expectStream(store(), stream(), lists.flat());
    expect(answers).toStrictEqual([1, 3, 4].map((version) => ({ version, position: found[version - 1]!.position })));
  });

  it.each([
    { at: 0, expecting: 1 },
    { at: 0, expecting: 7 },
    { at: 3, expecting: 0 },
    { at: 3, expecting: 2 },
    { at: 3, expecting: 4 },
    { at: 3, expecting: 99 },
  ])('writes nothing to a stream at version $at when told to expect $expecting, and names both', async ({ at, expecting }) => {
    const { stream } = scene();
    const before = events(at);
    if (at > 0) await store().append(stream(), 0, before);

    const refused = await store()
      .append(stream(), expecting, events(2))
      .catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(VersionConflict);
    expect(refused).toMatchObject({ stream: stream(), expected: expecting, actual: at });
    await expectStream(store(), stream(), before);
  });

  it('gives each event a position of its own, increasing inside one append and from one to the next', async () => {
    const { stream } = scene();
    const answers = [
      await store().append(stream('a'), 0, events(3)),
      await store().append(stream('b'), 0, events(1)),
      await store().append(stream('a'), 3, events(2)),
    ];
    const [a, b] = [await collect(store().read(stream('a'))), await collect(store().read(stream('b')))];
    expectIncreasing([...a.slice(0, 3), ...b, ...a.slice(3)].map(({ position }) => position));
    expectIncreasing(answers.map(({ position }) => position));
  });

  it('writes a thousand events at once', async () => {
    const { stream } = scene();
    const given = events(1_000);
    const answer = await store().append(stream(), 0, given);
    const found = await expectStream(store(), stream(), given);
    expect(answer).toStrictEqual({ version: 1_000, position: found[999]!.position });
    expectIncreasing(found.map(({ position }) => position));
  });

  it('keeps the events as they were when they were handed over', async () => {
    const { stream } = scene();
    const data = { channel: 'call' };
    const given = [event({ data })];
    const answer = store().append(stream(), 0, given);
    data.channel = 'visit';
    given.push(event());
    await answer;
    await expectStream(store(), stream(), [{ ...given[0]!, data: { channel: 'call' } }]);
  });
};

export const appendingAtOnce = (store: Subject): void => {
  it.each([2, 10, 50])('lets exactly one of %i racers at one expected version win', async (racers) => {
    const { stream } = scene();
    const first = events(1);
    await store().append(stream(), 0, first);
    const lists = Array.from({ length: racers }, () => events(2));

    const outcomes = await Promise.allSettled(lists.map((list) => store().append(stream(), 1, list)));

    const winners = outcomes.flatMap((outcome, index) => (outcome.status === 'fulfilled' ? [{ index, answer: outcome.value }] : []));
    expect(winners).toHaveLength(1);
    const found = await expectStream(store(), stream(), [...first, ...lists[winners[0]!.index]!]);
    expect(winners[0]!.answer).toStrictEqual({ version: 3, position: found[2]!.position });
    const losers = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    for (const loser of losers) {
      expect(loser).toBeInstanceOf(VersionConflict);
      expect(loser).toMatchObject({ stream: stream(), expected: 1, actual: 3 });
    }
  });

  it('lets appends to different streams all succeed at once', async () => {
    const { stream, filter } = scene();
    const lists = Array.from({ length: 50 }, () => events(2));

    const answers = await Promise.all(lists.map((list, number) => store().append(stream(`${number}`), 0, list)));

    for (const [number, list] of lists.entries()) {
      const found = await expectStream(store(), stream(`${number}`), list);
      expect(answers[number]).toStrictEqual({ version: 2, position: found[1]!.position });
    }
    const log = await collect(store().readAll({ filter }));
    expectIncreasing(log.map(({ position }) => position));
    expect(idsOf(log).toSorted()).toEqual(idsOf(lists.flat()).toSorted());
  });
};

/** Two characters of which the second takes two bytes: data of exactly so many bytes in UTF-8. */
const ofBytes = (bytes: number): NewEvent => {
  const frame = JSON.stringify({ text: 'ü' });
  return event({ data: { text: `ü${'x'.repeat(bytes - Buffer.byteLength(frame))}` } });
};

const circle: { self?: object } = {};
circle.self = circle;

export const refusing = (store: Subject): void => {
  const { stream } = scene();
  it.each<[string, string, number, NewEvent[]]>([
    ['no events', stream(), 0, []],
    ['no stream name', '', 0, events(1)],
    ['a name without an id', 'account', 0, events(1)],
    ['a name with an empty id', 'account-', 0, events(1)],
    ['a name in capitals', 'Account-acme', 0, events(1)],
    ['a name with a blank', 'account-a b', 0, events(1)],
    ['a name beyond ASCII', 'account-é', 0, events(1)],
    ['a name that is too long', `account-${'x'.repeat(129)}`, 0, events(1)],
    ['the log itself', '$all', 0, events(1)],
    ['a stream of the engine', '$settings', 0, events(1)],
    ['a version below zero', stream(), -1, events(1)],
    ['a version between two', stream(), 0.5, events(1)],
    ['a version that is no number', stream(), Number.NaN, events(1)],
    ['an id that is no UUID', stream(), 0, [event({ id: 'first' })]],
    ['an id in capitals', stream(), 0, [event({ id: randomUUID().toUpperCase() })]],
    ['an event without a type', stream(), 0, [event({ type: '' })]],
    ['a type of the engine', stream(), 0, [event({ type: '$deleted' })]],
    ['a type that is no name', stream(), 0, [event({ type: 'two words' })]],
    ['a type that is too long', stream(), 0, [event({ type: 'x'.repeat(129) })]],
    ['data that JSON cannot say', stream(), 0, [event({ data: { large: 1n } })]],
    ['data that contain themselves', stream(), 0, [event({ data: circle })]],
    ['an event without data', stream(), 0, [event({ data: undefined as unknown as object })]],
    ['an event without metadata', stream(), 0, [event({ meta: undefined as unknown as Metadata })]],
    ['one byte of data too many', stream(), 0, [ofBytes(APPEND_BYTES_MAX - 100), ofBytes(101)]],
  ])('refuses %s, writes nothing, and is as usable as before', async (_, name, expecting, given) => {
    await expect(store().append(name, expecting, given)).rejects.toThrow(RangeError);

    await expectStream(store(), stream(), []);
    const next = scene().stream();
    await expect(store().append(next, 0, events(1))).resolves.toMatchObject({ version: 1 });
  });

  it('takes as many bytes of data as it promises, whatever the metadata weigh', async () => {
    const fresh = scene().stream();
    const given = [ofBytes(APPEND_BYTES_MAX - 100), ofBytes(100)];
    await expect(store().append(fresh, 0, given)).resolves.toMatchObject({ version: 2 });
    await expectStream(store(), fresh, given);
  });

  it('takes a name of the greatest length', async () => {
    const { stream: named } = scene();
    const fresh = named('x'.repeat(128));
    const given = events(1);
    await store().append(fresh, 0, given);
    await expectStream(store(), fresh, given);
  });
};
