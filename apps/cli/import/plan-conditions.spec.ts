import { describe, expect, it } from '@jest/globals';
import { checkMapping } from './check-mapping.js';
import { columnAtFault, planRow } from './plan.js';

/** Plans rows by a mapping of one file. */
const planner = (file: object) => {
  const checked = checkMapping({ name: 'm', files: [{ role: 'rows', file: 'rows.csv', ...file }] });
  if ('problems' in checked) throw new Error(checked.problems.join('\n'));
  return (row: Readonly<Record<string, string>>) => planRow('m', checked.mapping.files[0]!, new Map(Object.entries(row)));
};

const commandsOf = (plan: ReturnType<ReturnType<typeof planner>>) => {
  if ('problems' in plan) throw new Error(JSON.stringify(plan.problems));
  return plan.commands;
};

const INVOICES = {
  key: ['no'],
  columns: { no: 'text', customer: 'text', at: 'day', net: 'money GBP' },
  noAccount: { column: 'customer', id: 'no-customer', name: 'Without a customer', since: '2010-12-01' },
  commands: [
    {
      type: 'OpenAccount',
      target: { accountId: { $column: 'customer' } },
      once: 'per-target',
      when: { present: 'customer' },
      occurredAt: '2010-12-01',
      data: { name: { $template: 'Customer {customer}' } },
    },
    {
      type: 'RecordInvoice',
      target: { accountId: { $column: 'customer' } },
      occurredAt: { $column: 'at' },
      data: { invoiceNumber: { $column: 'no' }, net: { $column: 'net' } },
    },
  ],
};

const INVOICE = { no: '1', customer: '17850', at: '2010-12-01', net: '5' };

describe('rows without an account', () => {
  const plan = planner(INVOICES);

  it('go to the account that stands in, which is opened first', () => {
    const planned = plan({ ...INVOICE, customer: '' });
    expect(planned).toHaveProperty('withoutAccount', true);
    expect(commandsOf(planned).map(({ mapping: { type, once }, target, body: { data } }) => [type, once, target, data])).toEqual([
      ['OpenAccount', 'per-target', 'accountId:no-customer', { name: 'Without a customer' }],
      ['RecordInvoice', undefined, 'accountId:no-customer', { invoiceNumber: '1', net: { amount: '5.00', currency: 'GBP' } }],
    ]);
  });

  it('open it by one command, whichever of them comes first', () => {
    const [first, second] = ['1', '2'].map((no) => commandsOf(plan({ ...INVOICE, no, customer: '' }))[0]!);
    expect(first!.idOf(0)).toBe(second!.idOf(0));
    expect(first!.body).toEqual(second!.body);
  });

  it('are told from rows that have one', () => {
    const planned = plan(INVOICE);
    expect(planned).not.toHaveProperty('withoutAccount');
    expect(commandsOf(planned).map(({ mapping: { type }, target }) => [type, target])).toEqual([
      ['OpenAccount', 'accountId:17850'],
      ['RecordInvoice', 'accountId:17850'],
    ]);
  });

  it('open nothing where they come to no command', () => {
    const none = planner({ ...INVOICES, commands: INVOICES.commands.map((command) => ({ ...command, when: { present: 'customer' } })) });
    expect(none({ ...INVOICE, customer: '' })).toEqual({ commands: [] });
  });
});

describe('what a mapping can say of values', () => {
  const plan = planner({
    zone: 'Europe/Berlin',
    decimal: ',',
    thousands: '.',
    key: ['Nummer'],
    columns: {
      Nummer: 'text',
      id: { type: 'slug', from: 'Kunde' },
      Kunde: 'text',
      Tag: { type: 'day', format: 'DD.MM.YYYY' },
      Betrag: 'money EUR',
      Zeilen: { type: 'integer', default: '1' },
      Land: { type: 'text', optional: true, empty: ['-'], aliases: { BRD: 'Germany' } },
      Status: { type: 'text', values: { B: 'paid', O: 'open' } },
    },
    commands: [
      {
        type: 'RecordReturn',
        target: { accountId: { $column: 'id' } },
        occurredAt: { $column: 'Tag' },
        note: { $template: '{Status}, {Land}' },
        when: { all: [{ column: 'Betrag', below: 0 }, { present: 'Land' }] },
        data: {
          returnNumber: { $template: 'R-{Nummer}' },
          orderNumber: { $template: '{Kunde} {Nummer}', slug: true },
          net: { $column: 'Betrag', sign: 'none' },
          reason: { $template: '{Zeilen} lines' },
        },
      },
      {
        type: 'RecordInvoice',
        target: { accountId: { $column: 'id' } },
        occurredAt: { $column: 'Tag' },
        when: { absent: 'Land' },
        data: { invoiceNumber: { $column: 'Nummer' }, net: { $column: 'Betrag', sign: 'negated' } },
      },
    ],
  });
  const ROW = { Nummer: '7', Kunde: 'Müller & Söhne', Tag: '01.07.2026', Betrag: '-1.250,50', Zeilen: '', Land: 'BRD', Status: 'B' };

  it('fills ids, days of a zone, amounts with and without their sign, tables, defaults and notes', () => {
    expect(commandsOf(plan(ROW)).map(({ mapping: { type }, body }) => ({ type, ...body }))).toEqual([
      {
        type: 'RecordReturn',
        accountId: 'muller-sohne',
        occurredAt: '2026-06-30T22:00:00.000Z',
        source: 'import:m',
        note: 'paid, Germany',
        data: {
          returnNumber: 'R-7',
          orderNumber: 'muller-sohne-7',
          net: { amount: '1250.50', currency: 'EUR' },
          reason: '1 lines',
        },
      },
    ]);
    expect(commandsOf(plan({ ...ROW, Land: '-' })).map(({ body: { data } }) => data)).toEqual([
      { invoiceNumber: '7', net: { amount: '1250.50', currency: 'EUR' } },
    ]);
  });

  it('names what is not in a table with what is near, and every column as it is called in the file', () => {
    expect(plan({ ...ROW, Status: 'b', Kunde: '—', Betrag: '1.25' })).toEqual({
      problems: [
        { column: 'Kunde', reason: expect.stringMatching(/an id can be made of/) },
        {
          column: 'Betrag',
          reason: expect.stringMatching(/write digits with "," before the decimals, thousands may be separated by "\."/),
        },
        { column: 'Status', reason: '"b" is not in the mapping\'s table of values; did you mean "B"?', why: 'UNKNOWN_VALUE' },
      ],
    });
    const [command] = commandsOf(plan(ROW));
    expect(['/subject', '/data/net/amount', '/time', '/commandId'].map((field) => columnAtFault(command!, field))).toEqual([
      'Kunde',
      'Betrag',
      'Tag',
      'Nummer',
    ]);
  });
});
