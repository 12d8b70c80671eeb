import { describe, expect, it } from '@jest/globals';
import { clientOf } from './client.js';
import { Folder } from './testing/folder.js';
import { historyOf, invoicesOf } from './testing/portfolio.js';
import { rapport, start } from './testing/whole-system.js';

/** Imports by a mapping that ships, twice, and asks the system that then runs. */
const imported = async (mapping: string, files: Readonly<Record<string, string>>, ask: (url: string) => Promise<void>) => {
  await using csv = await Folder.with(files);
  await using data = await Folder.with();
  await using kept = await Folder.with();
  const argv = ['import', mapping, csv.path, '--rejects', kept.path, '--json'];
  const first = await rapport(data.path, argv);
  const second = await rapport(data.path, argv);
  const server = await start(data.path);
  try {
    await ask(server.url);
  } finally {
    await server.close();
  }
  return { first: { ...first, report: JSON.parse(first.out) as Report }, second: { ...second, report: JSON.parse(second.out) as Report } };
};

interface Report {
  readonly totals: Readonly<Record<string, unknown>>;
}

/** Of the shape of UCI Online Retail: cancellations, other credit notes, amounts of zero, invoices without a customer, summer time. */
const INVOICES = `invoice_no,customer_id,invoice_datetime,lines,units,amount_gbp,country,is_cancellation
536365,17850,2010-12-01 08:26:00,7,40,139.12,United Kingdom,0
536366,17850,2011-07-01 08:28:00,2,12,22.20,United Kingdom,0
C536379,17850,2010-12-01 09:41:00,1,-1,-27.50,United Kingdom,1
536414,,2010-12-01 11:52:00,1,56,0.00,United Kingdom,0
536544,,2010-12-01 14:32:00,527,1102,100.10,United Kingdom,0
A563186,,2011-08-12 14:51:00,1,1,-11.06,United Kingdom,0
C540001,,2011-01-04 09:00:00,1,-2,-5.00,France,1
536370,12583,2010-12-01 08:45:00,20,449,855.86,France,0
536371,12583,2010-12-01 08:45:00,1,1,0.00,France,0
`;

describe('the mapping of UCI Online Retail', () => {
  it('U2: drops nothing: cancellations and other negative amounts are credit notes, and rows without a customer stay in sight', async () => {
    const { first, second } = await imported('uci-online-retail', { 'invoices.csv': INVOICES }, async (url) => {
      expect(await invoicesOf(url)).toEqual({
        count: 9,
        net: '1073.72',
        creditNotes: 3,
        cancellations: 2,
        withoutCustomer: 4,
        customers: 2,
        bought: '1017.18',
      });
      const [winter, summer] = await historyOf(url, '17850', 'InvoiceRecorded');
      expect([winter, summer].map((item) => item?.meta.occurredAt)).toEqual(['2010-12-01T08:26:00.000Z', '2011-07-01T07:28:00.000Z']);
      expect(await historyOf(url, 'no-customer', 'AccountOpened')).toMatchObject([
        { data: { name: 'Invoices without a customer' }, meta: { occurredAt: '2010-12-01T00:00:00.000Z' } },
      ]);
    });
    expect(first).toMatchObject({ exit: 0, report: { totals: { rows: 9, commands: 12, accepted: 12, withoutAccount: 4, codes: {} } } });
    expect(second).toMatchObject({ exit: 0, report: { totals: { rows: 9, accepted: 0, duplicates: 12, withoutAccount: 4 } } });
  });
});

/** Of the shape of the Maven CRM: names with blanks, subsidiaries before their parents, misspellings, open deals without an account. */
const MAVEN = {
  'sales_teams.csv':
    'sales_agent,manager,regional_office\nAnna Snelling,Dustin Brinkmann,Central\nMoses Frase,Dustin Brinkmann,Central\nVicki Laflamme,Celia Rouche,West\n',
  'accounts.csv':
    'account,sector,year_established,revenue,employees,office_location,subsidiary_of\n'
    + 'Bluth Company,technolgy,1993,1242.32,3027,United States,Acme Corporation\n'
    + 'Acme Corporation,technolgy,1996,1100.04,2822,United States,\n'
    + 'Bioholding,medical,2012,587.34,1356,Philipines,\n',
  'products.csv': 'product,series,sales_price\nGTX Basic,GTX,550\nGTX Pro,GTX,4821\n',
  'sales_pipeline.csv':
    'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n'
    + '1C1I7A6R,Moses Frase,GTX Basic,Acme Corporation,Won,2016-10-20,2017-03-01,1054\n'
    + 'Z063OYW0,Vicki Laflamme,GTXPro,Bluth Company,Won,2016-10-25,2017-03-11,4514\n'
    + 'HAXMC4IX,Anna Snelling,GTX Basic,Acme Corporation,Won,2016-11-03,2017-03-07,586\n'
    + 'LOST0001,Anna Snelling,GTXPro,Bioholding,Lost,2016-11-03,2017-03-07,0\n'
    + 'OPEN0001,Anna Snelling,GTXPro,,Engaging,2016-11-03,,\n'
    + 'OPEN0002,Anna Snelling,GTX Pro,Bioholding,Prospecting,,,\n',
};

