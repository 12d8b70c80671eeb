import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCertificate } from '#libs/event-store/testing/server/certificate.js';
import { startEventStoreDbServer } from '#libs/event-store/testing/server/start.js';
import { describeEngine } from '#libs/kernel/testing/engines.js';
import { Fleet, until } from './testing/fleet.js';

/** Nobody listens there: the port belongs to a service that no machine runs. */
const NOBODY = '127.0.0.1:9';

/** A service has said by then what is wrong; on a busy machine. */
const SAID_MS = 60_000;

interface Readiness {
  readonly reasons?: readonly string[];
}

describeEngine('kafka', (kafka) => {
  describeEngine('mongodb', (mongodb) => {
    describe('a service that finds something wrong when it starts', () => {
      let fleet: Fleet;
      let folder: string;

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'rapport-at-start-'));
        fleet = await Fleet.make({ EVENT_STORE_URL: `esdb://${NOBODY}?tls=false`, MESSAGE_BUS_URL: kafka, READ_STORE_URL: mongodb });
      }, 60_000);
      afterAll(async () => {
        await fleet[Symbol.asyncDispose]();
        await rm(folder, { recursive: true });
      });

      it('warns by name of a topic with another number of partitions than configured, and uses it as it is', async () => {
        const first = await fleet.start('command-api');
        await first.untilReady();
        const member = await fleet.start('command-api', { TOPIC_PARTITIONS: '6' });
        await member.untilReady();
        const warned = async (): Promise<boolean> =>
          /Topic rapport\.commands\.v1 has \d+ partitions, the configuration says 6/.test(member.log());
        await until('the warning', SAID_MS, warned);
        await Promise.all([first.kill(), member.kill()]);
      });

      it.each([
        ['EVENT_STORE_URL', 'postgres://u:secret@db'],
        ['MESSAGE_BUS_URL', 'amqp://u:secret@queue'],
        ['READ_STORE_URL', 'redis://u:secret@cache'],
      ])('ends with the name of %s where that names no engine, and without the secret', async (variable, url) => {
        const failure = await fleet.start('command-worker', { [variable]: url }).then(String, String);
        expect(failure).toMatch(new RegExp(`command-worker does not start: ${variable} is ".*allowed: `));
        expect(failure).not.toContain('secret');
      });

      it('says of each engine that is not there where it was looked for, and waits', async () => {
        const nobody = { MESSAGE_BUS_URL: `kafka://${NOBODY}`, READ_STORE_URL: `mongodb://${NOBODY}/rapport?replicaSet=rs0` };
        const member = await fleet.start('command-worker', nobody);
        const engines = ['event-store', 'message-bus', 'read-store'];
        const reasons = await reasonsOf(member, (all) => engines.every((name) => all.some((text) => text.startsWith(`${name}: `))));
        for (const name of engines) expect(reasons.find((text) => text.startsWith(name))).toContain(NOBODY);
        expect(member.gone()).toBe(false);
        await member.kill();
      });

      const certificate = makeCertificate();
      if (certificate === undefined)
        it('not run: no openssl on this machine makes a certificate', () => expect(certificate).toBeUndefined());
      else
        it('ends where EventStoreDB refuses its credentials, and without the secret', async () => {
          await using server = await startEventStoreDbServer({ tls: certificate, credentials: { username: 'admin', password: 'right' } });
          const ca = join(folder, 'ca.pem');
          await writeFile(ca, certificate.cert);
          const url = `esdb://admin:mistaken@127.0.0.1:${server.port}?tls=true&tlsCAFile=${ca}`;
          const failure = await fleet.start('query-api', { EVENT_STORE_URL: url }).then(String, String);
          expect(failure).toMatch(/query-api does not start: .*EVENT_STORE_URL.*refused/s);
          expect(failure).not.toContain('mistaken');
        });

      it('ends where Kafka refuses its login, and without the secret', async () => {
        const url = `kafka://ana:mistaken@${new URL(kafka).host}`;
        const failure = await fleet.start('command-api', { MESSAGE_BUS_URL: url }).then(String, String);
        expect(failure).toMatch(
          /command-api does not start: MESSAGE_BUS_URL: Kafka at .* refuses the login of "ana" .*Check user, password/s,
        );
        expect(failure).not.toContain('mistaken');
      });
    });
  });
});

/** Waits until a service is not ready for certain reasons; gives them. */
const reasonsOf = async (
  member: Awaited<ReturnType<Fleet['start']>>,
  areThose: (reasons: readonly string[]) => boolean,
): Promise<readonly string[]> => {
  let reasons: readonly string[] = [];
  await until('reasons why it is not ready', SAID_MS, async () => {
    const { status, body } = await member.ready();
    reasons = ((body ?? {}) as Readiness).reasons ?? [];
    return status === 503 && areThose(reasons);
  }).catch((error: unknown) => {
    throw new Error(`${String(error)} It said: ${reasons.join(' | ')}`);
  });
  return reasons;
};
