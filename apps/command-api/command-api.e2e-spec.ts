import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { amendments } from '#libs/domain/amendments.js';
import { upcasters } from '#libs/domain/upcasters.js';
import { Module } from '@nestjs/common';
import { type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { EVENT_STORE, READ_STORE } from '#libs/platform/ports.js';
import { ProjectorModule } from '#libs/platform/projector.module.js';
import { readModels } from '#libs/read-models/registry.js';
import { lagOf } from '#libs/runtime/lag.js';
import { parkedStreams } from '#libs/runtime/parked-streams.js';
import { runProjection } from '#libs/runtime/run-projections.js';
import { type Door, openDoor } from './testing/door.js';

@Module({
  imports: [ProjectorModule.of(Object.values(readModels).flat(), { runProjection, lagOf, parkedStreams }, { upcasters, amendments })],
})
class ProjectorsModule {}

let door: Door;
beforeAll(async () => {
  door = await openDoor([ProjectorsModule]);
  door.startWorker();
});
afterAll(async () => door[Symbol.asyncDispose]());

const open = (accountId: string, more: object = {}) => door.send('OpenAccount', { accountId, data: { name: 'Acme' }, ...more });

describe('the topics', () => {
  it('are described beside the routes', async () => {
    expect(await door.ask('/v1/asyncapi.json')).toMatchObject({
      status: 200,
      body: { asyncapi: '3.0.0', channels: { commands: { address: 'rapport.commands.v1' } } },
    });
  });
});

describe('a command that is decided', () => {
  it('is answered with its outcome, and with the same at its address', async () => {
    const { status, headers, body } = await open('acme', { commandId: 'open-acme', occurredAt: '2026-03-01T10:30:00+01:00' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toEqual({
      commandId: 'open-acme',
      accountId: 'acme',
      outcome: 'ACCEPTED',
      version: 1,
      position: expect.any(String),
      occurredAt: '2026-03-01T09:30:00.000Z',
      events: [{ id: expect.any(String), type: 'AccountOpened', version: 1 }],
      duplicate: false,
    });
    expect(await door.ask('/v1/commands/open-acme')).toMatchObject({ status: 200, body });
  });

  it('is given an id and a time where it has none', async () => {
    const { body } = await open('stamped');
    expect(body).toMatchObject({ commandId: expect.stringMatching(/^[0-9a-f-]{36}$/), occurredAt: expect.stringMatching(/Z$/) });
  });

  it('stands in the log with who asked, where from and under which trace', async () => {
    const headers = { 'x-rapport-actor': 'ana', 'x-correlation-id': 'corr-1' };
    await door.send('OpenAccount', { accountId: 'traced', note: 'By phone.', data: { name: 'Traced' } }, headers);
    const [event] = await Array.fromAsync(door.service.get<EventStore>(EVENT_STORE).read('account-traced'));
    expect(event!.meta).toMatchObject({ actor: 'ana', source: 'http', correlationId: 'corr-1', note: 'By phone.' });
  });

  it('has one effect however often it is sent, also at once, and says that it was sent before', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => open('twice', { commandId: 'open-twice' })));
    const again = await open('twice', { commandId: 'open-twice' });
    expect([...answers, again].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect([...answers, again].map(({ body }) => body['duplicate']).toSorted()).toEqual([false, true, true, true]);
    expect(again.body).toMatchObject({ duplicate: true, version: 1, events: answers[0]!.body['events'] });
  });

  it('is read as a CloudEvent too, structured and binary', async () => {
    const event = { specversion: '1.0', id: 'ce-1', source: '/crm', type: 'rapport.OpenAccount', subject: 'ce', data: { name: 'Event' } };
    expect(await door.send('OpenAccount', event, { 'content-type': 'application/cloudevents+json' })).toMatchObject({
      status: 200,
      body: { commandId: 'ce-1', accountId: 'ce', outcome: 'ACCEPTED' },
    });
    const attributes = {
      'ce-specversion': '1.0',
      'ce-id': 'ce-2',
      'ce-source': '/crm',
      'ce-type': 'rapport.RenameAccount',
      'ce-subject': 'ce',
    };
    expect(await door.send('RenameAccount', { name: 'Renamed' }, attributes)).toMatchObject({
      status: 200,
      body: { commandId: 'ce-2', version: 2 },
    });
  });

  it('T5: is written in UTC with the offset that its sender gave, which makes it no other command', async () => {
    const at = (occurredAt: string) =>
      door.send('OpenAccount', { commandId: 'ka-1', accountId: 'shanghai', occurredAt, data: { name: 'Shanghai' } });
    expect(await at('2026-04-01T07:30:00+08:00')).toMatchObject({ status: 200, body: { duplicate: false } });
    expect(await at('2026-03-31T23:30:00Z')).toMatchObject({ status: 200, body: { duplicate: true } });
    const [event] = await Array.fromAsync(door.service.get<EventStore>(EVENT_STORE).read('account-shanghai'));
    expect(event!.meta).toMatchObject({ occurredAt: '2026-03-31T23:30:00.000Z', occurredOffset: '+08:00' });
  });

  it('D2: is refused where an attribute stands in two headers', async () => {
    const headers: [string, string][] = [
      ...Object.entries({ 'ce-specversion': '1.0', 'ce-id': 'ce-3', 'ce-source': '/crm', 'ce-type': 'rapport.RenameAccount' }),
      ['ce-subject', 'ce'],
      ['ce-subject', 'other'],
    ];
    const { request } = await import('node:http');
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: unknown }>();
    const raw = [...headers, ['content-type', 'application/json'] as [string, string]].flat();
    request(`${door.service.url}/v1/commands/RenameAccount`, { method: 'POST', headers: [...raw, 'host', 'localhost'] }, (response) => {
      void Array.fromAsync(response as AsyncIterable<Buffer>).then(
        (chunks) => resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) as unknown }),
        reject,
      );
    })
      .on('error', reject)
      .end('{"name":"Twice"}');
    expect(await promise).toMatchObject({ status: 400, body: { code: 'INVALID_HEADER', errors: [{ pointer: '/subject' }] } });
  });

  it('waits for the read models where it is asked to', async () => {
    const { headers, body } = await door.send('OpenAccount', { accountId: 'seen', data: { name: 'Seen' } }, { prefer: 'wait=10' });
    expect(headers.get('preference-applied')).toBe('wait=10');
    const readStore = door.service.get<ReadStore>(READ_STORE);
    for (const { name, version, indexes } of Object.values(readModels).flat()) {
      const checkpoint = await readStore.checkpoint({ name: `${name}@${version}`, indexes });
      expect(checkpoint!.position >= String(body['position'])).toBe(true);
    }
  });
});

