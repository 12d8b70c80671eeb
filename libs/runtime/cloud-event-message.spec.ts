import { describe, expect, it } from '@jest/globals';
import { type BusMessage } from '#libs/kernel/ports.js';
import { eventOfMessage } from './cloud-event-message.js';

const parse = (bytes: Uint8Array) => ({ value: JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown });
const read = (value: unknown, headers: BusMessage['headers'] = {}) =>
  eventOfMessage({ key: 'a', headers, value: Buffer.from(JSON.stringify(value)) }, parse);

const attributes = { specversion: '1.0', id: 'c1' };
const ce = { ce_specversion: '1.0', ce_id: 'c1' };

describe('a message on a topic', () => {
  it('is an event in its value, or with its attributes in headers; the content type decides where it says so', () => {
    const structured = { mode: 'structured', attributes: { ...attributes, data: { a: 1 } } };
    const value = { ...attributes, data: { a: 1 } };
    expect(read(value)).toEqual(structured);
    expect(read(value, { 'content-type': 'application/cloudevents+json; charset=UTF-8' })).toEqual(structured);
    expect(read(value, { ...ce, ce_id: 'other', 'Content-Type': 'application/cloudevents+json' })).toEqual(structured);
    expect(read({ a: 1 }, { ...ce, 'content-type': 'application/json' })).toEqual({
      mode: 'binary',
      attributes: { ...attributes, datacontenttype: 'application/json', data: { a: 1 } },
    });
    expect(read({ a: 1 }, ce)).toEqual({ mode: 'binary', attributes: { ...attributes, data: { a: 1 } } });
  });

  it('may carry text as bytes, and what else there is in its headers is not looked at', () => {
    const others = { trace: [new Uint8Array([0xff]), 'x'], 'rapport-request': ['a', 'b'] };
    expect(read({}, { ...ce, ...others, ce_actor: new TextEncoder().encode('José') })).toEqual({
      mode: 'binary',
      attributes: { ...attributes, actor: 'José', data: {} },
    });
    expect(read({}, { ...ce, ce_id: ['c1'] })).toMatchObject({ attributes });
  });

  it.each([
    ['a repeated attribute', { ...ce, ce_id: ['c1', 'c2'] }, 'NOT_A_CLOUD_EVENT', '/id', /ce_id stands 2 times/],
    ['an attribute without a value', { ...ce, ce_id: [] }, 'NOT_A_CLOUD_EVENT', '/id', /0 times/],
    ['a repeated content type', { ...ce, 'content-type': ['a', 'b'] }, 'NOT_A_CLOUD_EVENT', '/content-type', /2 times/],
    ['broken UTF-8', { ...ce, ce_actor: new Uint8Array([0x61, 0xff]) }, 'INVALID_UTF8', '/actor', /ce_actor is not UTF-8/],
  ])('is refused for %s', (_what, headers, code, pointer, detail) => {
    expect(read({}, headers)).toEqual({ malformed: { code, pointer, detail: expect.stringMatching(detail) } });
  });

  it('is refused without a value, and where the value is no object', () => {
    expect(eventOfMessage({ key: null, headers: ce, value: null }, parse)).toMatchObject({ malformed: { code: 'EMPTY_BODY' } });
    for (const value of [[], 'text', 7, null]) expect(read(value)).toMatchObject({ malformed: { code: 'NOT_A_CLOUD_EVENT' } });
  });
});
