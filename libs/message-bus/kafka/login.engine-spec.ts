import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { describeEngineFaults, engineStatus, freezeEngine, startEngine } from '#libs/kernel/testing/engines.js';
import { message, newName } from '#libs/kernel/testing/message-bus-fixtures.js';
import { openKafkaBus } from '../kafka.js';

const PARTITIONS = { partitions: 1, replicationFactor: 1 };

const failureOf = async (url: string, topics = {}): Promise<unknown> => {
  const opened = await openKafkaBus(url, { topics }).catch((error: unknown) => error);
  if (opened instanceof Error) return opened;
  await (opened as AsyncDisposable)[Symbol.asyncDispose]();
  return undefined;
};

/** On a broker of our own, because only that one's users are known. */
describeEngineFaults('kafka', () => {
  describe('a broker that asks for a login', () => {
    let url: string;

    beforeAll(async () => {
      url = (await engineStatus('kafka')).loginUrl!;
    });
    afterAll(() => startEngine('kafka'));

    it('takes the right one', async () => {
      const topic = newName('topic');
      await using bus = await openKafkaBus(url, { topics: { [topic]: PARTITIONS } });
      await bus.publish(topic, message('key', 'text'));
      await bus.probe();
    });

    it.each([
      [
        'a wrong password',
        () => url.replace(/:[^:@/]+@/, ':mistaken@'),
        /refuses the login of "rapport" \(sasl=plain\): .*Invalid username or password/,
      ],
      ['a user that it does not know', () => url.replace('//rapport:', '//kim:'), /refuses the login of "kim" \(sasl=plain\)/],
      [
        'a mechanism that it does not have',
        () => url.replace('sasl=plain', 'sasl=scram-sha-512'),
        /\(sasl=scram-sha-512\): .*does not support/,
      ],
    ])('ends the opening for %s, also where no topic is wanted, with what to do and without the secret', async (_, wrong, saying) => {
      for (const topics of [{}, { [newName('topic')]: PARTITIONS }]) {
        const failure = await failureOf(wrong(), topics);
        expect(failure).toBeInstanceOf(Error);
        expect(failure).not.toBeInstanceOf(Unavailable);
        expect(String(failure)).toMatch(/^Error: MESSAGE_BUS_URL: Kafka at /);
        expect(String(failure)).toMatch(saying);
        expect(String(failure)).toContain('Check user, password and sasl=');
        expect(JSON.stringify([String(failure), failure])).not.toMatch(/mistaken|for-tests/);
      }
    });

    it('is waited for while it does not answer, however wrong the login is', async () => {
      await freezeEngine('kafka');
      try {
        await using bus = await openKafkaBus(url.replace(/:[^:@/]+@/, ':mistaken@'));
        await expect(bus.probe()).rejects.toThrow(Unavailable);
      } finally {
        await startEngine('kafka');
      }
    });
  });
});
