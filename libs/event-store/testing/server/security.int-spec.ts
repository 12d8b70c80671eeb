import { writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { makeCertificate } from './certificate.js';
import { answerOf, eventsOf, revisionsOf, written } from './recorded/scene.js';
import { startEventStoreDbServer } from './start.js';

const certificate = makeCertificate();
const newFile = temporaryFiles('.pem');
const OURS = { username: 'admin', password: 'change:it' };

/** Says why, where there is no certificate to test with. */
const itWithCertificate = (title: string, test: (tls: NonNullable<typeof certificate>) => Promise<void>): void => {
  if (certificate) return void it(title, () => test(certificate));
  const reason = `${title}: not run, because this machine has no openssl to make a certificate with.`;
  it(reason, () => console.log(reason));
};

const urlOf = (port: number, authority: string, { username, password } = OURS) =>
  `esdb://${username}:${encodeURIComponent(password)}@127.0.0.1:${port}?tls=true&tlsCAFile=${authority}`;

const fileOf = (text: string) => {
  const file = newFile();
  writeFileSync(file, text);
  return file;
};

describe('a server with a certificate and credentials', () => {
  itWithCertificate('lets in who has both, on either way to append', async (tls) => {
    await using server = await startEventStoreDbServer({ tls, credentials: OURS });
    expect(server.url).toBe(`esdb://127.0.0.1:${server.port}?tls=true`);
    const client = EventStoreDBClient.connectionString(urlOf(server.port, fileOf(tls.cert)));
    expect(await answerOf(client.appendToStream('a-1', eventsOf(1)))).toStrictEqual(written(0n));
    expect(await answerOf(client.appendToStream('a-1', eventsOf(1), { credentials: OURS }))).toStrictEqual(written(1n));
    expect(await revisionsOf(client, 'a-1')).toBe('0,1');
    await client.dispose();
  });

  itWithCertificate('refuses who has none or others', async (tls) => {
    await using server = await startEventStoreDbServer({ tls, credentials: OURS });
    const authority = fileOf(tls.cert);
    for (const [url, code] of [
      [urlOf(server.port, authority, { ...OURS, password: 'wrong' }), 16],
      [`esdb://127.0.0.1:${server.port}?tls=true&tlsCAFile=${authority}`, 7],
    ] as const) {
      const client = EventStoreDBClient.connectionString(url);
      const refused = { class: 'AccessDeniedError', type: 'access-denied', code };
      expect(await answerOf(client.appendToStream('a-1', eventsOf(1)))).toMatchObject(refused);
      expect(await answerOf(revisionsOf(client, 'a-1'))).toMatchObject(refused);
      await client.dispose();
    }
  });

  itWithCertificate('is not trusted without its certificate', async (tls) => {
    await using server = await startEventStoreDbServer({ tls, credentials: OURS });
    const client = EventStoreDBClient.connectionString(`esdb://admin:x@127.0.0.1:${server.port}?tls=true`);
    expect(await answerOf(client.appendToStream('a-1', eventsOf(1)))).toMatchObject({ code: 14 });
  });
});

describe('credentials without a certificate', () => {
  it('are refused: no client would send them', async () => {
    await expect(startEventStoreDbServer({ credentials: OURS })).rejects.toThrow('Credentials need TLS');
  });
});