describe('a command that is refused by a rule', () => {
  const cases: readonly (readonly [string, string, object, number, string])[] = [
    ['an unknown account', 'RenameAccount', { accountId: 'nobody', data: { name: 'X' } }, 404, 'ACCOUNT_NOT_FOUND'],
    ['an unknown employee', 'JoinTeam', { employeeId: 'nobody', data: { teamId: 'north' } }, 404, 'EMPLOYEE_NOT_FOUND'],
    ['an unknown policy', 'RetirePolicyVersion', { policy: 'nothing', data: { version: 1, reason: 'X' } }, 404, 'POLICY_UNKNOWN'],
    ['an unknown team', 'RenameTeam', { teamId: 'nobody', data: { name: 'X' } }, 404, 'TEAM_NOT_FOUND'],
    ['a second opening', 'OpenAccount', { accountId: 'refused', data: { name: 'X' } }, 422, 'ACCOUNT_ALREADY_OPEN'],
    ['a reference to somebody unknown', 'AssignOwner', { accountId: 'refused', data: { employeeId: 'nobody' } }, 422, 'UNKNOWN_EMPLOYEE'],
    [
      'a time in the future',
      'RenameAccount',
      { accountId: 'refused', occurredAt: '2199-01-01T00:00:00Z', data: { name: 'X' } },
      422,
      'OCCURRED_IN_FUTURE',
    ],
    [
      'another version than expected',
      'RenameAccount',
      { accountId: 'refused', expectedVersion: 7, data: { name: 'X' } },
      409,
      'VERSION_CONFLICT',
    ],
  ];
  beforeAll(() => open('refused'));

  it.each(cases)('%s', async (_sentence, type, body, status, code) => {
    const answer = await door.send(type, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ outcome: 'REJECTED', rejection: { code, detail: expect.any(String) }, status, code, retry: false });
    expect(await door.ask(`/v1/commands/${String(answer.body['commandId'])}`)).toMatchObject({
      status: 200,
      body: { rejection: { code } },
    });
  });

  it('another body under an id that was used', async () => {
    await open('reused', { commandId: 'once' });
    const reused = await open('reused', { commandId: 'once', data: { name: 'Another' } });
    expect(reused).toMatchObject({ status: 409, body: { code: 'COMMAND_ID_REUSED', outcome: 'REJECTED' } });
    expect((await open('reused', { commandId: 'once' })).body).toMatchObject({ outcome: 'ACCEPTED', duplicate: true });
  });

  it('another body under an id that is being decided: each is answered for itself', async () => {
    const [first, second] = await Promise.all([
      open('racing', { commandId: 'race' }),
      open('racing', { commandId: 'race', data: { name: 'Other' } }),
    ]);
    expect([first.status, second.status].toSorted()).toEqual([200, 409]);
  });
});

describe('a command that is not decided in time', () => {
  it('is answered with a place to ask at, which knows it until it is decided and then gives the outcome', async () => {
    await using alone = await openDoor();
    const command = { commandId: 'later', accountId: 'late', data: { name: 'Late' } };
    const { status, headers, body } = await alone.send('OpenAccount', command, { prefer: 'wait=0' });
    expect(status).toBe(202);
    expect(headers.get('location')).toBe('/v1/commands/later');
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.has('preference-applied')).toBe(false);
    expect(body).toMatchObject({ commandId: 'later', accountId: 'late', outcome: 'UNKNOWN' });
    expect(await alone.ask('/v1/commands/later')).toMatchObject({ status: 202, body });
    expect(await alone.ask('/v1/commands/never')).toMatchObject({ status: 404, body: { code: 'COMMAND_NOT_FOUND', retry: true } });

    alone.startWorker();
    expect((await alone.send('OpenAccount', command)).body).toMatchObject({ outcome: 'ACCEPTED', duplicate: true });
    expect((await alone.ask('/v1/commands/later')).body).toMatchObject({ outcome: 'ACCEPTED', duplicate: false });

    // Nobody folds here, so the read models never contain it: the answer comes without the preference.
    const unseen = await alone.send('RenameAccount', { accountId: 'late', data: { name: 'Later' } }, { prefer: 'wait=1' });
    expect({ status: unseen.status, applied: unseen.headers.has('preference-applied') }).toEqual({ status: 200, applied: false });
  });
});
