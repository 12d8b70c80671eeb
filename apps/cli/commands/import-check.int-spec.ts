import { describe, expect, it } from '@jest/globals';
import { Folder } from '../testing/folder.js';
import { rapport } from '../testing/rapport.js';

const MAPPING = `name: crm
files:
  - role: deals
    file: deals.csv
    key: [id]
    columns: { id: text, account: text, on: day, value: { type: money, currency: USD, optional: true }, stage: text }
    commands:
      - type: RecordOrder
        target: { accountId: { $column: account } }
        when: { column: stage, equals: Won }
        occurredAt: { $column: on }
        data: { orderNumber: { $column: id }, net: { $column: value } }
`;

const DEALS = `id,account,on,value,stage,owner
1,acme,2026-03-01,100,Won,Ana
2,Blue Company,2026-03-02,200,Won,Bo
3,acme,2026-03-03,,Lost,Bo
4,acme,2026-03-60,400,Won,Bo
`;

describe('import --check', () => {
  const folder = () => Folder.with({ 'deals.csv': DEALS, 'crm.yaml': MAPPING });

  it('U7: says of a row what the import would say: by the form of a command, not of the file alone', async () => {
    await using data = await folder();
    const { exit, out, err, started } = await rapport(['import', '--check', data.at('deals.csv'), '--mapping', data.at('crm.yaml')]);
    expect([exit, started]).toEqual([3, []]);
    expect(out).toContain('columns: id (text), account (text), on (day), value (money), stage (text); not read: owner\n');
    expect(out).toContain('line 2\n    2026-03-01 accountId acme: Record order: order number 1, net 100.00 USD\n');
    expect(out).toContain('commands: RecordOrder 1\n');
    expect(out).toContain("1 row came to no command by the mapping's conditions.\n");
    expect(out).toContain('Rejected, by why: INVALID_COMMAND 1, UNREADABLE 1.\n');
    expect(err).toMatch(/deals\.csv:3 account: RecordOrder was refused: INVALID_COMMAND, Expected an id.*got "Blue Company"/);
    expect(err).toMatch(/deals\.csv:5 on: "2026-03-60" is not a day/);
  });

  it('says the same for machines', async () => {
    await using data = await folder();
    const { out } = await rapport(['import', data.at('crm.yaml'), data.at('deals.csv'), '--check', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      dryRun: true,
      totals: { rows: 4, rejectedRows: 2, passedOver: 1, codes: { INVALID_COMMAND: 1, UNREADABLE: 1 } },
      preview: [
        {
          columns: { unread: ['owner'] },
          types: { RecordOrder: 1 },
          rows: [{ line: 2, commands: [{ type: 'RecordOrder', accountId: 'acme', data: { net: { amount: '100.00' } } }] }],
        },
      ],
    });
  });

  it.each([
    [['import', '--check', 'x.csv'], /No mapping says what the rows of x\.csv are/, /--new x\.csv/],
    [['import', 'northwnd', '.'], /There is no mapping "northwnd"/, /Did you mean northwind\?/],
    [['import', 'northwind', '--check'], /No file is named/, /rapport import northwind/],
    [['import', '--new', 'a.csv', 'b.csv'], /--new reads one file, and 2 were named/, /Write a mapping for each/],
    [['import', '--new', '/nowhere/a.csv'], /\/nowhere\/a\.csv: it cannot be read: ENOENT/, /Nothing was written/],
  ])('%j is refused by name', async (argv, message, fix) => {
    const { exit, err, started } = await rapport(argv);
    expect([exit, started]).toEqual([2, []]);
    expect(err).toMatch(message);
    expect(err).toMatch(fix);
  });

  it('U6: names the file that was probably meant', async () => {
    await using data = await folder();
    const { exit, err } = await rapport(['import', data.at('crm.yaml'), data.at('deal.csv')]);
    expect(exit).toBe(2);
    expect(err).toMatch(/There is no file or folder .*deal\.csv\.\n.*Did you mean .*deals\.csv\?/);
  });
});
