import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { amendments } from '#libs/domain/amendments.js';
import { upcasters } from '#libs/domain/upcasters.js';
import { type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { EVENT_STORE, READ_STORE } from '#libs/platform/ports.js';
import { ProjectorModule } from '#libs/platform/projector.module.js';
import { acceptedCommands } from '#libs/read-models/accepted-commands/accepted-commands.js';
import { lagOf } from '#libs/runtime/lag.js';
import { parkedStreams } from '#libs/runtime/parked-streams.js';
import { runProjection } from '#libs/runtime/run-projections.js';
import { openUndecidedCommands, type UndecidedCommand } from '#libs/runtime/undecided-commands.js';
import { type Answer, type Door, openDoor } from './testing/door.js';

@Module({ imports: [ProjectorModule.of([acceptedCommands], { runProjection, lagOf, parkedStreams }, { upcasters, amendments })] })
class ProjectorsModule {}

let door: Door;
beforeAll(async () => {
  door = await openDoor([ProjectorsModule]);
  door.startWorker();
});
afterAll(async () => door[Symbol.asyncDispose]());

const event = (id: string, source: string, type: string, subject: string, data: object) => ({
  specversion: '1.0',
  id,
  source,
  type: `rapport.${type}`,
  subject,
  data,
});

const structured = (id: string, source: string, type: string, subject: string, data: object): Promise<Answer> =>
  door.send(type, event(id, source, type, subject, data), { 'content-type': 'application/cloudevents+json' });

const binary = (id: string, source: string, type: string, subject: string, data: object): Promise<Answer> => {
  const { data: body, ...attributes } = event(id, source, type, subject, data);
  return door.send(type, body, Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value])));
};

const logged = (account: string) => Array.fromAsync(door.service.get<EventStore>(EVENT_STORE).read(`account-${account}`));

describe('D1: CloudEvents of one id from several sources', () => {
  it.each([
    ['structured', structured],
    ['binary', binary],
  ] as const)('are commands of their own, %s, each with its effect and its answer', async (mode, send) => {
    const opened = await send(mode, '/a', 'OpenAccount', `d1-${mode}`, { name: 'Acme' });
    const renamed = await send(mode, '/b', 'RenameAccount', `d1-${mode}`, { name: 'Acme Ltd' });
    expect(opened).toMatchObject({ status: 200, body: { commandId: mode, source: '/a', version: 1, duplicate: false } });
    expect(renamed).toMatchObject({ status: 200, body: { commandId: mode, source: '/b', version: 2, duplicate: false } });
    expect((await logged(`d1-${mode}`)).map(({ type }) => type)).toEqual(['AccountOpened', 'AccountRenamed']);
    expect(await send(mode, '/b', 'RenameAccount', `d1-${mode}`, { name: 'Acme Ltd' })).toMatchObject({
      body: { ...renamed.body, duplicate: true },
    });
    const reused = await send(mode, '/b', 'RenameAccount', `d1-${mode}`, { name: 'Other' });
    expect(reused).toMatchObject({ status: 409, body: { code: 'COMMAND_ID_REUSED', source: '/b' } });
    for (const source of ['/a', '/b', '/c']) {
      const answer = await door.ask(`/v1/commands/${mode}?source=${encodeURIComponent(source)}`);
      const body = { '/a': opened.body, '/b': renamed.body }[source];
      expect(answer).toMatchObject(body === undefined ? { status: 404 } : { status: 200, body });
    }
  });

  it('are told apart where the outcome is asked for by the id alone, which names the only one that there is', async () => {
    const opened = await structured('2', '/a', 'OpenAccount', 'd1-asked', { name: 'Acme' });
    expect(await door.ask('/v1/commands/2')).toMatchObject({ status: 200, body: opened.body });
    const plain = await door.send('RenameAccount', { commandId: '2', accountId: 'd1-asked', data: { name: 'Plain' } });
    expect(plain).toMatchObject({ status: 200, body: { version: 2 } });
    expect(plain.body).not.toHaveProperty('source');
    const asked = await door.ask('/v1/commands/2');
    expect(asked).toMatchObject({ status: 409, body: { code: 'COMMAND_ID_AMBIGUOUS' } });
    expect(asked.body.errors!.map(({ detail }) => detail).toSorted()).toEqual(['/a', 'http']);
    expect(asked.body['detail']).toContain('?source=%2Fa');
    expect(await door.ask('/v1/commands/2?source=http')).toMatchObject({ status: 200, body: plain.body });
    expect(await door.ask('/v1/commands/2?source=%2Fa')).toMatchObject({ status: 200, body: opened.body });
  });

  it('are one command where the source is an importer: with the ids of JSON over HTTP they are one space', async () => {
    await structured('3', 'import:shop', 'OpenAccount', 'd1-import', { name: 'Acme' });
    const again = await door.send('OpenAccount', { commandId: '3', accountId: 'd1-import', data: { name: 'Acme' } });
    expect(again).toMatchObject({ status: 200, body: { version: 1, duplicate: true } });
    expect(again.body).not.toHaveProperty('source');
  });

  it('ask for a source that can be one', async () => {
    for (const query of ['source=', 'source=%20', 'source=a&source=b']) {
      expect(await door.ask(`/v1/commands/2?${query}`)).toMatchObject({ status: 400, body: { code: 'INVALID_QUERY' } });
    }
  });

  it('wait at an address with their source while they are not decided', async () => {
    await using waiting = await openDoor();
    const headers = { 'content-type': 'application/cloudevents+json', prefer: 'wait=0' };
    const taken = await waiting.send('OpenAccount', event('4', '/a', 'OpenAccount', 'd1-wait', { name: 'Acme' }), headers);
    expect(taken).toMatchObject({ status: 202, body: { commandId: '4', source: '/a', outcome: 'UNKNOWN' } });
    expect(taken.headers.get('location')).toBe('/v1/commands/4?source=%2Fa');
    expect(await waiting.ask('/v1/commands/4?source=%2Fa')).toMatchObject({ status: 202, body: { source: '/a' } });
    expect(await waiting.ask('/v1/commands/4')).toMatchObject({ status: 202, body: { source: '/a' } });
    expect(await waiting.ask('/v1/commands/4?source=%2Fb')).toMatchObject({ status: 404 });
    waiting.startWorker();
    const deadline = AbortSignal.timeout(20_000);
    while ((await waiting.ask('/v1/commands/4?source=%2Fa')).status !== 200) deadline.throwIfAborted();
    expect(await waiting.ask('/v1/commands/4')).toMatchObject({ status: 200, body: { source: '/a', outcome: 'ACCEPTED' } });
  });
});

