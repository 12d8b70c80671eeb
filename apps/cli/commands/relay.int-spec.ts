import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { openEventStore } from '#libs/event-store/open.js';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Position } from '#libs/kernel/message.js';
import { type BusMessage, type EventStore, type MessageBus, type Opened } from '#libs/kernel/ports.js';
import { EXIT } from '../failure.js';
import { type RelayPorts } from '../relay-ports.js';
import { rapport } from '../testing/rapport.js';
import { rapport as rapportOnFiles } from '../testing/whole-system.js';

let folder: string;
let store: Opened<EventStore>;
let positions: readonly Position[];
let published: BusMessage[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-relay-'));
  store = await openEventStore(`sqlite:${join(folder, 'events.db')}`, { writer: true });
  const meta = { commandHash: '', actor: 'ana', occurredAt: NOON, recordedAt: NOON };
  const appended: Position[] = [];
  for (let version = 0; version < 3; version++) {
    const event = { id: v7(), type: 'AccountOpened', data: { name: 'Acme' }, meta: { ...meta, commandId: `c${version}` } };
    appended.push((await store.append('account-acme', version, [event])).position);
  }
  positions = appended;
  published = [];
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const NOON = '2026-03-01T12:00:00.000Z';

const relay = async (
  args: readonly string[],
  more: { readonly publish?: MessageBus['publish']; readonly interrupt?: (press: () => void) => void } = {},
) => {
  let closed = 0;
  const publish = more.publish ?? (async (_topic, message) => void published.push(message));
  const openRelayPorts = async (): Promise<RelayPorts> => ({
    store,
    bus: { publish, consume: async () => undefined },
    [Symbol.asyncDispose]: async () => void (closed += 1),
  });
  const result = await rapport(['relay', ...args], { openRelayPorts, ...(more.interrupt && { interrupt: more.interrupt }) });
  return { ...result, closedPorts: closed };
};
const versions = () =>
  published.map(({ value }) => (JSON.parse(Buffer.from(value!).toString('utf8')) as { readonly streamversion: number }).streamversion);

describe('rapport relay', () => {
  it('publishes the log again, or a part of it with both ends, and tells how much and up to where', async () => {
    expect(await relay(['--from', 'start'])).toMatchObject({
      exit: EXIT.ok,
      out: `Published 3 events to rapport.events.v1, up to position ${positions[2]}.\n`,
      closedPorts: 1,
    });
    expect(versions()).toEqual([1, 2, 3]);
    published = [];
    const { exit, out } = await relay(['--from', positions[1]!, '--to', positions[1]!, '--json']);
    expect([exit, JSON.parse(out)]).toEqual([EXIT.ok, { published: 1, cut: 0, from: positions[1], last: positions[1] }]);
    expect(versions()).toEqual([2]);
  });

  it('says what is wrong with its usage, and publishes nothing', async () => {
    expect(await relay([])).toMatchObject({ exit: EXIT.usage, err: expect.stringContaining('--from') });
    expect(await relay(['--from', 'yesterday'])).toMatchObject({
      exit: EXIT.usage,
      err: expect.stringContaining('"yesterday" is no position'),
    });
    expect(published).toEqual([]);
  });

  it('says where to go on when the bus goes away, and when it is stopped', async () => {
    const away = async (): Promise<void> => {
      throw new Unavailable('The bus is away.');
    };
    expect(await relay(['--from', 'start'], { publish: away })).toMatchObject({
      exit: EXIT.unavailable,
      err: expect.stringMatching(/The bus is away.*Nothing was published/s),
      closedPorts: 1,
    });
    let press = (): void => undefined;
    const stopped = await relay(['--from', 'start'], {
      interrupt: (listener) => (press = listener),
      publish: async (_topic, message) => {
        published.push(message);
        press();
      },
    });
    expect(stopped).toMatchObject({ exit: EXIT.interrupted, err: expect.stringContaining(`Go on with --from ${positions[2]}`) });
  });

  it('does not publish to a bus within one process, where nobody would hear it', async () => {
    const { exit, err } = await rapportOnFiles(folder, ['relay', '--from', 'start']);
    expect([exit, err]).toEqual([EXIT.usage, expect.stringContaining('nobody would hear')]);
  });
});
