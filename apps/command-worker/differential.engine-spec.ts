import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreDbServer } from '#libs/event-store/testing/server/start.js';
import { engine } from '#libs/kernel/testing/engines.js';
import { type Result, run } from './testing/compare.js';
import { histories } from './testing/histories.js';
import { mirror } from './testing/mirror.js';
import { openPipeline, type Urls } from './testing/pipeline.js';

/** What the design asks for (invariant 12). */
const HISTORIES = 1_000;

/** Named, so that a failure can be looked at again. */
const SEED = 20_260_301;

const missing = (['kafka', 'mongodb'] as const).flatMap((name) => {
  const found = engine(name);
  return 'missing' in found ? [`${name}: ${found.missing}`] : [];
});

const urlOf = (name: 'kafka' | 'mongodb'): string => {
  const found = engine(name);
  return 'url' in found ? found.url : '';
};

/** The same server with a database of this run's own. */
const ownDatabase = (url: string): string => {
  const at = new URL(url);
  at.pathname = `/differential-${randomUUID().slice(0, 8)}`;
  return at.href;
};

describe('the same commands on the embedded engines and on EventStoreDB, Kafka and MongoDB', () => {
  if (missing.length > 0) {
    it(`not run: ${missing.join('; ')}`, () => expect(missing).not.toEqual([]));
    return;
  }
  let folder: string;
  const results = new Map<'embedded' | 'engines', Result>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rapport-differential-'));
    const named = engine('eventstoredb');
    // A server that a variable names keeps what earlier runs wrote.
    const mark = 'url' in named ? `${randomUUID().slice(0, 8)}-` : '';
    const commands = histories(HISTORIES, SEED, mark);
    await using server = 'url' in named ? undefined : await startEventStoreDbServer();
    const worlds: readonly (readonly ['embedded' | 'engines', Urls])[] = [
      [
        'embedded',
        { eventStore: `sqlite:${folder}/events.db`, messageBus: `in-process:${folder}/bus.db`, readStore: `sqlite:${folder}/read.db` },
      ],
      [
        'engines',
        {
          eventStore: 'url' in named ? named.url : server!.url,
          messageBus: urlOf('kafka'),
          readStore: ownDatabase(urlOf('mongodb')),
        },
      ],
    ];
    if ('url' in named) {
      // Figures of a whole company have everybody's events in them: the embedded world begins with the same ones.
      const count = await mirror(named.url, worlds[0]![1].eventStore);
      process.stderr.write(`\nThe EventStoreDB that a variable names had ${count} events of the domain: both worlds begin with them.\n`);
    }
    for (const [name, urls] of worlds) {
      await using world = await openPipeline(urls);
      results.set(name, await run(world, commands, mark));
    }
  }, 600_000);
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  const both = <Part>(part: (result: Result) => Part) => [part(results.get('engines')!), part(results.get('embedded')!)] as const;

  it(`are answered alike: ${HISTORIES} histories, seed ${SEED}`, () => {
    const [engines, embedded] = both(({ answers }) => answers);
    expect(engines).toEqual(embedded);
  });

  it('leave the same events in every stream', () => {
    const [engines, embedded] = both(({ events }) => events);
    expect(engines).toEqual(embedded);
  });

  it('come to the same documents in every read model', () => {
    const [engines, embedded] = both(({ documents }) => documents);
    expect(engines).toEqual(embedded);
  });

  it('were worth comparing: all three answers to look at, thousands of events and documents', () => {
    const { answers, count } = results.get('embedded')!;
    const outcomes = answers.flat().map((answer) => JSON.stringify(answer));
    for (const part of ['"ACCEPTED"', '"REJECTED"', '"COMMAND_ID_REUSED"', '"VERSION_CONFLICT"', '"duplicate":true']) {
      expect(outcomes.filter((outcome) => outcome.includes(part)).length).toBeGreaterThan(50);
    }
    expect(count.events).toBeGreaterThan(5_000);
    expect(count.documents).toBeGreaterThan(5_000);
  });
});
