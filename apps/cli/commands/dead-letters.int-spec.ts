import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EXIT } from '../failure.js';
import { rapport } from '../testing/whole-system.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-letters-'));
});
afterEach(async () => rm(folder, { recursive: true }));

const run = (...argv: readonly string[]) => rapport(folder, argv);

/** Changes what stands in the log behind the back of the program, or takes that back. */
const tamper = (data: string): void => {
  using db = new DatabaseSync(join(folder, 'events.db'));
  db.exec('DROP TRIGGER IF EXISTS events_are_not_changed');
  db.prepare("UPDATE events SET data = ? WHERE stream = 'account-acme' AND version = 1").run(data);
};

describe('a command that meets a damaged log', () => {
  it('U9: is told as what it is, listed, shown, and decided by a retry once the log is mended', async () => {
    await run('send', 'OpenAccount', '--account', 'acme', '--data', '{"name":"Acme"}');
    tamper('{"name":"Ac');

    const closing = ['send', 'CloseAccount', '--account', 'acme', '--command-id', 'close-1', '--data', '{"reason":"gone"}'];
    const sent = await run(...closing);
    expect(sent.exit).toBe(EXIT.unexpected);
    expect(sent.err).toContain('Event 1 of account-acme (AccountOpened) has no JSON data and metadata');
    expect(sent.err).toContain('rapport dead-letters show close-1');

    const listed = await run('dead-letters', '--json');
    expect(JSON.parse(listed.out)).toMatchObject({
      commandId: 'close-1',
      accountId: 'acme',
      type: 'CloseAccount',
      code: 'DEFECT',
      detail: expect.stringContaining('Event 1 of account-acme'),
    });
    expect((await run('dead-letters')).out).toContain('close-1');
    const shown = await run('dead-letters', 'show', 'close-1');
    expect(shown.out).toContain('"type":"rapport.CloseAccount"');

    // Nothing has changed: it fails again, and still waits.
    const again = await run('dead-letters', 'retry', 'close-1');
    expect(again.exit).toBe(EXIT.unexpected);
    expect(JSON.parse((await run('dead-letters', '--json')).out)).toMatchObject({ commandId: 'close-1' });

    tamper('{"name":"Acme"}');
    const retried = await run('dead-letters', 'retry', 'close-1');
    expect({ exit: retried.exit, out: retried.out.trim() }).toEqual({ exit: EXIT.ok, out: 'ACCEPTED close-1' });
    expect((await run('dead-letters', '--json')).out).toBe('');
    expect((await run('dead-letters', 'show', 'close-1')).exit).toBe(EXIT.notFound);
  });
});
