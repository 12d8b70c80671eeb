import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStore } from '#libs/kernel/ports.js';
import { EVENT_STORE } from '#libs/platform/ports.js';
import { type Door, openDoor } from './testing/door.js';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  door.startWorker();
});
afterAll(async () => door[Symbol.asyncDispose]());

describe('what is no command', () => {
  const deep = '{"a":'.repeat(33) + '1' + '}'.repeat(33);
  const data = (name: string) => `{"accountId": "acme", "data": {"name": ${name}}}`;
  const cases: readonly (readonly [
    string,
    string,
    string | Uint8Array<ArrayBuffer> | object | undefined,
    number,
    string,
    string,
    RegExp,
  ])[] = [
    ['an unknown command type', 'OpenAcount', { accountId: 'a', data: { name: 'A' } }, 400, 'UNKNOWN_COMMAND_TYPE', '/type', /OpenAccount/],
    [
      'an unknown field',
      'OpenAccount',
      { accountId: 'a', data: { name: 'A', nme: 'B' } },
      400,
      'INVALID_COMMAND',
      '/data/nme',
      /mean name/,
    ],
    [
      'an unknown field around the data',
      'OpenAccount',
      { accountId: 'a', actor: 'x', data: { name: 'A' } },
      400,
      'INVALID_COMMAND',
      '/actor',
      /Allowed/,
    ],
    ['a missing field', 'OpenAccount', { accountId: 'a', data: {} }, 400, 'INVALID_COMMAND', '/data/name', /Missing: expected text/],
    ['missing data', 'OpenAccount', { accountId: 'a' }, 400, 'INVALID_COMMAND', '/data', /Missing: expected an object/],
    ['a missing target', 'OpenAccount', { data: { name: 'A' } }, 400, 'INVALID_COMMAND', '/accountId', /Missing/],
    ['another kind of target', 'OpenAccount', { teamId: 'a', data: { name: 'A' } }, 400, 'INVALID_COMMAND', '/accountId', /accountId/],
    [
      'a wrong type',
      'OpenAccount',
      { accountId: 'a', data: { name: 7 } },
      400,
      'INVALID_COMMAND',
      '/data/name',
      /Expected text.*the number 7/,
    ],
    [
      'a text that is too long',
      'OpenAccount',
      { accountId: 'a', data: { name: 'x'.repeat(201) } },
      400,
      'INVALID_COMMAND',
      '/data/name',
      /1 to 200/,
    ],
    ['an id that is none', 'OpenAccount', { accountId: 'a/b', data: { name: 'A' } }, 400, 'INVALID_COMMAND', '/accountId', /A-Z a-z/],
    ['a body beyond 256 KiB', 'OpenAccount', data(`"${'x'.repeat(262_144)}"`), 413, 'BODY_TOO_LARGE', '', /262144/],
    ['nesting beyond 32', 'OpenAccount', deep, 400, 'NESTING_TOO_DEEP', '/a'.repeat(32), /32 deep/],
    [
      '__proto__',
      'OpenAccount',
      '{"accountId": "a", "__proto__": {"data": {"name": "A"}}}',
      400,
      'RESERVED_KEY',
      '/__proto__',
      /leave it out/,
    ],
    [
      'the 30th of February',
      'RenewContract',
      { accountId: 'a', data: { contractId: 'c', until: '2026-02-30' } },
      400,
      'INVALID_COMMAND',
      '/data/until',
      /calendar/,
    ],
    [
      'a time on the 30th of February',
      'OpenAccount',
      { accountId: 'a', occurredAt: '2026-02-30T00:00:00Z', data: { name: 'A' } },
      400,
      'INVALID_COMMAND',
      '/occurredAt',
      /calendar/,
    ],
    [
      'a time without a zone',
      'OpenAccount',
      { accountId: 'a', occurredAt: '2026-02-20T00:00:00', data: { name: 'A' } },
      400,
      'INVALID_COMMAND',
      '/occurredAt',
      /zone/,
    ],
    ['NaN', 'OpenAccount', data('NaN'), 400, 'MALFORMED_JSON', '/data/name', /line 1, column 40/],
    ['a number beyond a double', 'OpenAccount', data('1e999'), 400, 'NUMBER_OUT_OF_RANGE', '/data/name', /as text/],
    [
      'D3: a name of which nobody sees anything',
      'OpenAccount',
      data('"\u200b\u2060\u3164\u2800"'),
      400,
      'INVALID_COMMAND',
      '/data/name',
      /visible/,
    ],
    ['half a surrogate pair', 'OpenAccount', data(String.raw`"\ud800"`), 400, 'LONE_SURROGATE', '/data/name', /whole characters/],
    ['a control character', 'OpenAccount', data(String.raw`"a\u0000"`), 400, 'CONTROL_CHARACTER', '/data/name', /U\+0000/],
    [
      'a key twice',
      'OpenAccount',
      '{"accountId": "a", "accountId": "b", "data": {"name": "A"}}',
      400,
      'DUPLICATE_KEY',
      '/accountId',
      /twice/,
    ],
    ['no JSON at all', 'OpenAccount', 'name=Acme', 400, 'MALFORMED_JSON', '', /expected a value/],
    ['truncated JSON', 'OpenAccount', '{"accountId": "a", "data"', 400, 'MALFORMED_JSON', '/data', /end of the text/],
    ['bytes that are no text', 'OpenAccount', new Uint8Array([0xff, 0xfe, 0x00]), 400, 'INVALID_UTF8', '', /UTF-8/],
    [
      'U11: values without one',
      'UpdateDossierSection',
      { accountId: 'a', data: { section: 's', fields: {} } },
      400,
      'INVALID_COMMAND',
      '/data/fields',
      /1 to 100 named values/,
    ],
    ['a list', 'OpenAccount', [], 400, 'INVALID_COMMAND', '', /Expected an object, got a list/],
    ['an empty body', 'OpenAccount', '', 400, 'EMPTY_BODY', '', /no text/],
    ['no body', 'OpenAccount', undefined, 400, 'EMPTY_BODY', '', /no text/],
  ];

  it.each(cases)('%s', async (_sentence, type, body, status, code, pointer, saying) => {
    const answer = await door.send(type, body);
    expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { errors = [{ pointer: '', detail: String(answer.body['detail']) }] } = answer.body;
    expect(errors.map((error) => error.pointer)).toContain(pointer);
    expect(errors.find((error) => error.pointer === pointer)!.detail).toMatch(saying);
  });

  it('leaves no trace in the log', async () => {
    expect(await Array.fromAsync(door.service.get<EventStore>(EVENT_STORE).readAll())).toEqual([]);
  });
});

describe('D4: a length', () => {
  it('counts characters, as JSON Schema does, and not the units that JavaScript counts', async () => {
    const named = (accountId: string, characters: number) =>
      door.send('OpenAccount', { accountId, data: { name: '😀'.repeat(characters) } });
    // 202 where a busy machine has not decided it yet: it was taken.
    expect([200, 202]).toContain((await named('smiles', 200)).status);
    expect(await named('more-smiles', 201)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/data/name' }] } });
  });
});
