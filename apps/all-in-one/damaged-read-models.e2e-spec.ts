import { truncateSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Answer, startProduct } from './testing/product.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-damaged-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('U3: a truncated file of read models is begun anew, told, and folded again; answers to refused commands stay', async () => {
  const renameUnknown = { commandId: 'refused-1', accountId: 'nobody', data: { name: 'Nobody' } };
  const told = async ({ url }: { readonly url: string }): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', prefer: 'wait=10' };
    const response = await fetch(`${url}/v1/commands/RenameAccount`, { method: 'POST', headers, body: JSON.stringify(renameUnknown) });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  let refusal: Answer;
  let accounts: unknown;
  {
    await using product = await startProduct({ DATA_DIR: folder });
    refusal = await told(product);
    expect(refusal.body).toMatchObject({ rejection: { code: 'ACCOUNT_NOT_FOUND' } });
    await product.send('OpenAccount', 'acme', '2026-02-01', { name: 'Acme' });
    await product.caughtUp();
    accounts = (await product.ask('/v1/accounts')).items;
    expect(accounts).toHaveLength(1);
  }
  truncateSync(join(folder, 'read-models.db'), 20_000);
  await using product = await startProduct({ DATA_DIR: folder });
  await product.caughtUp();
  expect((await product.ask('/v1/accounts')).items).toEqual(accounts);
  const notices = [expect.stringMatching(/read-models\.db was damaged .* it is kept as .*read-models\.db\.damaged-/)];
  expect(await product.ask('/v1/status')).toMatchObject({ notices });
  expect(await product.ask('/health/ready')).toMatchObject({ status: 'ok', notices });
  // `nobody` is there by now, and still the command gets the answer that it got.
  await product.send('OpenAccount', 'nobody', '2026-02-01', { name: 'Somebody' });
  expect((await told(product)).body).toMatchObject({ rejection: refusal.body['rejection'] });
});
