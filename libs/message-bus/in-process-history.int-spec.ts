import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEAD_LETTER_TOPIC, type Delivery, type Disposition } from '#libs/kernel/ports.js';
import { DONE, listen, message, RETRY, textOf } from '#libs/kernel/testing/message-bus-fixtures.js';
import { openInProcessBus } from './in-process.js';

const folder = mkdtempSync(join(tmpdir(), 'message-bus-history-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newBus = (path: string) => openInProcessBus({ path, backOff: { baseMs: 1, capMs: 2 } });

/** What a handler does with one delivery; `close` closes the bus while the message is in hand, and does not get it done. */
type Act = 'done' | 'retry' | 'throw' | 'dead' | 'close';

const DEAD: Disposition = { kind: 'dead', code: 'BAD', detail: 'It is bad.' };
const acts = fc.constantFrom<Act>('done', 'done', 'done', 'retry', 'throw', 'dead', 'close');

describe('whatever handlers answer, and however often the bus is closed', () => {
  it('each message is finished or dead, none before an earlier one of its key', async () => {
    const scripts = [fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 20 }), fc.array(acts, { maxLength: 60 })] as const;
    await fc.assert(
      fc.asyncProperty(...scripts, async (keys, script) => {
        const path = join(folder, `${(files += 1)}`, 'bus.db');
        const published = keys.map((key, index) => message(key, String(index)));
        const [finished, dead] = [new Set<string>(), new Set<string>()];
        const acting = script.values();
        const overtaken: string[] = [];
        const act = (delivery: Delivery, close: () => void): Disposition => {
          const earlier = published.slice(0, Number(textOf(delivery))).filter(({ key }) => key === delivery.key);
          if (!earlier.every((one) => finished.has(textOf(one)))) overtaken.push(textOf(delivery));
          const next = acting.next().value ?? 'done';
          if (next === 'close') close();
          if (next === 'throw') throw new Error('the handler failed');
          if (next === 'retry' || next === 'close') return RETRY;
          finished.add(textOf(delivery));
          if (next === 'dead') dead.add(textOf(delivery));
          return next === 'dead' ? DEAD : DONE;
        };
        for (let opened = 0; finished.size < keys.length; opened += 1) {
          await using bus = newBus(path);
          if (opened === 0) await Promise.all(published.map((one) => bus.publish('t', one)));
          const { promise: closed, resolve: close } = Promise.withResolvers<void>();
          const listener = listen(bus, 't', 'g', (delivery) => {
            const disposition = act(delivery, close);
            if (finished.size === keys.length) close();
            return disposition;
          });
          await closed;
          await listener.stop();
        }
        await using bus = newBus(path);
        const letters = listen(bus, DEAD_LETTER_TOPIC, 'reader');
        await letters.until((heard) => new Set(heard.map(textOf)).size === dead.size);
        expect(new Set(letters.texts())).toEqual(dead);
        expect(overtaken).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
