import { describe, expect, it } from '@jest/globals';
import { event } from '#libs/kernel/testing/event-store/scene.js';
import { toAppendRequest } from './append-request.js';

describe('an append request', () => {
  it('holds each event as JSON text, and the length of all of it', () => {
    const given = event({ data: { city: 'Zürich' } });
    const meta = JSON.stringify(given.meta);
    expect(toAppendRequest('account-acme', 3, [given])).toStrictEqual({
      stream: 'account-acme',
      expected: 3,
      events: [{ id: given.id, type: given.type, data: '{"city":"Zürich"}', meta }],
      size: '{"city":"Zürich"}'.length + meta.length,
    });
  });

  it('refuses metadata that one engine could not take in a message', () => {
    const long = event();
    const given = { ...long, meta: { ...long.meta, note: 'é'.repeat(4_194_304) } };
    expect(() => toAppendRequest('account-acme', 0, [given])).toThrow(
      /^The append to account-acme holds \d+ bytes of meta, more than 8388608: store large content elsewhere and refer to it\.$/,
    );
  });
});
