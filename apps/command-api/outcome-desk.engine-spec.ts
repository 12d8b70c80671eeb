import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { commandForms } from '#libs/contracts/command-forms.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type MessageBus, type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { describeEngine } from '#libs/kernel/testing/engines.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { TOPICS } from '#libs/platform/bus-options.js';
import { createLog } from '#libs/platform/log.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { openReadStore } from '#libs/read-store/open.js';
import { openCommandLedger } from '#libs/runtime/command-ledger.js';
import { consumeCommands } from '#libs/runtime/consume-commands.js';
import { OutcomeDesk } from './outcome-desk.js';
import { openPendingCommands } from './pending-commands.js';

/** Topics of one broker, where nobody has made them yet. */
const ONE_BROKER = { partitions: 8, replicationFactor: 1 };

describeEngine('kafka', (url) => {
  let folder: string;
  let bus: Opened<MessageBus>;
  let readStore: Opened<ReadStore>;
  const supervisor = new Supervisor(createLog('silent'));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-desk-'));
    readStore = supervisor.keep(await openReadStore(`sqlite:${join(folder, 'read.db')}`));
    bus = supervisor.keep(await openMessageBus(url, { topics: Object.fromEntries(TOPICS.map((topic) => [topic, ONE_BROKER])) }));
  });
  afterAll(async () => {
    await supervisor.onApplicationShutdown();
    await rm(folder, { recursive: true });
  });

  /** The desk of a process of the command API; it keeps no ledger, so that what it knows came over the bus. */
  const openDesk = (): OutcomeDesk => {
    const desk = new OutcomeDesk(bus, supervisor, { messageBusUrl: url }, openCommandLedger(readStore), openPendingCommands(readStore));
    desk.onApplicationBootstrap();
    return desk;
  };
  const command = (commandId: string): CommandEnvelope => ({
    commandId,
    stream: 'account-acme',
    type: 'CloseAccount',
    data: { reason: 'Merged.' },
    actor: 'ana',
    source: 'test',
  });
  /** Refuses whatever is asked; what other tests left on the topic too. */
  const startWorker = (): void => {
    const handle = async ({ commandId, stream }: CommandEnvelope) =>
      ({ commandId, stream, duplicate: false, outcome: 'REJECTED', rejection: { code: 'ACCOUNT_NOT_FOUND', detail: 'No.' } }) as const;
    const dependencies = { bus, handler: { handle }, forms: commandForms, now: () => new Date() };
    supervisor.run('commands', (signal) => consumeCommands(dependencies, signal));
  };
  const until = async (condition: () => Promise<boolean>): Promise<void> => {
    const deadline = AbortSignal.timeout(30_000);
    while (!(await condition())) await sleep(20, undefined, { signal: deadline });
  };

  it('answers what another process took, which heard of it over the bus alone', async () => {
    const [here, elsewhere] = [openDesk(), openDesk()];
    startWorker();
    const probe = async (): Promise<boolean> => {
      // Each sending is a command of its own; both desks listen when both have heard the outcome of one.
      const id = v7();
      await here.submit(command(id), AbortSignal.timeout(2_000));
      return 'outcome' in Object(await here.find(id, 'test')) && 'outcome' in Object(await elsewhere.find(id, 'test'));
    };
    await until(probe);
    const id = v7();
    expect(await here.submit(command(id), AbortSignal.timeout(10_000))).toMatchObject({ commandId: id, outcome: 'REJECTED' });
    await until(async () => 'outcome' in Object(await elsewhere.find(id, 'test')));
    expect(await openCommandLedger(readStore).recall(id, 'test')).toBeUndefined();
  });
});
