import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { type EventStore } from '#libs/kernel/ports.js';
import { EVENT_STORE } from '#libs/platform/ports.js';
import { type Door, openDoor } from './testing/door.js';

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(async () => door[Symbol.asyncDispose]());

const NOON = '2026-03-01T12:00:00.000Z';

/** Appends what only another program can have written. */
const append = async (type: string, data: object): Promise<void> => {
  const meta = { commandId: v7(), commandHash: '', actor: 'other', occurredAt: NOON, recordedAt: NOON };
  await door.service.get<EventStore>(EVENT_STORE).append('account-acme', 0, [{ id: v7(), type, data, meta }]);
};

const retry = (id: string) => fetch(`${door.service.url}/v1/dead-letters/${id}/retry`, { method: 'POST' });

const eventually = async (isSo: () => Promise<boolean>): Promise<void> => {
  const deadline = AbortSignal.timeout(30_000);
  while (!(await isSo())) deadline.throwIfAborted();
};

describe('C8: a command that cannot be decided', () => {
  it('by a defect is answered with UNKNOWN and the reason at once, and at its address, and can be retried', async () => {
    await append('AccountOpened', 'nothing that an event says' as unknown as object);
    door.startWorker();
    const command = { commandId: 'close-1', accountId: 'acme', data: { reason: 'gone' } };
    const answer = await door.send('CloseAccount', command, { prefer: 'wait=30' });
    expect(answer.status).toBe(500);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const detail = expect.stringContaining('Event 1 of account-acme (AccountOpened) has no JSON data and metadata');
    const failure = { code: 'DEFECT', detail, since: expect.any(String) };
    expect(answer.body).toMatchObject({
      commandId: 'close-1',
      accountId: 'acme',
      outcome: 'UNKNOWN',
      code: 'DEFECT',
      retry: false,
      failure,
    });
    expect(await door.ask('/v1/commands/close-1')).toMatchObject({ status: 200, body: { outcome: 'UNKNOWN', failure } });
    const letters = (await door.ask('/v1/dead-letters')).body['items'];
    expect(letters).toEqual([{ commandId: 'close-1', accountId: 'acme', type: 'CloseAccount', ...failure }]);
    expect((await door.ask('/v1/dead-letters/close-1')).body).toMatchObject({ message: { key: 'acme', value: expect.any(String) } });
    expect((await retry('close-1')).status).toBe(202);
    await eventually(async () => (await door.ask('/v1/dead-letters/close-1')).status === 200);
    expect(await door.ask('/v1/commands/close-1')).toMatchObject({ status: 200, body: { outcome: 'UNKNOWN', failure } });
  });

  it('because its stream is newer than the program is answered that it waits, and for what', async () => {
    await append('InventedLater', {});
    door.startWorker();
    const answer = await door.send('CloseAccount', { commandId: 'close-1', accountId: 'acme', data: { reason: 'gone' } });
    const failure = { code: 'STREAM_NEWER', detail: expect.stringContaining('InventedLater at version 1') };
    expect(answer).toMatchObject({ status: 202, body: { outcome: 'UNKNOWN', failure } });
    expect(answer.headers.get('location')).toBe('/v1/commands/close-1');
    expect(await door.ask('/v1/commands/close-1')).toMatchObject({ status: 202, body: { outcome: 'UNKNOWN', failure } });
  });

  it('is unknown where none waits under its id, and where a cursor is none', async () => {
    expect(await door.ask('/v1/dead-letters')).toMatchObject({ status: 200, body: { items: [] } });
    expect((await door.ask('/v1/dead-letters/nobody')).status).toBe(404);
    expect((await retry('nobody')).status).toBe(404);
    expect(await door.ask('/v1/dead-letters?cursor=x')).toMatchObject({ status: 400, body: { code: 'INVALID_QUERY' } });
  });
});
