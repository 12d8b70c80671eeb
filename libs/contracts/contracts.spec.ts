import { describe, expect, it } from '@jest/globals';
import { aggregates } from '#libs/domain/registry.js';
import { CommandMessage } from './command-message.js';
import { commandExamples } from './examples.js';
import { categoryOfCommand, commandClasses, commandMessage, type CommandType, commandTypes, parseCommandData } from './registry.js';
import { commandSchemas } from './schemas.js';
import { type Kind } from '#libs/kernel/fields.js';
import { pointTo } from '#libs/kernel/complaint.js';
import { fieldsOf, type Shape, validate } from './validate.js';

type Data = Readonly<Record<string, unknown>>;

const example = (type: CommandType): Data => commandExamples[type] as unknown as Data;
const fields = (type: CommandType): readonly (readonly [string, Kind])[] => Object.entries(fieldsOf(commandClasses[type] as Shape));
const complaints = (type: CommandType, data: unknown) => {
  const result = parseCommandData(type, data);
  return 'complaints' in result ? result.complaints : [];
};
const schemas = commandSchemas();
const required = (type: CommandType): readonly string[] => (schemas[type]!['required'] ?? []) as readonly string[];

/** One value of every JSON type, and the ones that are easily taken for something else. */
const WRONG: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  '2026-02-30',
  [],
  [null],
  {},
  { a: 1 },
  'x'.repeat(200_000),
];

describe.each(commandTypes)('%s', (type) => {
  it('accepts its example, which shows every field, and gives it on unchanged', () => {
    expect(Object.keys(example(type)).toSorted()).toEqual(
      fields(type)
        .map(([name]) => name)
        .toSorted(),
    );
    expect(parseCommandData(type, example(type))).toEqual({ value: example(type) });
  });

  it('refuses it without a required field, and accepts it without any other', () => {
    for (const [name] of fields(type)) {
      const { [name]: _left, ...rest } = example(type);
      const expected = required(type).includes(name)
        ? [{ pointer: `/data/${name}`, detail: expect.stringMatching(/^Missing: expected /) }]
        : [];
      expect(complaints(type, rest)).toEqual(expected);
    }
  });

  it('refuses values of another kind in every field, points to the field and says what is allowed', () => {
    for (const [name, kind] of fields(type)) {
      const wrong = WRONG.filter((value) => kind.check(value, '').length > 0);
      expect(wrong.length).toBeGreaterThan(6);
      for (const value of wrong) {
        const found = complaints(type, { ...example(type), [name]: value });
        expect(found.length).toBeGreaterThan(0);
        for (const { pointer, detail } of found) {
          expect(`${pointer}/`).toContain(`/data/${name}/`);
          expect(detail).toMatch(/expected|allowed/i);
        }
      }
    }
  });

  it('refuses a field that it does not know, names that every object has among them', () => {
    for (const name of ['surprise', 'envelope', 'hasOwnProperty', 'constructor']) {
      expect(complaints(type, { ...example(type), [name]: 1 })).toEqual([
        { pointer: `/data/${name}`, detail: expect.stringContaining('Allowed are') },
      ]);
    }
  });

  it('is described by a JSON Schema that knows the same fields and no others', () => {
    const schema = schemas[type]!;
    expect(schema['additionalProperties']).toBe(false);
    expect(Object.keys(schema['properties'] as object).toSorted()).toEqual(Object.keys(example(type)).toSorted());
  });

  it('travels as an instance of its own class, its envelope out of the data’s reach', () => {
    const envelope = { commandId: 'c1', stream: `${categoryOfCommand(type)}-x`, type, data: example(type), actor: 'ana' };
    const message = commandMessage(envelope);
    expect(message).toBeInstanceOf(commandClasses[type]);
    expect(message.envelope).toBe(envelope);
    expect(JSON.parse(JSON.stringify(message))).toEqual(example(type));
  });
});

