import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { COMMANDS_TOPIC, encodeCommand } from '#libs/runtime/cloud-events.js';
import { describeEngine } from '#libs/kernel/testing/engines.js';
import { type Member, type ServiceName, until } from './testing/fleet.js';
import { System } from './testing/system.js';

const DEAD_LETTERS = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'examples', 'dead-letters.mjs');

/** Rounds of workers that are killed all at once, and how many each has. */
const ROUNDS = 7;
const WORKERS = 3;

/** Answers after which the workers of a round are killed: some moment in the middle, another one each time. */
const ANSWERS_MAX = 60;

/** Longer than the broker waits for a sign of life: its partitions are another's when a worker goes on. */
const STALLED_MS = 8_000;

/** Two projectors of one kind are side by side for so long that each has committed. */
const FENCED_MS = 30_000;

const PROJECTORS: readonly ServiceName[] = ['timeline-projector', 'maturity-projector', 'team-kpi-projector'];

describeEngine('kafka', (kafka) => {
  describeEngine('mongodb', (mongodb) => {
    describe('services that are killed, doubled and fed with garbage, in the middle of commands from twelve producers', () => {
      let system: System;
      /** Those that were ended on purpose. */
      const ended = new Set<Member>();

      beforeAll(async () => {
        system = await System.start(kafka, mongodb);
      }, 180_000);
      afterAll(async () => {
        await system?.[Symbol.asyncDispose]();
      }, 60_000);

      const end = async (members: readonly Member[], how: 'kill' | 'stop'): Promise<void> => {
        for (const member of members) ended.add(member);
        await Promise.all(members.map((member) => member[how]()));
      };
      const addReady = async (names: readonly ServiceName[]): Promise<readonly Member[]> => {
        const members = await Promise.all(names.map((name) => system.add(name)));
        await Promise.all(members.map((member) => member.untilReady()));
        return members;
      };
      const isRight = async (): Promise<void> => {
        expect(await system.faults()).toEqual([]);
        expect(system.died(ended)).toEqual([]);
      };

      it(`decides each command once, also when ${ROUNDS * WORKERS} workers are killed while they decide`, async () => {
        const load = system.load();
        for (let round = 0; round < ROUNDS; round += 1) {
          await addReady(Array<ServiceName>(WORKERS - system.of('command-worker').length).fill('command-worker'));
          await load.more(1 + Math.floor(Math.random() * ANSWERS_MAX));
          await end(system.of('command-worker'), 'kill');
        }
        await addReady(['command-worker', 'command-worker']);
        await load.more(ANSWERS_MAX);
        await load.end();
        await isRight();
      }, 300_000);

      it('decides each command once while a third worker joins, another stalls past its session and comes back, and the third leaves', async () => {
        const load = system.load();
        await load.more(50);
        const [third] = await addReady(['command-worker']);
        await load.more(50);
        const [stalled] = system.of('command-worker');
        stalled!.freeze();
        await pause(STALLED_MS);
        stalled!.thaw();
        await load.more(50);
        await end([third!], 'stop');
        await load.more(50);
        await load.end();
        await system.untilReady();
        await isRight();
      });

      it('folds each event once where two projectors of a name run, one of them stalls, and one is killed', async () => {
        const load = system.load();
        const first = PROJECTORS.map((name) => system.of(name)[0]!);
        const second = await addReady(PROJECTORS);
        await load.more(50);
        for (const member of first) member.freeze();
        await load.more(50);
        for (const member of first) member.thaw();
        await until('a projector to be fenced off', FENCED_MS, async () => (await fencedOff([...first, ...second])) > 0);
        await end(first, 'kill');
        await load.more(50);
        await load.end();
        await isRight();
        expect(await system.wrongDocuments()).toMatchObject({ wrong: [] });
      });

      it('puts what nobody can handle among the dead letters with the reason, while the good ones around it are decided', async () => {
        const load = system.load();
        await load.more(20);
        const key = `garbage-${randomBytes(4).toString('hex')}`;
        await sendGarbage(kafka, key);
        const { outcome, version } = await system.outcomeOf(`${key}-after`);
        expect([outcome, version]).toEqual(['ACCEPTED', 2]);
        await load.end();
        await isRight();
        const { stdout } = await promisify(execFile)(process.execPath, [DEAD_LETTERS, new URL(kafka).host], { maxBuffer: 67_108_864 });
        const letters = stdout.split('\n').filter((line) => line.includes(key));
        const told = letters.map((line) => JSON.parse(line) as { readonly code: string; readonly detail: string; readonly topic: string });
        expect(told.map(({ code }) => code)).toEqual([
          'INVALID_UTF8',
          'EMPTY_BODY',
          'BODY_TOO_LARGE',
          'UNKNOWN_COMMAND_TYPE',
          'MALFORMED_JSON',
        ]);
        expect(told.every(({ topic, detail }) => topic === COMMANDS_TOPIC && detail.length > 10)).toBe(true);
      });

      it('has documents in the end that a fresh fold of the log gives too, after thousands of commands', async () => {
        const { commands, toldAgain, toldLate } = system.tally();
        const { wrong, count } = await system.wrongDocuments();
        const told = `${toldAgain} outcomes published again after a worker's end, ${toldLate} only by the next worker`;
        process.stderr.write(`\nUnder faults of services: ${commands} commands, ${told}; ${count} documents\n\n`);
        expect(wrong).toEqual([]);
        expect(commands).toBeGreaterThan(1_000);
      });
    });
  });
});

/** How often runs of projections were fenced off. */
const fencedOff = async (members: readonly Member[]): Promise<number> => {
  const pages = await Promise.all(members.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
  const counts = pages.flatMap((page) => [
    ...page.matchAll(/^rapport_projection_interruptions_total\{[^}]*error="Fenced"[^}]*\} (\d+)$/gm),
  ]);
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
};

/** Garbage between two good commands, all of one key and so of one partition. */
const sendGarbage = async (url: string, key: string): Promise<void> => {
  const good = (commandId: string, type: string, data: object) => {
    const { value, headers } = encodeCommand({ commandId, stream: `account-${key}`, type, data, actor: 'ana' });
    return { key, value: Buffer.from(value!), headers: headers as Readonly<Record<string, string>> };
  };
  const { headers } = good('', 'OpenAccount', {});
  const unknown = { ...good(`${key}-unknown`, 'Nonsense', {}) };
  const producer = new Kafka({ brokers: [new URL(url).host], logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  try {
    await producer.send({
      topic: COMMANDS_TOPIC,
      messages: [
        good(`${key}-before`, 'OpenAccount', { name: 'Acme' }),
        { key, value: Buffer.from([0x7b, 0xff, 0xfe, 0x00]), headers },
        { key, value: null, headers },
        { key, value: 'x'.repeat(300_000), headers },
        unknown,
        { key, value: '{"specversion":"1.0",', headers },
        good(`${key}-after`, 'RecordInteraction', { channel: 'call', summary: 'still there' }),
      ],
    });
  } finally {
    await producer.disconnect();
  }
};
