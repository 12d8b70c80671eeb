import { describe, expect, it } from '@jest/globals';
import { rapport, serving } from '../testing/rapport.js';

const board = {
  '/v1/accounts?status=open&limit=500': {
    items: ['a', 'b', 'c'].map((accountId) => ({ accountId })),
    asOf: { position: '7', lagEvents: 0 },
  },
};

describe('review', () => {
  it('sends the review of a month to every open account, or to those that are named, and tells what it came to', async () => {
    await using server = await serving(board);
    const { exit, out } = await rapport(['review', '--month', '2026-01', '--url', server.url]);
    expect([exit, out]).toEqual([0, '2026-01, 3 accounts: 3 reviewed, 0 as reviewed before.\n']);
    expect(server.received.map(({ type, target, data }) => [type, target, data])).toEqual(
      ['a', 'b', 'c'].map((id) => ['ReviewRelationship', id, { month: '2026-01' }]),
    );
    const one = await rapport(['review', '--month', '2026-01', '--account', 'b', '--json', '--url', server.url]);
    expect(JSON.parse(one.out)).toMatchObject({ accounts: 1, reviewed: 1 });
  });

  it('passes over who was no customer then, and ends with 3 where something else was refused', async () => {
    const codes: Readonly<Record<string, string>> = { a: 'ACCOUNT_LOST', b: 'ACCOUNT_NOT_OPEN' };
    await using server = await serving(board, {
      refuse: ({ target }) => {
        const code = codes[target];
        return code === undefined ? undefined : { code, detail: 'Because.' };
      },
    });
    const { exit, out, err } = await rapport(['review', '--month', '2026-01', '--url', server.url]);
    expect([exit, out]).toEqual([3, '2026-01, 3 accounts: 1 reviewed, 0 as reviewed before, 1 not with us at the end of it, 1 refused.\n']);
    expect(err).toContain('b: ACCOUNT_NOT_OPEN. Because.');
  });

  it('asks for a month, and stops at once where it is not over', async () => {
    await using server = await serving(board, { refuse: () => ({ code: 'MONTH_NOT_OVER', detail: 'It is not over.' }) });
    const { exit, err } = await rapport(['review', '--month', '2026-01', '--url', server.url]);
    expect([exit, err]).toEqual([2, 'error: Nothing was reviewed. It is not over.\n']);
    expect((await rapport(['review', '--month', 'May', '--url', server.url])).exit).toBe(2);
    expect((await rapport(['review', '--url', server.url])).err).toContain('--month');
  });
});
