import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { v7 } from 'uuid';
import { type AllInOne, startAllInOne } from '#apps/all-in-one/app.js';
import { type EventStore, type MessageBus, type ReadStore } from '#libs/kernel/ports.js';
import { describeEngine } from '#libs/kernel/testing/engines.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { EVENT_STORE, MESSAGE_BUS, READ_STORE } from '#libs/platform/ports.js';
import { awaitPosition } from '#libs/runtime/progress.js';
import { RELAY } from '#libs/runtime/relay.js';
import { replayEvents } from '#libs/runtime/replay-events.js';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'examples');

type Line = Readonly<Record<string, unknown>>;

/** Everything that the guide on Kafka promises, by the guide's own scripts, on a real broker. */
/** A broker that other suites have used holds their dead letters too, some of them large. */
const OUTPUT_BYTES_MAX = 256 * 1_048_576;

describeEngine('kafka', (url) => {
  const broker = new URL(url).host;
  const account = `guide-${v7()}`;
  let dataDir: string;
  let service: AllInOne;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rapport-guide-'));
    const settings = { PORT: '0', DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'silent', MESSAGE_BUS_URL: url, RELAY: 'on' };
    service = await startAllInOne(readConfiguration(settings));
  });
  afterAll(async () => {
    await service.close();
    await rm(dataDir, { recursive: true });
  });

  /** Runs a script of the guide as it stands there; its output is one JSON a line. */
  const script = async (name: string, ...args: readonly string[]): Promise<readonly Line[]> => scriptWith('', name, ...args);
  const scriptWith = async (input: string, name: string, ...args: readonly string[]): Promise<readonly Line[]> => {
    const running = promisify(execFile)(process.execPath, [join(EXAMPLES, name), broker, ...args], {
      timeout: 60_000,
      maxBuffer: OUTPUT_BYTES_MAX,
    });
    running.child.stdin!.end(input);
    const { stdout } = await running;
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  };
  const relayed = async (position: string): Promise<void> => {
    const readStore = service.get<ReadStore>(READ_STORE);
    expect(await awaitPosition({ readStore }, RELAY, position, AbortSignal.timeout(30_000))).toBe(true);
  };
  const outcomeOf = async (id: string): Promise<unknown> => {
    const ask = async () => fetch(`${service.url}/v1/commands/${id}`);
    const deadline = Date.now() + 30_000;
    while ((await ask()).status !== 200) expect(Date.now()).toBeLessThan(deadline);
    return (await ask()).json();
  };
  const netSales = async () => (await script('net-sales.mjs')).filter((line) => line['account'] === account);

  it('gives a stranger an outcome for every command, and sums from the events', async () => {
    const outcomes = await script('send-commands.mjs', account);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'REJECTED']);
    expect(outcomes.map(({ accountId }) => accountId)).toEqual(Array(5).fill(account));
    expect(outcomes.slice(0, 4).map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    expect(outcomes[4]).toMatchObject({ rejection: { code: expect.any(String), detail: expect.any(String) } });
    await relayed(String(outcomes[3]!['position']));
    expect(await netSales()).toEqual([{ account, net: { amount: '1234.50', currency: 'EUR' } }]);
  });

  it('gives the same sums after a replay of everything', async () => {
    const bus = service.get<MessageBus>(MESSAGE_BUS);
    const published = await replayEvents({ store: service.get<EventStore>(EVENT_STORE), bus }, {}, AbortSignal.timeout(30_000));
    expect(published).toBeGreaterThanOrEqual(4);
    expect(await netSales()).toEqual([{ account, net: { amount: '1234.50', currency: 'EUR' } }]);
  });

  it('reads binary mode, and keeps what it cannot read with the reason, while the account goes on', async () => {
    const kafka = new Kafka({ clientId: 'guide-test', brokers: [broker], logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    const ce = { ce_specversion: '1.0', ce_type: 'rapport.RenameAccount', ce_source: '/crm', ce_subject: account, ce_actor: 'José' };
    const value = JSON.stringify({ name: 'Acme Holding' });
    const sent = (id: string, more: object = {}) => ({ key: account, value, headers: { ...ce, ce_id: id, ...more } });
    await producer.send({
      topic: 'rapport.commands.v1',
      messages: [
        { ...sent(`${account}-nothing`), value: null },
        sent(`${account}-twice`, { ce_subject: [account, account] }),
        sent(`${account}-bytes`, { ce_actor: Buffer.from([0x61, 0xff]) }),
        sent(`${account}-version`, { ce_specversion: '0.3' }),
        sent(`${account}-type`, { ce_type: 'rapport.Nonsense' }),
        { key: account, value: 'x'.repeat(300_000) },
        sent(`${account}-good`),
      ],
    });
    await producer.disconnect();

    expect(await outcomeOf(`${account}-good`)).toMatchObject({ outcome: 'ACCEPTED', version: 5 });

    const letters = (await script('dead-letters.mjs')).filter(({ key }) => key === account);
    expect(letters.map(({ code }) => code)).toEqual([
      'MALFORMED_JSON',
      'EMPTY_BODY',
      'NOT_A_CLOUD_EVENT',
      'INVALID_UTF8',
      'NOT_A_CLOUD_EVENT',
      'UNKNOWN_COMMAND_TYPE',
      'BODY_TOO_LARGE',
    ]);
    expect(letters[0]).toMatchObject({ topic: 'rapport.commands.v1', message: '{"specversion":"1.0",', detail: expect.any(String) });
    expect(letters[2]!['detail']).toMatch(/^\/subject: The header ce_subject stands 2 times/);
    const [event] = await Array.fromAsync(service.get<EventStore>(EVENT_STORE).read(`account-${account}`, { from: 5 }));
    expect(event!.meta).toMatchObject({ actor: 'José', source: '/crm', commandId: `${account}-good` });
  });

  it('sends dead letters again once they are mended, and none that is not whole', async () => {
    const id = `${account}-type`;
    const letters = (await script('dead-letters.mjs')).filter(({ key }) => key === account);
    const letter = letters.find(({ headers }) => (headers as Line)['ce_id'] === id);
    const mended = {
      ...letter!,
      headers: { ...(letter!['headers'] as Line), ce_type: 'rapport.RenameAccount' },
      message: '{"name":"Acme Group"}',
    };
    const cut = { ...letter!, cut: '1 of 2 bytes of the value' };
    const again = await scriptWith([mended, cut].map((line) => JSON.stringify(line)).join('\n'), 'send-again.mjs');
    expect(again).toEqual([{ topic: 'rapport.commands.v1', key: account }]);
    expect(await outcomeOf(id)).toMatchObject({ outcome: 'ACCEPTED', version: 6 });
  });
});
