import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openMessageBus } from './open.js';

const folder = mkdtempSync(join(tmpdir(), 'message-bus-open-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('openMessageBus', () => {
  it('opens in-process:<file> in folders that are not there yet', async () => {
    const file = join(folder, 'a', 'b', 'bus.db');
    await using bus = await openMessageBus(`in-process:${file}`);
    await bus.publish('topic', { key: 'a', value: new Uint8Array(1), headers: {} });
    expect(existsSync(file)).toBe(true);
  });

  it.each([
    ['kafka://', /names no brokers/],
    ['kafka://kim:secret@', /kafka:\/\/…@ names no brokers: use kafka:\/\//],
    ['amqp://kim:secret@localhost', /"amqp:\/\/\*\*\*@localhost" is not understood: use in-process:/],
    ['in-process', /"in-process" is not understood/],
    ['', /"" is not understood/],
    ['in-process:', /names no file/],
    ['in-process://host/bus.db', /names no file/],
  ])('refuses %j with what is allowed', async (url, saying) => {
    await expect(openMessageBus(url)).rejects.toThrow(saying);
  });
});
