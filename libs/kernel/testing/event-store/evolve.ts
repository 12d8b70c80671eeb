import { expect, it } from '@jest/globals';
import { InvariantBroken } from '../../errors.js';
import { decodeFailureOf } from '../../undecodable.js';
import { type Upcasters } from '../../upcast.js';
import { collect, event, eventsOf, expectIncreasing, scene, sceneFromHere } from './scene.js';
import { type LogUnderTest } from './under-test.js';

/** `Measured` was written as text of minutes, then as a number of minutes, and is one of seconds today. */
const UPCASTERS: Upcasters = {
  Measured: [
    (data) => ({ minutes: Number((data as { duration: string }).duration) }),
    (data, { meta }) => ({ seconds: (data as { minutes: number }).minutes * 60, by: meta.actor }),
  ],
};

/** Takes numbers only. */
const STRICT: Upcasters = {
  Measured: [
    (data) => {
      const minutes = Number((data as { duration: string }).duration);
      if (Number.isNaN(minutes)) throw new Error('no number');
      return { minutes };
    },
  ],
};

const measured = (data: object, schema?: number) => {
  const given = event({ type: 'Measured', data });
  return schema === undefined ? given : { ...given, meta: { ...given.meta, schema } };
};

export const evolving = ({ open }: LogUnderTest): void => {
  it('hands out events of every stored shape in the one that the program knows, however they are read', async () => {
    await using store = await open({ upcasters: UPCASTERS });
    const { stream, filter, start } = await sceneFromHere(store);
    const given = [measured({ duration: '12' }), measured({ minutes: 12 }, 2), measured({ seconds: 720, by: 'tester' }, 3)];
    await store.append(stream(), 0, given);
    const expected = given.map(() => ({ seconds: 720, by: 'tester' }));
    const found = await collect(store.read(stream()));
    expect(found.map(({ data }) => data)).toEqual(expected);
    expect(found.map(({ meta }) => meta.schema)).toEqual([3, 3, 3]);
    await expect(collect(store.readAll({ after: start, filter }))).resolves.toStrictEqual(found);
    await expect(collect(store.readAll({ filter, direction: 'backwards', limit: 3 }))).resolves.toStrictEqual(found.toReversed());
    await expect(collect(eventsOf(store.follow(start, filter, new AbortController().signal)), 3)).resolves.toStrictEqual(found);
  });

  it('leaves as they are a shape that is newer than the program, and a type without another shape', async () => {
    await using store = await open({ upcasters: UPCASTERS });
    const { stream } = scene();
    const given = [measured({ milliseconds: 720_000 }, 4), event({ type: 'Counted', data: { duration: '12' } })];
    await store.append(stream(), 0, given);
    const found = await collect(store.read(stream()));
    expect(found.map(({ data, meta }) => ({ data, schema: meta.schema }))).toEqual([
      { data: { milliseconds: 720_000 }, schema: 4 },
      { data: { duration: '12' }, schema: undefined },
    ]);
  });

  it('shows an event that its upcaster does not take in its place, without data, among all the others', async () => {
    await using store = await open({ upcasters: STRICT });
    const { stream, filter, start } = await sceneFromHere(store);
    const bad = measured({ duration: 'a while' });
    await store.append(stream('a'), 0, [measured({ duration: '12' }), bad, measured({ duration: '13' })]);
    await store.append(stream('b'), 0, [measured({ duration: '14' })]);
    const readings = [
      await collect(store.readAll({ after: start, filter })),
      await collect(store.readAll({ filter, direction: 'backwards', limit: 4 })).then((found) => found.toReversed()),
      await collect(eventsOf(store.follow(start, filter, new AbortController().signal)), 4),
      [...(await collect(store.read(stream('a')))), ...(await collect(store.read(stream('b'))))],
    ];
    for (const found of readings) {
      expect(found.map((each) => `${each.stream}@${each.version}`)).toEqual(
        [1, 2, 3].map((version) => `${stream('a')}@${version}`).concat(`${stream('b')}@1`),
      );
      expectIncreasing(found.map(({ position }) => position));
      const [first, second, ...others] = found;
      expect([first!, ...others].map(({ data }) => data)).toEqual([12, 13, 14].map((minutes) => ({ minutes })));
      expect(second).toMatchObject({ id: bad.id, type: 'Measured', meta: bad.meta });
      expect(() => second!.data).toThrow(InvariantBroken);
      expect(() => second!.data).toThrow(/^Event 2 of .* is no Measured of schema version 1: its upcaster failed \(no number\)/);
      expect(found.map(decodeFailureOf).map((failure) => failure !== undefined)).toEqual([false, true, false, false]);
    }
  });
};
