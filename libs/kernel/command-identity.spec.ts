import { describe, expect, it } from '@jest/globals';
import { identityOf, senderIn, senderOf } from './command-identity.js';

describe('D1: what names a command', () => {
  it('is the source together with the id, so that one id of two sources is two commands', () => {
    expect(identityOf({ commandId: 'c1', source: '/a' })).toBe('c1 /a');
    expect(identityOf({ commandId: 'c1', source: '/b' })).toBe('c1 /b');
  });

  it('is the id alone for our own doors and importers, as it always was', () => {
    const own = [undefined, 'http', 'kafka', 'rapport', 'demonstration', 'import:northwind', 'import:'];
    expect(own.map((source) => identityOf({ commandId: 'c1', source }))).toEqual(own.map(() => 'c1'));
    expect(['https://crm', 'importer', '/import:x'].map((source) => senderOf(source))).toEqual(['https://crm', 'importer', '/import:x']);
  });

  it('gives the sender back', () => {
    const senders = ['/a', undefined, 'urn:x:1'];
    expect(senders.map((source) => senderIn(identityOf({ commandId: 'c1', source }), 'c1'))).toEqual(senders);
  });
});