describe('the mapping of the Maven CRM', () => {
  it('U7: makes ids of names, finds them again, settles misspellings, and records won deals as orders', async () => {
    const { first, second } = await imported('maven-crm', MAVEN, async (url) => {
      const { totals } = await clientOf(url).get<{ totals: object[] }>('/v1/kpis', { by: 'company' });
      expect(totals).toMatchObject([{ orders: 3, netSales: [{ amount: '6154.00', currency: 'USD' }] }]);
      const opened = await historyOf(url, 'bluth-company', 'AccountOpened');
      expect(opened).toMatchObject([{ data: { name: 'Bluth Company', industry: 'technology', country: 'United States' } }]);
      expect(await historyOf(url, 'bioholding', 'AccountOpened')).toMatchObject([{ data: { country: 'Philippines' } }]);
      expect(await historyOf(url, 'bluth-company', 'ParentAccountSet')).toMatchObject([{ data: { parentId: 'acme-corporation' } }]);
      expect(await historyOf(url, 'bluth-company', 'OrderRecorded')).toMatchObject([
        {
          data: { orderNumber: 'Z063OYW0', credit: { employeeId: 'vicki-laflamme', teamId: 'celia-rouche' } },
          meta: { note: 'Won: GTX Pro' },
        },
      ]);
      expect(await historyOf(url, 'acme-corporation', 'OwnerAssigned')).toMatchObject([{ data: { employeeId: 'moses-frase' } }]);
    });
    // Managers: employee, team, member each; agents: employee and member each; accounts: opened and dossier; a parent; orders with owners;
    // deals opened, won and lost; the account of those that have none.
    const accepted = 6 + 6 + 6 + 1 + 5 + 6 + 3 + 1 + 1;
    expect(first).toMatchObject({ exit: 0, report: { totals: { rows: 15, accepted, passedOver: 2, withoutAccount: 1, codes: {} } } });
    expect(second).toMatchObject({ exit: 0, report: { totals: { accepted: 0, duplicates: accepted, withoutAccount: 1 } } });
  });

  it('has every deal with its stage, its end and its agent, and keeps in sight those without an account', async () => {
    await imported('maven-crm', MAVEN, async (url) => {
      const client = clientOf(url);
      const deals = await client.get<{ items: object[] }>('/v1/opportunities', { accountId: 'no-account' });
      expect(deals.items).toMatchObject([
        {
          opportunityId: 'OPEN0001',
          title: 'GTX Pro',
          stage: 'engaging',
          status: 'open',
          openedOn: '2016-11-03',
          employeeId: 'anna-snelling',
        },
      ]);
      const bioholding = await client.get<{ items: object[] }>('/v1/opportunities', { accountId: 'bioholding' });
      expect(bioholding.items).toMatchObject([
        { opportunityId: 'OPEN0002', stage: 'prospecting', status: 'open', openedOn: '2017-12-31', teamId: 'dustin-brinkmann' },
        { opportunityId: 'LOST0001', status: 'lost', closedOn: '2017-03-07', reasons: ['unknown'], business: 'new' },
      ]);
      const rates = await client.get<{ items: object[] }>('/v1/win-rates', { by: 'team' });
      expect(rates.items).toMatchObject([
        { key: 'dustin-brinkmann', won: 2, lost: 1, winRate: 2 / 3, wonValue: [{ amount: '1640.00', currency: 'USD' }] },
        { key: 'celia-rouche', won: 1, lost: 0, winRate: 1, daysToWin: 137 },
      ]);
    });
  });

  it('U7: tells a name that is not known with what is near, and takes the row once it is corrected', async () => {
    const bad = MAVEN['sales_pipeline.csv'].replace('Moses Frase', 'Moses Fraze');
    await using csv = await Folder.with({ ...MAVEN, 'sales_pipeline.csv': bad });
    await using data = await Folder.with();
    await using kept = await Folder.with();
    const first = await rapport(data.path, ['import', 'maven-crm', csv.path, '--rejects', kept.path]);
    expect(first.exit).toBe(3);
    expect(first.out).toContain('Rejected, by why: UNKNOWN_NAME 1.');
    expect(first.err).toMatch(/sales_pipeline\.csv:2 sales_agent: "Moses Fraze" is not among the names of .*did you mean "Moses Frase"\?/);
    const rejects = await kept.read('sales_pipeline.csv.rejects.csv');
    await using corrected = await Folder.with({
      ...MAVEN,
      'sales_pipeline.csv': rejects.replace('1C1I7A6R,Moses Fraze', '1C1I7A6R,Moses Frase'),
    });
    const second = await rapport(data.path, ['import', 'maven-crm', corrected.path, '--rejects', kept.path, '--json']);
    // Its order, the deal, and that it was won; the owner came with the account's next deal.
    expect(JSON.parse(second.out)).toMatchObject({ totals: { accepted: 3, rejectedRows: 0 } });
  });
});