describe('the registry', () => {
  it('addresses every command to the aggregate that decides it, and knows no other', () => {
    for (const { category, commandTypes: decided } of aggregates) {
      expect(commandTypes.filter((type) => categoryOfCommand(type) === category)).toEqual(decided.toSorted());
    }
    expect(commandTypes).toHaveLength(aggregates.flatMap((aggregate) => aggregate.commandTypes).length);
  });

  it('holds commands and nothing else', () => {
    for (const type of commandTypes) expect(new commandClasses[type]()).toBeInstanceOf(CommandMessage);
  });

  it('refuses to hand out the envelope of a message that no door has addressed', () => {
    expect(() => new commandClasses.OpenAccount().envelope).toThrow(/OpenAccount carries no envelope/);
  });

  it('has schemas that refer only to each other', () => {
    const references = [...JSON.stringify(schemas).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
    expect(references).toContain('Money');
    for (const name of references) expect(schemas).toHaveProperty(name!);
    expect(schemas['Money']).toMatchObject({ required: ['amount', 'currency'], additionalProperties: false });
  });
});

describe('complaints', () => {
  const pointersOf = (type: CommandType, change: Data) => complaints(type, { ...example(type), ...change });

  it('reach into objects, lists and maps, and come all at once', () => {
    const found = pointersOf('RecordOrder', { net: { amount: 12.5, curency: 'EUR' }, requiredOn: '2026-02-30', lines: '3' });
    expect(found.map(({ pointer }) => pointer)).toEqual([
      '/data/net/curency',
      '/data/net/amount',
      '/data/net/currency',
      '/data/lines',
      '/data/requiredOn',
    ]);
    expect(found[0]!.detail).toBe('Unknown field. Did you mean currency? Allowed are amount, currency.');
    expect(found[1]!.detail).toBe('Expected a decimal number as text such as "1265.50", got the number 12.5.');
    expect(found[4]!.detail).toBe('Expected a day of the calendar such as 2026-03-01, got "2026-02-30".');
    expect(pointersOf('RecordInteraction', { topics: ['one', '', 'three', 4] }).map(({ pointer }) => pointer)).toEqual([
      '/data/topics/1',
      '/data/topics/3',
    ]);
    expect(pointersOf('UpdateDossierSection', { fields: { 'a/b~c': 7 } })[0]!.pointer).toBe('/data/fields/a~1b~0c');
    expect(pointersOf('CorrectInteraction', { changes: { channel: 'pigeon' } })[0]).toEqual({
      pointer: '/data/changes/channel',
      detail: 'Expected one of meeting, call, mail, video, message, visit, event, other, got "pigeon".',
    });
  });

  it('refuse money that whole minor units of its currency cannot hold', () => {
    expect(pointersOf('RecordOrder', { net: { amount: '1.005', currency: 'EUR' } })[0]!.pointer).toBe('/data/net/amount');
    expect(pointersOf('RecordOrder', { net: { amount: '10.5', currency: 'JPY' } })[0]!.detail).toContain('JPY has 0 digits');
    expect(pointersOf('RecordOrder', { net: { amount: '1.005', currency: 'KWD' } })).toEqual([]);
    for (const amount of ['1e3', '1,000.00', '+1', '01', ' 1', '1.', '.5', 'NaN', '١', '9'.repeat(16)]) {
      expect(pointersOf('RecordOrder', { net: { amount, currency: 'EUR' } })).toHaveLength(1);
    }
  });

  it('refuse ids that every object answers to', () => {
    for (const offerId of ['__proto__', 'constructor', 'a b', 'a/b', 'ä', 'x'.repeat(129)]) {
      expect(pointersOf('MakeWinBackOffer', { offerId })[0]!.pointer).toBe('/data/offerId');
    }
  });

  it('refuse anything that is no object', () => {
    for (const data of [undefined, null, 'text', 7, [], [example('KeepPromise')]]) {
      expect(complaints('KeepPromise', data)[0]).toMatchObject({ pointer: '/data', detail: expect.stringContaining('an object') });
    }
  });
});

describe('normal form', () => {
  it('puts date-times into UTC and fields into their declared order, so that one command has one hash', () => {
    const result = parseCommandData('ActivatePolicyVersion', { validFrom: '2026-03-01T01:30:00.1234+02:00', version: 1 });
    expect(JSON.stringify(result)).toBe('{"value":{"version":1,"validFrom":"2026-02-28T23:30:00.123Z"}}');
  });

  it('keeps nested objects plain', () => {
    const result = validate(commandClasses.RecordOrder as Shape<{ net: object }>, example('RecordOrder'));
    expect('value' in result && Object.getPrototypeOf(result.value.net)).toBe(Object.prototype);
  });

  it('escapes names in pointers as RFC 6901 says', () => expect(pointTo('/a', 'm~n/o')).toBe('/a/m~0n~1o'));
});
