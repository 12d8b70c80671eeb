import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEngineFaults, freezeEngine, killEngine, startEngine, thawEngine } from '#libs/kernel/testing/engines.js';
import { type Member } from './testing/fleet.js';
import { type Recovery, System } from './testing/system.js';

/** An engine that is back is worked with again in this time. */
const RECOVERY_MS_MAX = 10_000;

/** Commands answered before an engine goes away, and after it is back. */
const BEFORE = 120;
const AFTER = 120;

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

describeEngineFaults('kafka', (kafka) => {
  describeEngineFaults('mongodb', (mongodb) => {
    describe('services on three engines, in the middle of commands from twelve producers', () => {
      let system: System;
      const ended = new Set<Member>();
      const table: string[] = [];

      beforeAll(async () => {
        system = await System.start(kafka, mongodb);
      }, 180_000);
      afterAll(async () => {
        process.stderr.write(`\nRecovery from faults, in ms from the engine's return:\n${table.join('\n')}\n\n`);
        await system?.[Symbol.asyncDispose]();
      }, 60_000);

      const note = (fault: string, { first, all }: Recovery, ready: number): void =>
        void table.push(
          `${fault.padEnd(46)} first accepted ${String(first).padStart(6)}   eight accounts ${String(all).padStart(6)}   all ready ${String(ready).padStart(6)}`,
        );

      const engines = [
        { engine: 'EventStoreDB', name: 'event-store', ...eventStore(() => system) },
        { engine: 'Kafka', name: 'message-bus', ...controlled('kafka') },
        { engine: 'MongoDB', name: 'read-store', ...controlled('mongodb') },
      ];
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
    });
  });
});
