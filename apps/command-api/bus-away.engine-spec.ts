import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { DEADLINE_MS } from '#libs/kernel/testing/deadline.js';
import { describeEngineFaults, freezeEngine, killEngine, startEngine } from '#libs/kernel/testing/engines.js';
import { PUBLISH_MS_MAX } from './outcome-desk.js';
import { type Answer, type Door, openDoor } from './testing/door.js';

/** Promised: commands are decided again in this time after the broker is back. */
const BACK_MS_MAX = 10_000;

/** On top of what the bus is given: the request itself, on a busy machine. */
const SLACK_MS = 2_000;

const print = (text: string) => process.stdout.write(`${text}\n`);

describeEngineFaults('kafka', (url) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor([], { MESSAGE_BUS_URL: url });
    door.startWorker();
  });
  // Whatever a test left: the next one, and the door that closes, find a broker.
  afterEach(() => startEngine('kafka'), 6 * DEADLINE_MS);
  afterAll(async () => door[Symbol.asyncDispose]());

  const timed = async (commandId: string = v7()): Promise<{ readonly answer: Answer; readonly ms: number }> => {
    const begun = performance.now();
    const answer = await door.send('OpenAccount', { accountId: commandId, commandId, data: { name: 'Acme' } });
    return { answer, ms: Math.round(performance.now() - begun) };
  };
  const untilDecided = async (commandId: string = v7()): Promise<Answer> => {
    for (;;) {
      const { answer } = await timed(commandId);
      if (answer.status === 200) return answer;
    }
  };

  describe.each<[string, () => Promise<void>]>([
    ['was killed', () => killEngine('kafka')],
    ['hangs', () => freezeEngine('kafka')],
  ])('while the broker %s', (_, fail) => {
    it('commands are answered 503 with Retry-After in time, each of them, and decided once when it is back', async () => {
      await untilDecided();
      await fail();
      const ids = Array.from({ length: 5 }, () => v7());
      for (const id of ids) {
        const { answer, ms } = await timed(id);
        print(`${answer.status} ${String(answer.body['code'])} after ${ms} ms: ${String(answer.body['detail'])}`);
        expect(answer).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE', detail: expect.stringContaining('same') } });
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(ms).toBeLessThan(PUBLISH_MS_MAX + SLACK_MS);
      }
      await startEngine('kafka');
      const back = performance.now();
      await untilDecided();
      const decided = Math.round(performance.now() - back);
      print(`commands are decided ${decided} ms after the broker's return`);
      expect(decided).toBeLessThan(BACK_MS_MAX);
      for (const id of ids) expect((await untilDecided(id)).body).toMatchObject({ commandId: id, outcome: 'ACCEPTED', version: 1 });
    });
  });
});
