import { describe, expect, it } from '@jest/globals';
import { connect, requireTransactions } from './connect.js';

describe('a MongoDB server', () => {
  it('by itself is refused, because it has no transactions, with what to do', () => {
    const hello = { isWritablePrimary: true, maxWireVersion: 21, ok: 1 };
    expect(() => requireTransactions('localhost:27017/rapport', hello)).toThrow(
      /localhost:27017\/rapport is no replica set .* --replSet rs0, run rs\.initiate\(\) .* add \?replicaSet=rs0 to READ_STORE_URL/,
    );
  });

  it('of a replica set, or a router before shards of such, is taken', () => {
    expect(() => requireTransactions('a', { setName: 'rs0' })).not.toThrow();
    expect(() => requireTransactions('a', { msg: 'isdbgrid' })).not.toThrow();
  });
});

describe('a URL', () => {
  it.each([
    'mongodb://kim:secret@',
    'mongodb://kim:sec@ret@host/x',
    'mongodb://kim:secret@host/?nonsense=1',
    'mongodb://kim:secret@host:port/',
  ])('that is none is refused with what to write, and keeps its secret: %s', async (url) => {
    const refused = await connect(url).catch((error: Error) => error);
    expect(refused).toMatchObject({ message: expect.stringMatching(/^READ_STORE_URL is no MongoDB URL: .* Write mongodb:\/\/<user>/) });
    expect(String((refused as Error).message)).not.toMatch(/sec/);
    expect(refused).not.toHaveProperty('cause');
  });
});
