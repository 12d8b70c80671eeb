import { describe, expect, it } from '@jest/globals';
import { basename } from 'node:path';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { STREAM_NAME } from '#libs/kernel/ports.js';
import { aggregates } from './registry.js';
import { aggregateOf } from './testing/lookups.js';
import { deepFreeze } from './testing/freeze.js';
import { asFact, goldens, goldensOf, type Golden, writeGolden } from './testing/goldens.js';

const types = (found: readonly Golden[]) => new Set(found.map(({ event }) => event.type));

describe('a golden file', () => {
  it.each(goldens)('$file holds one full recorded event of the type that it is named after', ({ file, event }) => {
    expect(basename(file)).toMatch(new RegExp(`^${event.type}\\.v[1-9]\\d*\\.json$`));
    expect(event).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      stream: expect.stringMatching(STREAM_NAME),
      version: expect.any(Number),
      position: expect.any(String),
      type: event.type,
      data: expect.any(Object),
      meta: expect.objectContaining({
        commandId: expect.any(String),
        commandHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        actor: expect.any(String),
        occurredAt: expect.stringMatching(INSTANT),
        recordedAt: expect.stringMatching(INSTANT),
      }),
    });
  });

  it.each(goldens)('$file is of a type that an aggregate still folds: what is stored once is stored for ever', ({ event }) => {
    expect(aggregateOf(event.stream)?.eventTypes).toContain(event.type);
  });
});

describe.each(aggregates)('the stored contract of $category', (aggregate) => {
  const stored = goldensOf(aggregate.category);

  it('has a golden file for every event type', () => {
    const missing = aggregate.eventTypes.filter((type) => !types(goldens).has(type));
    const written = missing.map((type) => writeGolden(aggregate.category, type, stored));
    expect(written.map((file) => `${file} was missing and has been written: look at it and commit it`)).toEqual([]);
  });

  it('folds for ever, the same each time, without touching what is stored', () => {
    const run = () =>
      stored.reduce((state, { event }) => aggregate.evolve(state, asFact(deepFreeze(structuredClone(event)))), aggregate.initial);
    expect(run()).toEqual(run());
    expect(run()).not.toEqual(aggregate.initial);
  });

  it.each([...types(stored)])('holds every field that the fold of %s reads', (type) => {
    const shapes = stored.filter(({ event }) => event.type === type);
    const known = new Set(shapes.flatMap(({ event }) => Object.keys(event.data)));
    const read = new Set<string>();
    stored.reduce(
      (state, { event }) => aggregate.evolve(state, asFact(event.type === type ? spied(event, read) : event)),
      aggregate.initial,
    );
    expect([...read].filter((field) => !known.has(field))).toEqual([]);
  });
});

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The event, noting which fields of its data are read: a fold that reads what no stored shape holds has left its contract. */
const spied = (event: RecordedEvent, read: Set<string>): RecordedEvent => ({
  ...event,
  data: new Proxy(event.data, {
    get: (data, field, receiver) => {
      if (typeof field === 'string') read.add(field);
      return Reflect.get(data, field, receiver) as unknown;
    },
  }),
});
