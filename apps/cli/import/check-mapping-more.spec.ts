import { describe, expect, it } from '@jest/globals';
import { Folder } from '../testing/folder.js';
import { checkMapping } from './check-mapping.js';
import { loadMapping } from './load-mapping.js';

const COMMAND = {
  type: 'RecordInvoice',
  target: { accountId: { $column: 'customer' } },
  occurredAt: { $column: 'at' },
  data: { invoiceNumber: { $column: 'no' }, net: { $column: 'net' } },
};
const FILE = {
  role: 'rows',
  file: 'rows.csv',
  key: ['no'],
  columns: { no: 'text', customer: { type: 'lookup', in: 'firms' }, at: 'instant', net: 'money EUR' },
  commands: [COMMAND],
};
const LOOKUPS = { firms: { file: 'rows', name: 'no' } };

const problemsOf = (file: object, lookups: object = LOOKUPS): readonly string[] => {
  const checked = checkMapping({ name: 'm', lookups, files: [{ ...FILE, ...file }] });
  return 'problems' in checked ? checked.problems : [];
};
const column = (name: string, value: unknown) => ({ columns: { ...FILE.columns, [name]: value } });
const command = (change: object) => ({ commands: [{ ...COMMAND, ...change }] });
const AT = 'files[0]';
const WHEN = `${AT}.commands[0].when`;

describe('what a mapping may say', () => {
  it('is accepted in short, and entered where it counts', () => {
    const checked = checkMapping({
      name: 'm',
      lookups: LOOKUPS,
      files: [
        {
          ...FILE,
          zone: 'Europe/London',
          decimal: ',',
          thousands: '.',
          columns: { ...FILE.columns, rate: { type: 'decimal', decimal: '.', thousands: ',' } },
        },
      ],
    });
    expect('mapping' in checked && checked.mapping.files[0]!.columns).toEqual({
      no: { type: 'text' },
      customer: { type: 'lookup', in: 'firms' },
      at: { type: 'instant', zone: 'Europe/London' },
      net: { type: 'money', currency: 'EUR', decimal: ',', thousands: '.' },
      rate: { type: 'decimal', decimal: '.', thousands: ',' },
    });
  });

  it.each<[string, object, string]>([
    [
      'a type that is none',
      column('net', 'monney EUR'),
      `${AT}.columns.net: expected an object such as { "type": "text" }, or the name of a type, found "monney EUR"`,
    ],
    [
      'a zone that is none',
      { zone: 'Europe/Lundon' },
      `${AT}.zone: "Europe/Lundon" is no time zone; write one of the IANA database such as Europe/London or UTC`,
    ],
    [
      'an encoding that is not read',
      { encoding: 'utf-16' },
      `${AT}.encoding: "utf-16" is not among those that are read: utf-8, windows-1250, windows-1251, windows-1252, iso-8859-1, iso-8859-2, iso-8859-15`,
    ],
    ['one mark for two things', { decimal: ',', thousands: ',' }, `${AT}.thousands: it is the decimal mark too`],
    [
      'a form of no date',
      column('at', { type: 'instant', format: 'dd.mm.yyyy' }),
      `${AT}.columns.at.format: "dd" means nothing in a date; there are YYYY, YY, MMMM, MMM, MM, M, DD, D, HH, H, hh, h, mm, ss, A`,
    ],
    [
      'a lookup that is none',
      column('customer', { type: 'lookup', in: 'firm' }),
      `${AT}.columns.customer.in: no lookup "firm" is declared; did you mean firms?`,
    ],
    ['a table of numbers', column('no', { type: 'text', values: { a: 1 } }), `${AT}.columns.no.values.a: expected a text, found 1`],
    [
      'a command that is none',
      command({ type: 'RecordInvoise' }),
      `${AT}.commands[0].type: expected the name of a command such as OpenAccount, found "RecordInvoise"; did you mean RecordInvoice?`,
    ],
    [
      'two conditions in one',
      command({ when: { present: 'no', absent: 'at' } }),
      `${WHEN}: name one of present, absent, not, all, any, or a column and what it is compared with (equals, in, matches, above, below, atLeast, atMost)`,
    ],
    [
      'a column that nothing is asked of',
      command({ when: { column: 'no' } }),
      `${WHEN}: say what the column is compared with, one of equals, in, matches, above, below, atLeast, atMost`,
    ],
    [
      'a bound of a text',
      command({ when: { column: 'no', below: 0 } }),
      `${WHEN}.below: column no is no number: make it integer, number, decimal or money`,
    ],
    ['a bound that is none', command({ when: { column: 'net', below: 'nothing' } }), `${WHEN}.below: expected a number, found "nothing"`],
    [
      'a pattern that is none',
      command({ when: { column: 'no', matches: '(' } }),
      `${WHEN}.matches: "(" is no regular expression: Invalid regular expression: /(/u: Unterminated group`,
    ],
    [
      'a condition on no column',
      command({ when: { not: { any: [{ present: 'zzzz' }] } } }),
      `${WHEN}.not.any[0].present: no column "zzzz" is declared; there are no, customer, at, net`,
    ],
    [
      'a sign of a text',
      command({ note: { $column: 'no', sign: 'none' } }),
      `${AT}.commands[0].note.sign: column no is no number and has no sign`,
    ],
    [
      'an account without a day',
      { noAccount: { column: 'customer', id: 'x', name: 'X' } },
      `${AT}.noAccount.since: expected the day on which the account is opened, found nothing`,
    ],
    [
      'an id with blanks',
      { noAccount: { column: 'customer', id: 'no one', name: 'X', since: '2026-01-01' } },
      `${AT}.noAccount.id: expected an id of letters, digits, dots, dashes, colons and underscores, found "no one"`,
    ],
  ])('%s is named with its place', (_what, change, problem) => {
    expect(problemsOf(change)).toContain(problem);
  });

  it('names a lookup in a file that is none', () => {
    expect(problemsOf({}, { firms: { file: 'row', name: 'no' } })).toContain(
      'lookups.firms.file: no file has the role "row"; did you mean rows?',
    );
  });

  it('takes a key that is optional where an account stands in for it', () => {
    const noAccount = { column: 'customer', id: 'x', name: 'X', since: '2026-01-01' };
    expect(problemsOf({ ...column('customer', { type: 'text', optional: true }), key: ['customer'], noAccount })).toEqual([]);
    expect(problemsOf({ ...column('customer', { type: 'text', optional: true }), key: ['customer'] })).toHaveLength(1);
  });
});

describe('a mapping file', () => {
  it('may have comments, and names the line of a fault, or of what lacks something', async () => {
    const yaml =
      '# mine\nname: m\nfiles:\n  - role: rows\n    file: rows.csv\n    key: [no]\n    columns:\n      no: text\n      on: { type: date }\n    commands:\n      - type: OpenAccount\n        target: { accountId: { $column: no } }\n        data: { name: x }\n';
    await using folder = await Folder.with({ 'mine.yaml': yaml });
    await expect(loadMapping(folder.at('mine.yaml'))).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/columns\.on\.type: "date" is no column type.*\(line 9\)\n.*occurredAt is missing.*\(line 11\)$/),
    });
  });

  it('that is no YAML is told with its line', async () => {
    await using folder = await Folder.with({ 'mine.yaml': 'name: m\nfiles: [\n' });
    await expect(loadMapping(folder.at('mine.yaml'))).rejects.toMatchObject({ message: expect.stringMatching(/is not YAML: .*line 3/) });
  });
});
