import { expect, it } from '@jest/globals';
import { type Upcasters } from '../../upcast.js';
import { collect, event, eventsOf, scene, sceneFromHere } from './scene.js';
import { type LogUnderTest } from './under-test.js';

/** `Measured` was written as text of minutes, then as a number of minutes, and is one of seconds today. */
const UPCASTERS: Upcasters = {
  Measured: [
    (data) => ({ minutes: Number((data as { duration: string }).duration) }),
    (data, { meta }) => ({ seconds: (data as { minutes: number }).minutes * 60, by: meta.actor }),
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
};
