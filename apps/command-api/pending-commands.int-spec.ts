import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { openReadStore } from '#libs/read-store/open.js';
import { openPendingCommands, PENDING_COMMANDS, PENDING_MS_MAX } from './pending-commands.js';

let folder: string;
let readStore: Opened<ReadStore>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-pending-'));
  readStore = await openReadStore(`sqlite:${join(folder, 'read.db')}`);
});
afterEach(async () => {
  await readStore[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const at = (ms: number) => openPendingCommands(readStore, () => new Date(NOON + ms));
const command = { commandId: 'c1', stream: 'account-acme' };

describe('commands on their way', () => {
  it('are found until they are forgotten', async () => {
    await Promise.all([at(0).note(command), at(0).note({ commandId: 'c2', stream: 'team-north' })]);
    expect(await Promise.all(['c1', 'c2', 'c3'].map((id) => at(1).find(id)))).toEqual([
      command,
      { commandId: 'c2', stream: 'team-north' },
      undefined,
    ]);
    await at(2).forget('c1');
    expect(await at(3).find('c1')).toBeUndefined();
  });

  it('D1: are those of each sender of an id', async () => {
    const [a, b] = ['/a', '/b'].map((source) => ({ ...command, source }));
    await Promise.all([a!, b!, command].map((one) => at(0).note(one)));
    expect(await at(1).find('c1', '/a')).toEqual(a);
    await at(1).forget('c1', '/a');
    expect(await Promise.all(['/a', '/b', 'http'].map((source) => at(2).find('c1', source)))).toEqual([undefined, b, command]);
    expect((await at(2).allOf('c1')).map(({ source }) => source).toSorted()).toEqual(['/b', undefined]);
    expect(await at(PENDING_MS_MAX + 1).allOf('c1')).toEqual([]);
  });

  it('are not on their way any more after a time, counted from when they were noted first, and are swept up then', async () => {
    await at(0).note(command);
    await at(PENDING_MS_MAX).note(command);
    expect(await at(PENDING_MS_MAX).find('c1')).toEqual(command);
    expect(await at(PENDING_MS_MAX + 1).find('c1')).toBeUndefined();
    await at(PENDING_MS_MAX).sweep();
    expect((await readStore.find(PENDING_COMMANDS, {})).items).toHaveLength(1);
    await at(PENDING_MS_MAX + 1).sweep();
    expect((await readStore.find(PENDING_COMMANDS, {})).items).toEqual([]);
    await at(PENDING_MS_MAX + 1).sweep();
  });
});
