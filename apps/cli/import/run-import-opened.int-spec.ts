import { describe, expect, it } from '@jest/globals';
import { clientOf } from '../client.js';
import { CommandServer } from '../testing/command-server.js';
import { Folder } from '../testing/folder.js';
import { SHOP } from '../testing/shop.js';
import { type FileMapping } from './mapping.js';
import { type ImportReport } from './report.js';
import { runImport } from './run-import.js';

const CUSTOMERS_CSV = 'id,name,city\nacme,Acme,Berlin\nblue,Blue & Co,\n';

describe('rejects', () => {
  it('do not come of an account that somebody else has opened, where the mapping says that it may be there', async () => {
    await using server = await CommandServer.start({
      refuse: ({ type, target }) =>
        type === 'OpenAccount' && target === 'acme' ? { code: 'ACCOUNT_ALREADY_OPEN', detail: 'It is.' } : undefined,
    });
    const [customers, orders] = SHOP.files;
    const mayExist = { ...customers!, commands: customers!.commands.map((command) => ({ ...command, mayExist: true })) };
    const importOf = (file: FileMapping) => async (): Promise<ImportReport> => {
      await using data = await Folder.with({ 'customers.csv': CUSTOMERS_CSV });
      const stop = new AbortController();
      const source = { file, path: data.at('customers.csv') };
      const mapping = { ...SHOP, files: [file, orders!] };
      return await runImport({ mapping, sources: [source], door: clientOf(server.url), rejectsFolder: undefined, concurrency: 2, stop });
    };
    expect((await importOf(customers!)()).files[0]).toMatchObject({ rejectedRows: 1, codes: { ACCOUNT_ALREADY_OPEN: 1 } });
    expect((await importOf(mayExist)()).files[0]).toMatchObject({ rejectedRows: 0, accepted: 0, duplicates: 2, codes: {} });
  });
});
