import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderKeyOf, recordBytes, toMessage, toRawMessage, toRecord } from './records.js';
import { type FetchedRecord } from './wire.js';

const fetched = (record: Partial<FetchedRecord>): FetchedRecord => ({ offset: 1, key: null, value: null, headers: {}, ...record });

describe('a record', () => {
  it('is the message that was sent, for any text and any bytes', () => {
    const part = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array());
    const bytes = (one: string | Uint8Array) => Buffer.from(one);
    fc.assert(
      fc.property(fc.option(part), fc.option(fc.uint8Array()), fc.dictionary(fc.string(), part), (key, value, headers) => {
        const { key: sentKey, value: sentValue, headers: sentHeaders } = toRecord({ key, value, headers });
        const raw = toRawMessage(fetched({ key: sentKey, value: sentValue, headers: sentHeaders as FetchedRecord['headers'] }));
        expect(raw.key && Buffer.from(raw.key)).toEqual(key === null ? null : bytes(key));
        expect(raw.value && Buffer.from(raw.value)).toEqual(value === null ? null : bytes(value));
        for (const [name, header] of Object.entries(headers))
          expect(Buffer.from(raw.headers[name] as string | Uint8Array)).toEqual(bytes(header));
      }),
    );
  });

  it('is ordered by the bytes of its key: keys that look alike as text are told apart', () => {
    const [one, other] = [fetched({ key: Buffer.from([0xff]) }), fetched({ key: Buffer.from([0xfe]) })];
    expect(toMessage(one).key).toBe(toMessage(other).key);
    expect(orderKeyOf(one)).not.toBe(orderKeyOf(other));
    expect(orderKeyOf(fetched({}))).toBeNull();
  });

  it('has an empty header where one has no value, and nothing of what objects inherit', () => {
    const headers = { empty: null, constructor: [Object, Buffer.from('a')], toString: [Object.prototype.toString, null, Buffer.from('b')] };
    const message = toMessage(fetched({ headers: headers as unknown as FetchedRecord['headers'] }));
    expect(message.headers).toEqual({ empty: '', constructor: 'a', toString: ['', 'b'] });
  });

  it('has a size', () => {
    const headers = { ab: Buffer.from('cd'), e: [Buffer.from('f'), Buffer.from('g')], h: null };
    expect(recordBytes(fetched({ key: Buffer.from('k'), value: Buffer.from('vv'), headers }))).toBe(1 + 2 + 4 + 2 + 2 + 1);
  });
});
