import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type MessageBus, type Opened } from '#libs/kernel/ports.js';
import { openInProcessBus } from '#libs/message-bus/in-process.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { createLog } from '#libs/platform/log.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { encodeOutcome, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { REQUEST_HEADER } from '#libs/runtime/consume-commands.js';
import { OutcomeDesk, UNANSWERED_MAX } from './outcome-desk.js';

const BACKLOG_MAX = UNANSWERED_MAX + 1;
const NEVER = new AbortController().signal;

let folder: string;
let bus: Opened<MessageBus>;
let supervisor: Supervisor;
let desk: OutcomeDesk;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-desk-'));
  supervisor = new Supervisor(createLog('silent'));
  bus = supervisor.keep(openInProcessBus({ path: join(folder, 'bus.db'), backlogMax: BACKLOG_MAX }));
  desk = new OutcomeDesk(bus, supervisor, readConfiguration({}));
  desk.onApplicationBootstrap();
});
afterEach(async () => {
  await supervisor.onApplicationShutdown();
  await rm(folder, { recursive: true });
});

const command = (commandId: string): CommandEnvelope => ({
  commandId,
  stream: 'account-acme',
  type: 'CloseAccount',
  data: {},
  actor: 'ana',
});
const aborted = AbortSignal.abort();

describe('the desk', () => {
  it('turns away what would be one too many, and drops first whom nobody waits for', async () => {
    const waiting = Array.from({ length: UNANSWERED_MAX - 1 }, (_, n) => desk.submit(command(`waits-${n}`), NEVER));
    await desk.submit(command('given-up'), aborted);
    expect(desk.pending('given-up')).toBeDefined();

    waiting.push(desk.submit(command('last'), NEVER));
    expect(desk.pending('given-up')).toBeUndefined();
    await expect(desk.submit(command('one-too-many'), NEVER)).rejects.toMatchObject({ code: 'TOO_MANY_WAITING', status: 503 });
    expect(waiting).toHaveLength(UNANSWERED_MAX);
  });

  it('forgets a command that the bus has not taken', async () => {
    await bus[Symbol.asyncDispose]();
    await expect(desk.submit(command('lost'), NEVER)).rejects.toMatchObject({ name: 'Unavailable' });
    expect(desk.pending('lost')).toBeUndefined();
  });

  it('hands each request its own outcome, and has no use for those of others', async () => {
    const outcomes = [
      { headers: {}, stream: 'account-other' },
      { headers: { [REQUEST_HEADER]: 'of-another-process' }, stream: 'account-other' },
    ];
    for (const { headers, stream } of outcomes) {
      const rejection = { code: 'ACCOUNT_NOT_FOUND', detail: 'No.' };
      const message = encodeOutcome({ commandId: 'c1', stream, duplicate: false, outcome: 'REJECTED', rejection }, new Date());
      await bus.publish(OUTCOMES_TOPIC, { ...message, headers: { ...message.headers, ...headers } });
    }
    expect(await desk.submit(command('c1'), AbortSignal.timeout(50))).toBeUndefined();
    expect(desk.pending('c1')).toMatchObject({ stream: 'account-acme' });
  });
});
