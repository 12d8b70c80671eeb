import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEngineFaults, freezeEngine, itIsNotRun, killEngine, startEngine, thawEngine } from '#libs/kernel/testing/engines.js';
import { type Member } from './testing/fleet.js';
import { type LogPlace, logPlace, type Recovery, SERVICES, System } from './testing/system.js';

/** An engine that is back is worked with again in this time. */
const RECOVERY_MS_MAX = 10_000;

/** Commands answered before an engine goes away, and after it is back. */
const BEFORE = 120;
const AFTER = 120;

/** Times that the event store's connections are reset, and acknowledgements that it loses after each. */
const CUTS = 5;
const LOST = 5;

/** More commands than this are sent while one, two or three engines go away, each in two ways. */
const COMMANDS_MIN = [700, 1_200, 2_000];

/** Ways to take an engine away and to bring it back. */
interface Control {
  kill(): Promise<void>;
  start(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

const controlled = (name: 'kafka' | 'mongodb'): Control => ({
  kill: () => killEngine(name),
  start: () => startEngine(name),
  freeze: () => freezeEngine(name),
  thaw: () => thawEngine(name),
});

const eventStore = (system: () => System): Control => ({
  kill: () => system().eventStore.kill(),
  start: () => system().eventStore.start(),
  freeze: () => system().eventStore.freeze(),
  thaw: () => system().eventStore.thaw(),
});

type EngineTitle = 'EventStoreDB' | 'Kafka' | 'MongoDB';

/** The faults of some engines, with the log on a server. */
const faultsOf = (log: LogPlace, titles: readonly EngineTitle[], urls: { readonly kafka: string; readonly mongodb: string }): void => {
  describe(`services on three engines, the log on ${log}, in the middle of commands from twelve producers`, () => {
    let system: System;
    const ended = new Set<Member>();
    const table: string[] = [];

    beforeAll(async () => {
      system = await System.start(urls.kafka, urls.mongodb, { log });
    }, 180_000);
    afterAll(async () => {
      process.stderr.write(`\nRecovery from faults with the log on ${log}, in ms from the engine's return:\n${table.join('\n')}\n\n`);
      await system?.[Symbol.asyncDispose]();
    }, 60_000);

    const note = (fault: string, { first, all }: Recovery, ready: number): void =>
      void table.push(
        `${fault.padEnd(46)} first accepted ${String(first).padStart(6)}   eight accounts ${String(all).padStart(6)}   all ready ${String(ready).padStart(6)}`,
      );

    const all: readonly (Control & { readonly engine: EngineTitle; readonly name: string })[] = [
      { engine: 'EventStoreDB', name: 'event-store', ...eventStore(() => system) },
      { engine: 'Kafka', name: 'message-bus', ...controlled('kafka') },
      { engine: 'MongoDB', name: 'read-store', ...controlled('mongodb') },
    ];
    const engines = all.filter(({ engine }) => titles.includes(engine));
    const ways = engines.flatMap(({ engine, name, kill, start, freeze, thaw }) => [
      { engine, name, fault: 'killed and started again', goAway: kill, comeBack: start },
      {
        engine,
        name,
        fault: 'frozen and thawed',
        goAway: freeze,
        comeBack: thaw,
      },
    ]);

    it.each(ways)(
      '$engine $fault: nothing is lost, doubled or answered twice, and commands are accepted again within ten seconds',
      async ({ engine, name, fault, goAway, comeBack }) => {
        const load = system.load();
        await load.more(BEFORE);
        await goAway();
        const reason = await system.untilAway('command-worker', name);
        expect(reason.length).toBeGreaterThan(name.length + 3);
        await comeBack();
        const recovery = await system.recovery();
        const ready = await system.untilReady();
        note(`${engine} ${fault}`, recovery, ready);
        await load.more(AFTER);
        await load.end();
        expect(await system.faults()).toEqual([]);
        expect(system.died(ended)).toEqual([]);
        expect(recovery.first).toBeLessThanOrEqual(RECOVERY_MS_MAX);
      },
    );

    const itCanBeCut = titles.includes('EventStoreDB') ? it : undefined;
    itCanBeCut?.(
      'EventStoreDB cut off again and again, with acknowledgements lost: nothing is lost, doubled or answered twice',
      async () => {
        const load = system.load();
        for (let time = 0; time < CUTS; time += 1) {
          await load.more(20);
          await system.eventStore.cutOff();
          await load.more(20);
          await system.eventStore.loseAcknowledgements(LOST);
        }
        note('EventStoreDB cut off', await system.recovery(), await system.untilReady());
        await load.more(AFTER);
        await load.end();
        expect(await system.faults()).toEqual([]);
        expect(system.died(ended)).toEqual([]);
      },
    );

    it('everything killed at once, and started again with the engines last: services wait, say for what, and go on by themselves', async () => {
      const load = system.load();
      await load.more(BEFORE);
      for (const member of system.members) ended.add(member);
      await Promise.all([...engines.map(({ kill }) => kill()), ...system.members.map((member) => member.gone() || member.kill())]);
      await Promise.all(SERVICES.map((name) => system.add(name)));
      for (const { name } of engines) await system.untilAway('command-worker', name);
      await Promise.all(engines.map(({ start }) => start()));
      const recovery = await system.recovery();
      note('everything killed and started again', recovery, await system.untilReady());
      await load.more(AFTER);
      await load.end();
      expect(await system.faults()).toEqual([]);
      expect(system.died(ended)).toEqual([]);
      expect(recovery.first).toBeLessThanOrEqual(RECOVERY_MS_MAX);
    });

    it('has documents in the end that a fresh fold of the log gives too, after thousands of commands', async () => {
      const { wrong, count } = await system.wrongDocuments();
      table.push(`${system.tally().commands} commands, ${count} documents`);
      expect(wrong).toEqual([]);
      expect(system.tally().commands).toBeGreaterThan(COMMANDS_MIN[titles.length - 1]!);
    });
  });
};

describeEngineFaults('kafka', (kafka) => {
  describeEngineFaults('mongodb', (mongodb) => {
    const urls = { kafka, mongodb };
    if (logPlace() === 'a test server') return faultsOf('a test server', ['EventStoreDB', 'Kafka', 'MongoDB'], urls);
    faultsOf('the named EventStoreDB', ['Kafka', 'MongoDB'], urls);
    itIsNotRun('EventStoreDB killed, frozen and cut off: a variable names it, so it is not ours to kill; a test server is instead');
    return faultsOf('a test server', ['EventStoreDB'], urls);
  });
});
