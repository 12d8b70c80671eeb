import { describe, expect, it } from '@jest/globals';
import { rapport, serving } from '../testing/rapport.js';

describe('send', () => {
  it('sends one command with an id of its own and who asks', async () => {
    await using server = await serving();
    const { exit, out } = await rapport([
      'send',
      'OpenAccount',
      '--account',
      'acme',
      '--data',
      '{"name":"Acme"}',
      '--note',
      'new',
      '--expected-version',
      '0',
      '--occurred-at',
      '2026-03-01',
      '--url',
      server.url,
    ]);
    expect(exit).toBe(0);
    expect(server.received).toEqual([
      expect.objectContaining({
        type: 'OpenAccount',
        actor: 'ana',
        body: {
          commandId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
          accountId: 'acme',
          data: { name: 'Acme' },
          note: 'new',
          expectedVersion: 0,
          occurredAt: '2026-03-01T00:00:00.000Z',
        },
      }),
    ]);
    expect(out).toMatch(/^ACCEPTED OpenAccount acme: version 1, OpenAccountd \(command .*\)\n$/);
  });

  it('sends many from JSON lines, tells each answer, and ends with 3 where one was refused', async () => {
    await using server = await serving(
      {},
      {
        refuse: ({ data }) => (data['bad'] === true ? { code: 'NO', detail: 'Because.', field: '/bad' } : undefined),
      },
    );
    const lines = [
      { type: 'A', accountId: 'x', commandId: 'c-1', data: {} },
      { type: 'B', employeeId: '7', data: { bad: true } },
      { accountId: 'x', data: {} },
      { type: 'C', accountId: 'x', commandId: 'c-1', data: {} },
    ];
    const stdin = `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnonsense\n`;
    const { exit, out, err } = await rapport(['send', '--url', server.url, '--actor', 'crm-sync'], { stdin });
    expect(exit).toBe(3);
    expect(out).toBe('ACCEPTED A x: version 1, Ad (command c-1)\n');
    expect(err.split('\n')).toEqual([
      'REJECTED B 7: NO at /bad. Because.',
      'Not sent: line 3: no command is named; give one as argument or as "type".',
      'REJECTED C x: COMMAND_ID_REUSED at /commandId. The id came before with another body.',
      expect.stringMatching(/^Not sent: line 5: it is not JSON/),
      '',
    ]);
    expect(server.received.map(({ actor }) => actor)).toEqual(['crm-sync', 'crm-sync', 'crm-sync']);
  });

  it('answers machines in JSON, one answer a line', async () => {
    await using server = await serving();
    const { out } = await rapport(['send', 'A', '--account', 'x', '--command-id', 'c-1', '--json', '--url', server.url]);
    expect(JSON.parse(out)).toMatchObject({ commandId: 'c-1', outcome: 'ACCEPTED', version: 1, duplicate: false });
  });
});
