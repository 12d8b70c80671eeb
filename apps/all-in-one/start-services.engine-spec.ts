import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { within } from '#libs/kernel/testing/deadline.js';
import { describeEngine } from '#libs/kernel/testing/engines.js';

/** Twelve processes that make topics and indexes, on a machine that does other things too. */
const START_MS_MAX = 120_000;
const STOP_MS_MAX = 60_000;

/** Ports beside those of the engines and of anything that people start by hand. */
const PORT = 23_400;
const EVENT_STORE_PORT = 23_390;

interface Running {
  readonly instance: string;
  readonly pid: number;
}

const isLiving = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describeEngine('kafka', (kafka) => {
  describeEngine('mongodb', (mongodb) => {
    describe('npm run start:services', () => {
      let folder: string;
      let child: ChildProcess;
      let out = '';
      let err = '';

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'rapport-services-'));
        const url = new URL(mongodb);
        url.pathname = `/rapport-services-${process.pid}`;
        const env = { ...process.env, MESSAGE_BUS_URL: kafka, READ_STORE_URL: url.href, EVENT_STORE_URL: '' };
        const args = ['infra/start-services.mjs', '--folder', folder, '--port', String(PORT), '--workers', '2', '--apis', '2'];
        child = spawn(process.execPath, args, {
          env: { ...env, RAPPORT_EVENT_STORE_PORT: String(EVENT_STORE_PORT) },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text));
        child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text));
        const { promise, resolve } = Promise.withResolvers<void>();
        child.stdout!.on('data', () => out.includes('Everything is ready') && resolve());
        const ended = once(child, 'close').then(() => Promise.reject(new Error(`It ended: ${err}`)));
        await within(Promise.race([promise, ended]), 'all services to be ready', START_MS_MAX);
      });
      afterAll(async () => {
        // What it started is ended with it, also where a test failed.
        if (child.exitCode === null) child.kill('SIGTERM');
        if (child.exitCode === null) await within(once(child, 'close'), 'everything to be stopped', STOP_MS_MAX);
        await rm(folder, { recursive: true });
      });

      const addressOf = (instance: string): string => new RegExp(`^${instance} +(http://[\\d.:]+)`, 'm').exec(out)?.[1] ?? '';
      const ask = async (instance: string, path: string, init: RequestInit = {}) => {
        const response = await fetch(`${addressOf(instance)}${path}`, init);
        return { status: response.status, text: await response.text() };
      };

      it('runs every service of docker-compose.yml, two of those that were asked for, and says that the event store is a stand-in', () => {
        const instances = ['command-api-1', 'command-api-2', 'command-worker-1', 'command-worker-2', 'query-api-1', 'relay-1'];
        for (const instance of instances) expect(addressOf(instance)).toMatch(/^http:/);
        expect(out).toMatch(/EventStoreDB \(a stand-in for tests\) +esdb:/);
        expect(out).toMatch(/Kafka \(given by MESSAGE_BUS_URL\) +kafka:/);
      });

      it('decides a command that one door takes; another door and the read side know what came of it', async () => {
        const id = `start-services-${process.pid}`;
        const headers = { 'content-type': 'application/json', prefer: 'wait=20' };
        const body = JSON.stringify({ commandId: id, accountId: id, data: { name: 'Acme' } });
        const sent = await ask('command-api-1', '/v1/commands/OpenAccount', { method: 'POST', headers, body });
        expect([sent.status, JSON.parse(sent.text)]).toMatchObject([200, { outcome: 'ACCEPTED', version: 1 }]);
        const elsewhere = await ask('command-api-2', `/v1/commands/${id}`);
        expect([elsewhere.status, JSON.parse(elsewhere.text)]).toMatchObject([200, { outcome: 'ACCEPTED', version: 1 }]);
        const timeline = await ask('query-api-1', `/v1/accounts/${id}/timeline`);
        expect(JSON.parse(timeline.text)).toMatchObject({ items: [{ type: 'AccountOpened' }] });
        const workers = await Promise.all(['command-worker-1', 'command-worker-2'].map((name) => ask(name, '/metrics')));
        const decided = /^rapport_commands_total\{type="OpenAccount",outcome="ACCEPTED",code=""\} 1$/m;
        expect(workers.filter(({ text }) => decided.test(text))).toHaveLength(1);
        const partitions = workers.map(({ text }) => Number(/^rapport_bus_assigned_partitions\{.*\} (\d+)$/m.exec(text)?.[1]));
        expect(Math.min(...partitions)).toBeGreaterThan(0);
      });

      it('stops everything at Ctrl-C and leaves nothing behind', async () => {
        const running = JSON.parse(await readFile(join(folder, 'running.json'), 'utf8')) as readonly Running[];
        expect(running.every(({ pid }) => isLiving(pid))).toBe(true);
        child.kill('SIGINT');
        const [code] = (await within(once(child, 'close'), 'everything to be stopped', STOP_MS_MAX)) as [number];
        expect([code, err]).toEqual([0, expect.stringContaining('Everything is stopped.')]);
        expect(running.filter(({ pid }) => isLiving(pid))).toEqual([]);
      });
    });
  });
});
