import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type Mapping } from '../import/mapping.js';
import { Folder } from '../testing/folder.js';
import { rapport } from '../testing/rapport.js';

/** The mapping that is written for a file, what its comments ask, and what is said of it. */
const written = async (content: string | Uint8Array, name = 'export.csv') => {
  await using folder = await Folder.with({ [name]: content });
  const said = await rapport(['import', '--new', folder.at(name), '--out', folder.at('first.yaml')]);
  const text = await folder.read('first.yaml').catch(() => '');
  const questions = text.split('\n').flatMap((line) => /^\s*# \? (.*)$/.exec(line)?.[1] ?? []);
  return { ...said, text, questions, file: (parse(text) as Mapping | null)?.files[0] };
};

describe('import --new', () => {
  it('takes invoices for invoices, with cancellations, and keeps those without a customer in sight', async () => {
    const { exit, file, questions, out } = await written(
      'invoice_no,customer_id,invoice_datetime,amount_gbp,country\n1,17850,2010-12-01 08:26:00,139.12,UK\nC2,17850,2010-12-02 08:26:00,-9.50,UK\n3,,2010-12-03 08:26:00,5.00,UK\n',
    );
    expect(exit).toBe(0);
    expect(file).toMatchObject({
      role: 'invoices',
      key: ['invoice_no'],
      zone: 'UTC',
      columns: { customer_id: 'text', invoice_datetime: 'instant', amount_gbp: { type: 'money', currency: 'GBP' } },
      noAccount: { column: 'customer_id', since: '2010-12-01' },
      commands: [{ type: 'OpenAccount', once: 'per-target' }, { type: 'RecordInvoice' }],
    });
    expect(questions).toContainEqual(expect.stringMatching(/time zone.*2010-12-01 08:26:00/));
    expect(out).toContain('Nothing was sent: a dry run. 3 rows would be 5 commands.');
  });

  it('takes a list of firms for accounts, with ids made of their names', async () => {
    const { file } = await written('Firm;Land;Branche\nMüller & Söhne;Germany;food\nBlue Co;Norway;fish\n');
    expect(file).toMatchObject({
      delimiter: ';',
      key: ['Firm'],
      columns: { Firm: 'slug', 'Firm as spelled': { from: 'Firm' } },
      commands: [
        {
          type: 'OpenAccount',
          data: { name: { $column: 'Firm as spelled' }, country: { $column: 'Land' }, industry: { $column: 'Branche' } },
        },
      ],
    });
  });

  it('takes orders for orders, and asks about what orders are not', async () => {
    const { file, questions } = await written(
      'order_id,customer,order_date,total\n1,ACME,03/04/2026,"1,234.50"\n2,ACME,05/06/2026,-5.00\n',
    );
    expect(file).toMatchObject({
      role: 'orders',
      columns: { order_date: { type: 'day', format: 'DD/MM/YYYY' }, total: { type: 'money', currency: 'EUR', thousands: ',' } },
      commands: [{}, { type: 'RecordOrder' }],
    });
    expect(questions).toContainEqual(expect.stringMatching(/Day or month first\?.*MM\/DD\/YYYY/));
    expect(questions).toContainEqual(expect.stringMatching(/In which currency\?/));
    expect(questions).toContainEqual(expect.stringMatching(/Orders are not negative/));
  });

  it('takes what happened on a day for interactions', async () => {
    expect((await written('call_id,client,date,topic\n1,ACME,2026-03-01,price\n')).file).toMatchObject({
      role: 'interactions',
      commands: [{ type: 'OpenAccount' }, { type: 'RecordInteraction' }],
    });
  });

  it('makes a key of several columns where none tells every row', async () => {
    const { file, questions } = await written('customer,date,amount\nA,2026-03-01,1.50\nA,2026-03-01,2.50\nA,2026-03-02,1.50\n');
    expect(file?.key).toEqual(['customer', 'date', 'amount']);
    expect(questions).toContainEqual(expect.stringMatching(/No column tells every row/));
  });

  it('sees an encoding that is not UTF-8, and a line that says what separates', async () => {
    const { file, questions } = await written(Buffer.from('sep=|\nid|name\n1|M\xfcller\n', 'latin1'));
    expect(file).toMatchObject({ delimiter: '|', encoding: 'windows-1252' });
    expect(questions).toContainEqual(expect.stringMatching(/umlauts/));
  });

  it('asks questions that need no answer to go on: what is written is a valid mapping for any file that it reads', async () => {
    for (const content of ['a\n1\n', 'x,y\n,\n1,2\n', 'when,what\n2026-03-01,it\n', '"a: b","# c"\n1,2\n', 'id,{x}\n1,2\n']) {
      expect(await written(content)).toMatchObject({ exit: 0, out: expect.stringMatching(/Written to/) });
    }
  });

  it.each([
    ['two columns of one name', 'a,a\n1,2\n', /the header has two columns called a/],
    ['a column without a name', 'a,\n1,2\n', /a column without a name/],
    ['no row', 'a,b\n', /has a header and no row/],
    ['nothing', '', /is empty/],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /workbook/],
  ])('refuses a file with %s, and writes nothing', async (_what, content, message) => {
    const { exit, err, text } = await written(content);
    expect([exit, text]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it('writes over no file', async () => {
    await using folder = await Folder.with({ 'a.csv': 'a\n1\n', 'first.yaml': 'mine' });
    const { exit, err } = await rapport(['import', '--new', folder.at('a.csv'), '--out', folder.at('first.yaml')]);
    expect([exit, await folder.read('first.yaml')]).toEqual([2, 'mine']);
    expect(err).toMatch(/is there already.*\n.*--out/);
  });
});
