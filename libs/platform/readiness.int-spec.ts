import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#libs/event-store/open.js';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { openReadStore } from '#libs/read-store/open.js';
import { createLog } from './log.js';
import { Metrics } from './metrics/metrics.js';
import { Assignments } from './observed/assignments.js';
import { type Probed, Readiness } from './readiness.js';
import { Supervisor } from './supervisor.js';

let folder: string;
let supervisor: Supervisor;
let time = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-readiness-'));
  supervisor = new Supervisor(createLog('silent'));
});
afterEach(async () => {
  await supervisor.onApplicationShutdown();
  await rm(folder, { recursive: true });
});

const metrics = new Metrics();
const assignments = new Assignments(() => undefined);
const readinessOf = (engines: Readonly<Record<string, Probed>>) =>
  new Readiness(new Map(Object.entries(engines)), supervisor, assignments, metrics, () => time);
const later = (): void => void (time += 1_001);
const untilAborted = (signal: AbortSignal): Promise<void> => new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

describe('readiness', () => {
  it('is ok while everything can be worked with, and names an engine that is away with its reason', async () => {
    const store = supervisor.keep(await openEventStore(`sqlite:${join(folder, 'events.db')}`, { writer: true }));
    const readStore = await openReadStore(`sqlite:${join(folder, 'read.db')}`);
    const readiness = readinessOf({ 'event-store': store, 'read-store': readStore });
    supervisor.run('consumer', untilAborted);
    const engines = { 'event-store': 'ok', 'read-store': 'ok' };
    expect(await readiness.ask()).toEqual({ status: 'ok', tasks: { consumer: 'running' }, engines, reasons: [], notices: [] });
    await readStore[Symbol.asyncDispose]();
    later();
    const degraded = await readiness.ask();
    expect(degraded).toMatchObject({
      status: 'degraded',
      engines: { 'event-store': 'ok', 'read-store': expect.stringContaining('closed') },
    });
    expect(degraded.reasons).toEqual([expect.stringMatching(/^read-store: .*closed/)]);
    const { body } = await metrics.text();
    expect(body).toContain('rapport_engine_up{engine="read-store"} 0');
    expect(body).toContain('rapport_engine_up{engine="event-store"} 1');
  });

  it('asks the engines once a second at the most', async () => {
    let probes = 0;
    const probe = async (): Promise<void> => void probes++;
    const readiness = readinessOf({ toys: { probe } });
    await Promise.all([readiness.ask(), readiness.ask()]);
    await readiness.ask();
    expect(probes).toBe(1);
    later();
    await readiness.ask();
    expect(probes).toBe(2);
  });

  it('passes on what an engine has put right by itself, which is no reason to send work elsewhere', async () => {
    const readiness = readinessOf({ toys: { probe: async () => undefined, notices: () => ['a file was begun anew'] } });
    expect(await readiness.ask()).toMatchObject({ status: 'ok', notices: ['a file was begun anew'] });
  });

  it('answers in time for an engine that does not', async () => {
    const readiness = readinessOf({ toys: { probe: () => new Promise(() => undefined) } });
    expect((await readiness.ask()).reasons).toEqual(['toys: no answer within 2000 ms']);
  });

  it('shows no password of an engine that is away', async () => {
    const readiness = readinessOf({ toys: { probe: () => Promise.reject(new Unavailable('toys://me:secret@host is away')) } });
    expect((await readiness.ask()).reasons).toEqual(['toys: toys://***@host is away']);
  });

  it('tells of tasks that were stopped, that begin again, and that wait for what they stand on', async () => {
    const readiness = readinessOf({});
    supervisor.run('account-timeline@1', () => Promise.reject(new InvariantBroken('the checkpoint belongs to another log')));
    supervisor.run('commands', () => Promise.reject(new Error('connection reset')));
    const { promise, resolve } = Promise.withResolvers<void>();
    supervisor.holdUntil(promise);
    supervisor.run('outcomes', untilAborted);
    await new Promise(setImmediate);
    expect(await readiness.ask()).toEqual({
      status: 'degraded',
      engines: {},
      tasks: { 'account-timeline@1': 'stopped', commands: 'restarting', outcomes: 'waiting' },
      notices: [],
      reasons: ['account-timeline@1 is stopped: the checkpoint belongs to another log', 'commands is restarting: connection reset'],
    });
    resolve();
    await new Promise(setImmediate);
    expect(supervisor.states()['outcomes']).toBe('running');
  });

  it('tells of a consumer that is in charge of nothing, until it is', async () => {
    const readiness = readinessOf({});
    const consumer = assignments.begin('orders');
    expect((await readiness.ask()).reasons).toEqual([expect.stringContaining('the consumer of orders is in charge of no partition')]);
    consumer.assigned([0, 1]);
    consumer.revoked([0]);
    later();
    expect((await readiness.ask()).status).toBe('ok');
    consumer.revoked([1]);
    later();
    expect((await readiness.ask()).status).toBe('degraded');
    // More consumers than partitions: this one stands by, which is not a fault.
    consumer.assigned([]);
    later();
    expect((await readiness.ask()).status).toBe('ok');
    consumer.end();
  });
});
