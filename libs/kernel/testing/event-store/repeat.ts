import { expect, it } from '@jest/globals';
import { OutcomeUnknown, VersionConflict } from '../../errors.js';
import { type EventStore } from '../../ports.js';
import { appendInTurn, collect, event, events, expectStream, scene, type Subject } from './scene.js';

/** A store whose acknowledgements are lost on the way back: it appends, and says that it does not know. */
const deaf = (store: EventStore): EventStore['append'] => {
  return async (stream, expected, given) => {
    await store.append(stream, expected, given);
    throw new OutcomeUnknown(`The answer to the append to ${stream} was lost.`);
  };
};

export const repeating = (store: Subject): void => {
  it('gives the first answer to the same ids at the same expected version, and writes nothing', async () => {
    const { stream } = scene();
    const given = events(3);
    const first = await store().append(stream(), 0, given);
    await expect(store().append(stream(), 0, given)).resolves.toStrictEqual(first);
    await expectStream(store(), stream(), given);
  });

  it('gives the first answer however much later', async () => {
    const { stream } = scene();
    const [before, given, later] = [events(2), events(2), events(600)];
    const [, first] = await appendInTurn(store(), stream(), before, given, later);
    await expect(store().append(stream(), 2, given)).resolves.toStrictEqual(first);
    await expectStream(store(), stream(), [...before, ...given, ...later]);
  });

  it('gives one answer to the same append made several times at once', async () => {
    const { stream } = scene();
    const given = events(2);
    const answers = await Promise.all(Array.from({ length: 5 }, () => store().append(stream(), 0, given)));
    const found = await expectStream(store(), stream(), given);
    expect(answers).toStrictEqual(answers.map(() => ({ version: 2, position: found[1]!.position })));
  });

  it('gives the first answer when the first was lost', async () => {
    const { stream } = scene();
    const given = events(2);
    await expect(deaf(store())(stream(), 0, given)).rejects.toThrow(OutcomeUnknown);
    const answer = await store().append(stream(), 0, given);
    const found = await expectStream(store(), stream(), given);
    expect(answer).toStrictEqual({ version: 2, position: found[1]!.position });
  });

  it('keeps the first data when the same id comes with other data at the same expected version', async () => {
    const { stream } = scene();
    const given = event({ data: { said: 'first' } });
    const first = await store().append(stream(), 0, [given]);
    await expect(store().append(stream(), 0, [{ ...given, type: 'Renamed', data: { said: 'second' } }])).resolves.toStrictEqual(first);
    await expectStream(store(), stream(), [given]);
  });

  it('takes the same id in another stream for another event', async () => {
    const { stream } = scene();
    const given = events(1);
    const first = await store().append(stream('a'), 0, given);
    const second = await store().append(stream('b'), 0, given);
    expect(second).toMatchObject({ version: 1 });
    expect(second.position > first.position).toBe(true);
    await expectStream(store(), stream('a'), given);
    await expectStream(store(), stream('b'), given);
  });

  it('says what it did with an id that comes again at the current version: ids alone protect nothing', async () => {
    const { stream } = scene();
    const given = events(2);
    await store().append(stream(), 0, given);

    const answer = await store().append(stream(), 2, [given[1]!]);

    const found = await collect(store().read(stream()));
    expect(found.map(({ version }) => version)).toEqual(found.map((_, index) => index + 1));
    expect(found[answer.version - 1]).toMatchObject({ id: given[1]!.id, position: answer.position });
  });
};

export const repeatingPartly = (store: Subject): void => {
  it.each([
    { part: 'beginning', from: 0, to: 1 },
    { part: 'middle', from: 1, to: 3 },
    { part: 'end', from: 3, to: 4 },
  ])('knows the $part of a written append at its own version', async ({ from, to }) => {
    const { stream } = scene();
    const given = events(4);
    await store().append(stream(), 0, given);

    const answer = await store().append(stream(), from, given.slice(from, to));

    const found = await expectStream(store(), stream(), given);
    expect(answer).toStrictEqual({ version: to, position: found[to - 1]!.position });
  });

  it('knows what several appends wrote when it comes again as one', async () => {
    const { stream } = scene();
    const given = events(3);
    const [, last] = await appendInTurn(store(), stream(), given.slice(0, 1), given.slice(1));
    await expect(store().append(stream(), 0, given)).resolves.toStrictEqual(last);
    await expectStream(store(), stream(), given);
  });

  it.each([
    { what: 'an append of which only the beginning was written', expecting: 0, order: [0, 1, 2] },
    { what: 'the written events in another order', expecting: 0, order: [1, 0] },
    { what: 'the written events at a version that they do not follow', expecting: 1, order: [0, 1] },
    { what: 'the first event again where the second stands', expecting: 1, order: [0] },
  ])('refuses $what', async ({ expecting, order }) => {
    const { stream } = scene();
    const given = events(3);
    const written = given.slice(0, 2);
    await store().append(stream(), 0, written);

    const refused = await store()
      .append(
        stream(),
        expecting,
        order.map((index) => given[index]!),
      )
      .catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(VersionConflict);
    expect(refused).toMatchObject({ stream: stream(), expected: expecting, actual: 2 });
    await expectStream(store(), stream(), written);
  });
};
