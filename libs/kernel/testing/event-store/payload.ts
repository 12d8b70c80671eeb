import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Metadata } from '../../message.js';
import { collect, event, expectStream, scene, type Subject } from './scene.js';

const PAYLOADS: Readonly<Record<string, object>> = {
  'no fields': {},
  'text of every kind': { text: 'Zoë Müller · 株式会社 · 😀 · \u202Eabc\u202C · "quoted" \\ / \b\f\n\r\t \u2028', '': 'no name' },
  'control characters and half of a pair': { nul: 'a\u0000b', bell: '\u0007', half: '\uD800', otherHalf: '\uDC00x' },
  'keys of every kind': { 'a.b': 1, $ref: 2, ключ: 3, 7: 4, constructor: 5 },
  'a key that is a trap': JSON.parse('{"__proto__":{"admin":true},"toString":"text"}') as object,
  'numbers at the edges': {
    zero: 0,
    large: Number.MAX_SAFE_INTEGER,
    largest: Number.MAX_VALUE,
    smallest: Number.MIN_VALUE,
    third: 1 / 3,
    below: -1.5e-7,
  },
  'truth and nothing': { yes: true, no: false, nothing: null, list: [], record: {} },
  'a list': [1, 'two', { three: 3 }, [4]],
  'long text': { text: 'ü€😀'.repeat(30_000) },
  'a hundred levels': Array.from({ length: 100 }).reduce<object>((inner, _, level) => (level % 2 === 0 ? { inner } : [inner]), {}),
};

const FULL: Required<Metadata> = {
  commandId: '7b0c4f0e-9d1c-4b5e-8f5e-2d6c1a9b3e47',
  commandHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  actor: 'zoë@example.com',
  occurredAt: '2006-01-31T23:59:59.999Z',
  occurredOffset: '+05:45',
  recordedAt: '2026-03-01T09:30:00.000Z',
  zone: 'Asia/Shanghai',
  source: 'import:northwind',
  correlationId: 'order/4711',
  causationId: 'command#12',
  policy: 'stage-evidence@3',
  evidence: ['5c1d2f60-3a94-4d1c-9b56-0f4f4c2b8a11', '0a2f6f0e-1b57-4a86-a1a3-5f0f0f9f3c22'],
  request: '0f6c1a9b-3e47-4b5e-8f5e-2d6c1a9b3e47',
  note: 'She said: “we’ll see” 😀',
  schema: 1,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

export const keeping = (store: Subject): void => {
  it.each(Object.entries(PAYLOADS))('keeps %s', async (_, data) => {
    const { stream } = scene();
    const given = event({ data });
    await store().append(stream(), 0, [given]);
    const [found] = await expectStream(store(), stream(), [given]);
    expect(JSON.stringify(found!.data)).toBe(JSON.stringify(data));
  });

  it('keeps whatever JSON can say', async () => {
    const { stream, filter } = scene();
    const values = fc.sample(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' })), 100);
    await store().append(
      stream(),
      0,
      values.map((data) => event({ data })),
    );
    const expected = values.map((data) => JSON.stringify(data));
    const read = await collect(store().read(stream()));
    expect(read.map(({ data }) => JSON.stringify(data))).toEqual(expected);
    const log = await collect(store().readAll({ filter }));
    expect(log.map(({ data }) => JSON.stringify(data))).toEqual(expected);
  });

  it('keeps every field of the metadata', async () => {
    const { stream } = scene();
    const given = [event({ meta: FULL })];
    await store().append(stream(), 0, given);
    await expectStream(store(), stream(), given);
  });

  it('adds no field that was not given', async () => {
    const { commandId, commandHash, actor, occurredAt, recordedAt } = FULL;
    const { stream } = scene();
    const given = [event({ meta: { commandId, commandHash, actor, occurredAt, recordedAt } })];
    await store().append(stream(), 0, given);
    const [found] = await expectStream(store(), stream(), given);
    expect(Object.keys(found!).toSorted()).toEqual(['data', 'id', 'meta', 'position', 'stream', 'type', 'version']);
    expect(Object.keys(found!.meta).toSorted()).toEqual(['actor', 'commandHash', 'commandId', 'occurredAt', 'recordedAt']);
  });

  it('keeps types as they are spelt', async () => {
    const { stream } = scene();
    const given = ['InteractionRecorded', 'interactionrecorded', 'rapport:interaction-recorded@2.1', 'x'.repeat(128)].map((type) =>
      event({ type }),
    );
    await store().append(stream(), 0, given);
    await expectStream(store(), stream(), given);
  });
};
