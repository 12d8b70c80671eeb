import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CommandEnvelope, type Outcome } from '#libs/kernel/message.js';
import { type Delivery, type MessageBus, type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { openInProcessBus } from '#libs/message-bus/in-process.js';
import { createLog } from '#libs/platform/log.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { openReadStore } from '#libs/read-store/open.js';
import { COMMANDS_TOPIC, encodeOutcome, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { type Settled } from '#libs/runtime/answers.js';
import { openCommandLedger } from '#libs/runtime/command-ledger.js';
import { REQUEST_HEADER } from '#libs/runtime/consume-commands.js';
import { commandHashOf } from '#libs/runtime/identity.js';
import { NOTE_MS_MAX, OutcomeDesk } from './outcome-desk.js';
import { openPendingCommands } from './pending-commands.js';
import { UNANSWERED_MAX } from './unanswered-commands.js';

const BACKLOG_MAX = UNANSWERED_MAX + 1;
const NEVER = new AbortController().signal;

let folder: string;
let bus: Opened<MessageBus>;
let readStore: Opened<ReadStore>;
let supervisor: Supervisor;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-desk-'));
  supervisor = new Supervisor(createLog('silent'));
  bus = supervisor.keep(openInProcessBus({ path: join(folder, 'bus.db'), backlogMax: BACKLOG_MAX }));
  readStore = supervisor.keep(await openReadStore(`sqlite:${join(folder, 'read.db')}`));
});
afterEach(async () => {
  await supervisor.onApplicationShutdown();
  await rm(folder, { recursive: true });
});

/** A desk that listens; one of another process (`elsewhere`) hears what it is told in tests alone. */
const openDesk = (through: MessageBus = bus, pending = openPendingCommands(readStore)): OutcomeDesk => {
  const desk = new OutcomeDesk(through, supervisor, { messageBusUrl: 'in-process:' }, openCommandLedger(readStore), pending);
  desk.onApplicationBootstrap();
  return desk;
};
/** A bus that takes commands and loses every outcome. */
const losing = (): MessageBus => ({
  publish: (topic, message) => bus.publish(topic, message),
  consume: (_topic, _group, _handle, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
});

const command = (commandId: string, more: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  commandId,
  stream: 'account-acme',
  type: 'CloseAccount',
  data: {},
  actor: 'ana',
  ...more,
});
const aborted = AbortSignal.abort();
const soon = (): AbortSignal => AbortSignal.timeout(10_000);

const refused = (commandId: string, code = 'ACCOUNT_NOT_FOUND'): Exclude<Outcome, { readonly outcome: 'UNKNOWN' }> => ({
  commandId,
  stream: 'account-acme',
  duplicate: false,
  outcome: 'REJECTED',
  rejection: { code, detail: 'No.' },
});
const say = async (outcome: Outcome, headers: Delivery['headers'] = {}): Promise<void> => {
  const message = encodeOutcome(outcome, new Date());
  await bus.publish(OUTCOMES_TOPIC, { ...message, headers: { ...message.headers, ...headers } });
};
const keep = (settled: Settled): Promise<unknown> => openCommandLedger(readStore).remember(settled);
const eventually = async (condition: () => Promise<boolean>): Promise<void> => {
  const deadline = soon();
  while (!(await condition())) await sleep(10, undefined, { signal: deadline });
};

