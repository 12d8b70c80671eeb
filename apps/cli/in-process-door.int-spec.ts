import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { type CommandEnvelope, type Outcome } from '#libs/kernel/message.js';
import { clientOf } from './client.js';
import { type RunningServer } from './connection.js';
import { inProcessDoor, type Handler } from './in-process-door.js';
import { Folder } from './testing/folder.js';
import { start } from './testing/whole-system.js';
import { type CommandBody } from './wire.js';

const opening = (commandId: string, accountId: string, data: object = { name: 'Acme' }): CommandBody => ({
  commandId,
  accountId,
  occurredAt: '2026-03-01T00:00:00.000Z',
  source: 'import:test',
  data,
});

describe('the door of a system in this process', () => {
  let data: Folder;
  let server: RunningServer;

  beforeAll(async () => {
    data = await Folder.with();
    server = await start(data.path);
  });

  afterAll(async () => {
    await server.close();
    await data[Symbol.asyncDispose]();
  });

  const doors = () => ({ http: clientOf(server.url, { actor: 'importer' }), own: inProcessDoor(server.handler!, 'importer') });

  it('answers as HTTP does, and what came through one is a duplicate at the other', async () => {
    const { http, own } = doors();
    const first = await own.send('OpenAccount', opening('c-1', 'one'));
    expect(first).toMatchObject({ outcome: 'ACCEPTED', duplicate: false, version: 1, events: [{ type: 'AccountOpened', version: 1 }] });
    const again = await http.send('OpenAccount', opening('c-1', 'one'));
    expect(again).toMatchObject({ outcome: 'ACCEPTED', duplicate: true, events: (first as { events: readonly object[] }).events });
    await http.send('OpenAccount', opening('c-2', 'two'));
    expect(await own.send('OpenAccount', opening('c-2', 'two'))).toMatchObject({ outcome: 'ACCEPTED', duplicate: true });
    expect(await own.outcomeOf('c-2')).toMatchObject({ outcome: 'ACCEPTED' });
    expect(await own.outcomeOf('never sent')).toBeUndefined();
  });

  it.each<[string, string, CommandBody]>([
    ['a field that is not there', 'OpenAccount', opening('f-1', 'x', { name: 'X', nmae: 'Y' })],
    ['several faults', 'OpenAccount', opening('f-2', 'x', { industry: 7, city: 8 })],
    ['an id with blanks', 'OpenAccount', opening('f-3', 'Acme Corporation')],
    ['a moment that is none', 'OpenAccount', { ...opening('f-4', 'x'), occurredAt: 'soon' }],
    ['a rule', 'RecordDelivery', opening('f-5', 'nobody', { orderNumber: '1' })],
    ['another command under the id', 'OpenAccount', opening('c-1', 'one', { name: 'Other' })],
  ])('refuses %s as HTTP does', async (_what, type, body) => {
    const { http, own } = doors();
    const [here, there] = [await own.send(type, body), await http.send(type, body)];
    expect(here.outcome).toBe('REJECTED');
    expect(here).toMatchObject({ rejection: (there as { rejection: object }).rejection });
  });

  it('names the command that was meant', async () => {
    expect(await doors().own.send('OpenAcount', opening('u', 'x'))).toMatchObject({
      rejection: {
        code: 'UNKNOWN_COMMAND_TYPE',
        detail: expect.stringMatching(/There is no command OpenAcount. Did you mean OpenAccount/),
      },
    });
  });

  it('records who and whence', async () => {
    await doors().own.send('OpenAccount', { ...opening('w', 'who'), note: 'From the old system' });
    const { items } = await clientOf(server.url).get<{ readonly items: readonly { readonly meta: object }[] }>('/v1/accounts/who/history');
    expect(items[0]?.meta).toMatchObject({ actor: 'importer', source: 'import:test', note: 'From the old system' });
  });
});

describe('a door whose engine is away', () => {
  const refusing = (answers: readonly (Outcome | Error)[]) => {
    const requests: (string | undefined)[] = [];
    let next = 0;
    const handler: Handler = {
      handle: async (_command: CommandEnvelope, request?: string) => {
        requests.push(request);
        const answer = answers[Math.min(next, answers.length - 1)]!;
        next += 1;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      outcomeOf: async () => undefined,
    };
    return { door: inProcessDoor(handler, 'importer', async () => undefined), requests };
  };
  const answer = { commandId: 'c', stream: 'account-x', duplicate: false } as const;

  it('hands the same sending in again until it is settled', async () => {
    const accepted: Outcome = { ...answer, outcome: 'ACCEPTED', version: 1, occurredAt: '2026-03-01T00:00:00.000Z', events: [] };
    const { door, requests } = refusing([new Unavailable('away'), { ...answer, outcome: 'UNKNOWN', detail: 'later' }, accepted]);
    expect(await door.send('OpenAccount', opening('c', 'x'))).toMatchObject({ outcome: 'ACCEPTED' });
    expect(requests).toHaveLength(3);
    expect(new Set(requests).size).toBe(1);
  });

  it('gives up after eight times, and says that nothing is lost', async () => {
    const { door, requests } = refusing([new Unavailable('away')]);
    await expect(door.send('OpenAccount', opening('c', 'x'))).rejects.toMatchObject({
      exit: 4,
      fix: expect.stringMatching(/Nothing is lost/),
    });
    expect(requests).toHaveLength(8);
  });

  it('does not take a defect for an absence', async () => {
    await expect(refusing([new TypeError('broken')]).door.send('OpenAccount', opening('c', 'x'))).rejects.toThrow('broken');
  });
});