describe('D1: dead letters of one id from several sources', () => {
  const letter = (source: string, more: Partial<UndecidedCommand> = {}): UndecidedCommand => ({
    commandId: '9',
    stream: 'account-d1-letters',
    type: 'OpenAccount',
    code: 'DEFECT',
    detail: 'No.',
    since: '2026-03-01T12:00:00.000Z',
    message: {
      key: 'd1-letters',
      headers: { 'content-type': 'application/cloudevents+json' },
      value: JSON.stringify(event('9', source, 'OpenAccount', 'd1-letters', { name: source })),
    },
    ...more,
  });
  const again = (query: string) => fetch(`${door.service.url}/v1/dead-letters/9/retry${query}`, { method: 'POST' });
  const waiting = async () =>
    ((await door.ask('/v1/dead-letters')).body['items'] as { source?: string }[]).map(({ source }) => source).toSorted();

  it('are listed and mended each, a record of before sources counted among them', async () => {
    const undecided = openUndecidedCommands(door.service.get<ReadStore>(READ_STORE));
    // The last version kept it under the id alone; its message says whose it is.
    await undecided.keep(letter('/a'));
    await undecided.keep(letter('/b', { source: '/b' }));
    expect(await waiting()).toEqual(['/a', '/b']);
    expect(await door.ask('/v1/dead-letters/9')).toMatchObject({ status: 409, body: { code: 'COMMAND_ID_AMBIGUOUS' } });
    expect(await door.ask('/v1/dead-letters/9?source=%2Fa')).toMatchObject({ status: 200, body: { commandId: '9' } });
    const taken = await again('?source=%2Fa');
    expect([taken.status, taken.headers.get('location')]).toEqual([202, '/v1/commands/9?source=%2Fa']);
    const deadline = AbortSignal.timeout(20_000);
    while ((await door.ask('/v1/commands/9?source=%2Fa')).status !== 200) deadline.throwIfAborted();
    expect(await waiting()).toEqual(['/b']);
    expect(await door.ask('/v1/dead-letters/9')).toMatchObject({ status: 200, body: { source: '/b' } });
  });
});
