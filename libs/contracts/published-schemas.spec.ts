import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { goldens } from '#libs/domain/testing/goldens.js';
import { commandExamples } from './examples.js';
import { commandTypes } from './registry.js';
import { eventTypes } from './schemas.js';

/** The files as anybody finds them; each must do alone. */
const folder = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'schemas');

type Value = Readonly<Record<string, unknown>>;

const schemaOf = (file: string): Value => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Value;
const validatorOf = (file: string) => {
  // Formats as the doors check them; strict, so that a keyword that means nothing is found.
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  addFormats.default(ajv);
  return ajv.compile(schemaOf(file));
};

/** Values that are like a good one but for one field: left out where it must be there, and of another kind. */
const mutants = (good: Value, { properties = {}, required = [] }: Value): readonly Value[] => [
  ...(required as readonly string[]).map((name) => Object.fromEntries(Object.entries(good).filter(([field]) => field !== name))),
  ...Object.keys(good)
    .filter((name) => name in Object(properties))
    .map((name) => ({ ...good, [name]: typeof good[name] === 'boolean' ? 'yes' : [{ not: 'this' }, true] })),
];

describe.each(commandTypes)('the schema of %s', (type) => {
  const file = `commands/${type}.json`;
  const validate = validatorOf(file);
  const example = commandExamples[type] as unknown as Value;

  it('takes the example, and refuses what the doors refuse', () => {
    expect(validate(example)).toBe(true);
    for (const mutant of [...mutants(example, schemaOf(file)), { ...example, surprise: 1 }, [], null]) {
      expect([validate(mutant), mutant]).toEqual([false, mutant]);
    }
  });
});

describe.each(goldens)('the schema of the event in $file', ({ event }) => {
  const file = `events/${event.type}.json`;
  const validate = validatorOf(file);
  const data = event.data as Value;

  it('takes what was stored, with fields that are yet to come, and refuses what never was', () => {
    expect([validate(data), validate.errors]).toEqual([true, null]);
    expect(validate({ ...data, addedLater: 1 })).toBe(true);
    for (const mutant of [...mutants(data, schemaOf(file)), [], null]) expect([validate(mutant), mutant]).toEqual([false, mutant]);
  });

  it('is named as events name it', () => {
    expect(schemaOf(file)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:rapport:schema:event:${event.type}:${event.meta.schema ?? 1}`,
    });
  });
});

describe('the schemas', () => {
  it('have names of their own', () => {
    const files = globSync('*/*.json', { cwd: folder });
    const ofMessages = globSync('messages/*.json', { cwd: folder });
    expect(ofMessages.length).toBeGreaterThan(0);
    expect(files.length).toBe(commandTypes.length + eventTypes().length + ofMessages.length);
    expect(new Set(files.map((file) => schemaOf(file)['$id'])).size).toBe(files.length);
  });
});

describe('the schema of a whole message', () => {
  const command = validatorOf('messages/command.json');
  const good = {
    specversion: '1.0',
    id: 'c1',
    type: 'rapport.KeepPromise',
    source: '/crm',
    subject: 'acme',
    time: '2026-03-01T09:30:00Z',
    actor: 'José Ruiz',
    data: { promiseId: 'p1' },
  };

  it('knows the data by the type', () => {
    for (const type of commandTypes) expect(command({ ...good, type: `rapport.${type}`, data: commandExamples[type] })).toBe(true);
    for (const bad of [
      { ...good, data: { promiseId: 7 } },
      { ...good, type: 'rapport.OpenAccount' },
      { ...good, type: 'rapport.Nonsense' },
      { ...good, specversion: '0.3' },
      { ...good, id: 'a b' },
      { ...good, actor: '\n' },
      { ...good, time: 'yesterday' },
      { ...good, subject: undefined },
    ]) {
      expect(command(JSON.parse(JSON.stringify(bad)))).toBe(false);
    }
  });

  it('knows an outcome, an event and the headers of a dead letter', () => {
    const outcome = validatorOf('messages/outcome.json');
    const answer = { ...good, type: 'rapport.CommandOutcome', causationid: 'c1' };
    expect(outcome({ ...answer, data: { commandId: 'c1', outcome: 'REJECTED', rejection: { code: 'X', detail: '' } } })).toBe(true);
    expect(outcome({ ...answer, data: { commandId: 'c1', outcome: 'REJECTED' } })).toBe(false);
    expect(outcome({ ...answer, data: { commandId: 'c1', outcome: 'UNKNOWN', detail: '' } })).toBe(false);

    const event = validatorOf('messages/event.json');
    const { event: stored } = goldens[0]!;
    const published = {
      ...good,
      source: 'rapport',
      type: `rapport.${stored.type}`,
      dataschema: `urn:rapport:schema:event:${stored.type}:1`,
      recordedat: stored.meta.recordedAt,
      stream: stored.stream,
      streamversion: stored.version,
      position: stored.position,
      commandid: 'c1',
      data: stored.data,
    };
    expect([event(published), event.errors]).toEqual([true, null]);
    expect(event({ ...published, data: { ...Object(stored.data), [Object.keys(stored.data)[0]!]: [1] } })).toBe(false);
    expect(event({ ...published, position: undefined, streamversion: 0 })).toBe(false);

    const dead = validatorOf('messages/dead-letter-headers.json');
    const headers = { 'dead-letter-code': 'INVALID_UTF8', 'dead-letter-detail': 'No.', 'dead-letter-topic': 'rapport.commands.v1' };
    expect([dead(headers), dead({ ...headers, 'dead-letter-code': 'x' }), dead({})]).toEqual([true, false, false]);
  });
});