describe('the desk', () => {
  it('turns away what would be one too many, and drops first whom nobody waits for', async () => {
    const desk = openDesk();
    const waiting = Array.from({ length: UNANSWERED_MAX - 1 }, (_, n) => desk.submit(command(`waits-${n}`), NEVER));
    await desk.submit(command('given-up'), aborted);
    waiting.push(desk.submit(command('last'), NEVER));
    await expect(desk.submit(command('one-too-many'), NEVER)).rejects.toMatchObject({ code: 'TOO_MANY_WAITING', status: 503 });
    expect(waiting).toHaveLength(UNANSWERED_MAX);
    // It needs no place here: the other processes were told, and so is this one.
    expect(await desk.find('given-up')).toEqual({ pending: { commandId: 'given-up', stream: 'account-acme' } });
  });

  it('forgets a command that the bus has not taken', async () => {
    const desk = openDesk();
    await bus[Symbol.asyncDispose]();
    await expect(desk.submit(command('lost'), NEVER)).rejects.toMatchObject({ name: 'Unavailable' });
    expect(await desk.find('lost')).toBeUndefined();
  });

  it('does not wait for ever for a bus that hangs', async () => {
    const desk = openDesk({ ...losing(), publish: () => new Promise(() => undefined) });
    await expect(desk.submit(command('hanging'), NEVER)).rejects.toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    expect(await desk.find('hanging')).toBeUndefined();
  });

  it('refuses a command that is too large for the worker with its envelope, rather than let it become a dead letter', async () => {
    const large = command('large', { data: { text: 'x'.repeat(262_000) } });
    await expect(openDesk().submit(large, NEVER)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE', status: 413 });
  });

  it('D1: tells the commands of one id by their senders, and finds them by the id alone while there is one', async () => {
    const desk = openDesk();
    await desk.submit(command('c1', { source: '/a' }), aborted);
    expect(await desk.findById('c1')).toMatchObject({ pending: { source: '/a' } });
    const sourced = encodeOutcome(refused('c1', 'NO_A'), new Date(), '/a');
    await bus.publish(OUTCOMES_TOPIC, sourced);
    await eventually(async () => 'outcome' in Object(await desk.find('c1', '/a')));
    await openCommandLedger(readStore).remember({ hash: 'h', outcome: refused('c1', 'NO_B') }, '/b');
    expect(await desk.find('c1', '/a')).toMatchObject({ outcome: { source: '/a', rejection: { code: 'NO_A' } } });
    expect(await desk.find('c1', '/b')).toMatchObject({ outcome: { source: '/b', rejection: { code: 'NO_B' } } });
    expect(await desk.find('c1', 'http')).toBeUndefined();
    expect(await desk.findById('c1')).toEqual({ senders: ['/a', '/b'] });
    // Without the read store, what was heard here is what is known.
    await readStore[Symbol.asyncDispose]();
    expect(await desk.findById('c1')).toMatchObject({ outcome: { source: '/a' } });
    await expect(desk.findById('c2')).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('hands each request its own outcome, and has no use for those of others', async () => {
    const desk = openDesk();
    await say(refused('c1'));
    await say(refused('c1'), { [REQUEST_HEADER]: 'of-another-process' });
    await say(refused('c1'), { [REQUEST_HEADER]: ['of', 'two'] });
    expect(await desk.submit(command('c1'), AbortSignal.timeout(50))).toBeUndefined();

    const own = desk.submit(command('c2'), soon());
    const [sending] = await sendings(['c2']);
    await say(refused('c2'), { [REQUEST_HEADER]: sending! });
    expect(await own).toMatchObject({ commandId: 'c2', accountId: 'acme', rejection: { code: 'ACCOUNT_NOT_FOUND' } });
  });

  it('goes on where somebody puts rubbish on the topic of outcomes', async () => {
    const desk = openDesk();
    for (const text of ['', '{', '[]', 'null', '{"data":{"commandId":7}}']) {
      await bus.publish(OUTCOMES_TOPIC, { key: 'a', headers: {}, value: Buffer.from(text) });
    }
    await say(refused('c1'));
    await eventually(async () => (await desk.find('c1')) !== undefined);
  });
});

/** The sendings under which these commands lie on the bus, in their order. */
const sendings = async (ids: readonly string[]): Promise<readonly string[]> => {
  const found = new Map<string, string>();
  const all = new AbortController();
  const take = async ({ headers, value }: Delivery) => {
    const { id } = JSON.parse(Buffer.from(value!).toString('utf8')) as { readonly id: string };
    found.set(id, String(headers[REQUEST_HEADER]));
    if (ids.every((one) => found.has(one))) all.abort();
    return { kind: 'done' } as const;
  };
  await bus.consume(COMMANDS_TOPIC, 'test', take, AbortSignal.any([all.signal, soon()]));
  return ids.map((id) => found.get(id)!);
};

describe('an outcome that does not come over the bus', () => {
  it('is found in the ledger while the request waits, with what is known of earlier sendings', async () => {
    const desk = openDesk(losing());
    const answers = ['first', 'again', 'old'].map((id) => desk.submit(command(id), soon()));
    const [first] = await sendings(['first', 'again', 'old']);
    await keep({ hash: commandHashOf(command('first')), outcome: refused('first'), request: first! });
    await keep({ hash: commandHashOf(command('again')), outcome: refused('again'), request: 'of-another-process' });
    await keep({ hash: commandHashOf(command('old')), outcome: refused('old') });
    expect(await Promise.all(answers)).toEqual([
      expect.objectContaining({ commandId: 'first', duplicate: false, rejection: { code: 'ACCOUNT_NOT_FOUND', detail: 'No.' } }),
      expect.objectContaining({ commandId: 'again', duplicate: true }),
      expect.objectContaining({ commandId: 'old', duplicate: true }),
    ]);
  });

  it('says that the id is used where another command has it', async () => {
    await keep({ hash: 'of another command', outcome: refused('used') });
    expect(await openDesk(losing()).submit(command('used'), soon())).toMatchObject({
      commandId: 'used',
      outcome: 'REJECTED',
      rejection: { code: 'COMMAND_ID_REUSED' },
    });
  });
});

describe('what is known of a command', () => {
  it('is not waited for where the read store hangs: the client has its 202 all the same', async () => {
    const note = () => new Promise<void>(() => undefined);
    const desk = openDesk(losing(), { ...openPendingCommands(readStore), note });
    const before = performance.now();
    expect(await desk.submit(command('c1'), aborted)).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(NOTE_MS_MAX + 1_000);
    expect(await desk.find('c1')).toMatchObject({ pending: { commandId: 'c1' } });
  });

  it('is known in every process: that it is on its way, and then its outcome, whoever took it', async () => {
    const here = openDesk();
    const elsewhere = openDesk(losing());
    expect(await here.submit(command('c1'), aborted)).toBeUndefined();
    expect(await elsewhere.find('c1')).toEqual({ pending: { commandId: 'c1', stream: 'account-acme' } });

    const [sending] = await sendings(['c1']);
    await say(refused('c1'), { [REQUEST_HEADER]: sending! });
    await eventually(async () => 'outcome' in Object(await here.find('c1')));
    await eventually(async () => (await elsewhere.find('c1')) === undefined);
    await keep({ hash: commandHashOf(command('c1')), outcome: { ...refused('c1'), duplicate: true } });
    expect(await elsewhere.find('c1')).toEqual({ outcome: expect.objectContaining({ commandId: 'c1', duplicate: false }) });
  });

  it('is what was heard, also of commands of other processes and before anything is kept', async () => {
    const desk = openDesk();
    await say({ ...refused('c1', 'COMMAND_ID_REUSED') });
    await say({ ...refused('c1'), duplicate: true });
    await say(refused('c1', 'LATER'));
    await eventually(async () => (await desk.find('c1')) !== undefined);
    expect(await desk.find('c1')).toEqual({
      outcome: expect.objectContaining({ duplicate: false, rejection: { code: 'ACCOUNT_NOT_FOUND', detail: 'No.' } }),
    });
    expect(await desk.find('never')).toBeUndefined();
  });
});
