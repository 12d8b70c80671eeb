import { stringify } from 'yaml';
import { count } from '../../words.js';
import { type CsvForm } from '../csv.js';
import { type ColumnFacts } from './column-facts.js';
import { isNumberOfSomething, type Guess } from './guess.js';

/** What a first mapping is written from. */
export interface Written extends Guess {
  readonly name: string;
  readonly file: string;
  readonly form: Required<CsvForm>;
  readonly columns: readonly ColumnFacts[];
  readonly rows: number;
}

/** A value on one line, quoted where YAML asks for it. */
const inline = (value: unknown): string => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();

/** The text of a first mapping: what was guessed, and what only a person can answer, as comments that begin with `?`. */
export const firstMapping = (given: Written): string => {
  const { name, file, form, roles, subject } = given;
  const key = roles.key === undefined ? keysOf(given) : [roles.key.name];
  const lines = [
    `# A first mapping for ${file}, guessed from ${count(given.rows, 'row')}. Lines with "?" ask what only you can tell.`,
    '# Look at what it comes to, correct it here, and import:',
    `#   rapport import --check <path of ${file}> --mapping <path of this file>`,
    '# docs/guides/import-csv.md tells everything that a mapping can say.',
    '# Part of every command id: once it is imported, a mapping of another name would record everything again.',
    `name: ${inline(name)}`,
    'files:',
    `  - role: ${subject}`,
    `    file: ${inline(file)}`,
    ...(form.delimiter === ',' ? [] : [`    delimiter: ${inline(form.delimiter)}`]),
    ...(form.encoding === 'utf-8'
      ? []
      : ['    # ? It is not UTF-8. Are umlauts and accents right in the preview?', `    encoding: ${form.encoding}`]),
    ...zoneLines(given.columns),
    ...keyLines(given, key),
    `    key: ${inline(key)}`,
    '    columns:',
    ...given.columns.flatMap((column) => columnLines(column, given)),
    ...standInLines(given),
    '    commands:',
    ...COMMANDS[subject](given),
  ];
  return `${lines.join('\n')}\n`;
};

const keysOf = ({ roles, columns }: Written): readonly string[] => {
  const some = [roles.account, roles.date, roles.amount].filter((column) => column !== undefined).map(({ name }) => name);
  return some.length > 0
    ? some
    : columns
        .filter(({ empty }) => empty === 0)
        .map(({ name }) => name)
        .slice(0, 3);
};

const keyLines = ({ roles }: Written, key: readonly string[]): readonly string[] =>
  roles.key === undefined
    ? [
        `    # ? No column tells every row from the others. Do these together (${key.join(', ')})? A key must never be used again by the source.`,
      ]
    : ['    # ? It tells one row from another. Does the source never use it again?'];

const zoneLines = (columns: readonly ColumnFacts[]): readonly string[] => {
  const local = columns.find(({ kind }) => kind === 'instant');
  if (local === undefined || /(Z|[+-]\d{2}:\d{2})$/i.test(local.example)) return [];
  return [`    # ? In which time zone is ${inline(local.example)} meant, Europe/Berlin, America/New_York?`, '    zone: UTC'];
};

const columnLines = (column: ColumnFacts, given: Written): readonly string[] => {
  const { name, empty, kind, format, otherFormat, decimal, thousands, example } = column;
  const { roles, currency } = given;
  const isAccount = column === roles.account;
  const optional = empty > 0 && !isAccount;
  const type =
    column === roles.amount
      ? 'money'
      : isAccount
        ? column.isId
          ? 'text'
          : 'slug'
        : column === roles.key || isName(column, given) || (kind === 'integer' && isNumberOfSomething(column))
          ? 'text'
          : kind;
  const isNumber = ['money', 'decimal', 'integer'].includes(type);
  const isDate = type === 'day' || type === 'instant';
  const properties = {
    type,
    ...(type === 'money' ? { currency: currency.code } : {}),
    ...(isDate && format !== undefined ? { format } : {}),
    ...(isNumber && decimal !== undefined ? { decimal } : {}),
    ...(isNumber && thousands !== undefined ? { thousands } : {}),
    ...(optional ? { optional: true } : {}),
  };
  const text = Object.keys(properties).length === 1 ? type : inline(properties);
  const questions = [
    ...(isDate && otherFormat !== undefined ? [`Day or month first? All of them could be ${otherFormat} too`] : []),
    ...(isNumber && column.isAmbiguousNumber
      ? [`Is ${inline(example)} more than a thousand, or a little more than nothing? For the latter: decimal: ","`]
      : []),
    ...(type === 'money' && !currency.isTold ? ['In which currency? Nothing says so; ISO 4217 has a code of three letters for each'] : []),
    ...(type === 'slug' ? [`Accounts are named here, not numbered: an id is made of each name`] : []),
  ];
  return [
    ...questions.map((question) => `      # ? ${question}.`),
    `      ${inline(name)}: ${text} # ${comment(example)}`,
    // The name as it is spelled stands beside the id that is made of it.
    ...(type === 'slug'
      ? [`      ${inline(namedBy(column))}: { type: text, from: ${inline(name)}${empty > 0 ? ', optional: true' : ''} }`]
      : []),
  ];
};

const isName = (column: ColumnFacts, { roles }: Written): boolean =>
  [roles.accountName, roles.country, roles.city, roles.industry].includes(column);

const namedBy = ({ name }: ColumnFacts): string => `${name} as spelled`;

const comment = (example: string): string => {
  const shown = example.replaceAll(/\s+/g, ' ').slice(0, 40);
  return shown === '' ? 'always empty' : `such as ${shown}`;
};

const standInLines = ({ roles: { account, date }, subject }: Written): readonly string[] => {
  if (account === undefined || account.empty === 0 || subject === 'accounts') return [];
  const entry = { column: account.name, id: 'no-account', name: 'Without an account', since: date?.earliest ?? TODAY };
  return [
    `    # ? ${count(account.empty, 'row')} without an account. This one keeps them in sight; without it they are rejected.`,
    `    noAccount: ${inline(entry)}`,
  ];
};

/** A day that every calendar has, for files without one. */
const TODAY = '2000-01-01';

const hole = (column: ColumnFacts | undefined): string => `{ $column: ${inline(column?.name ?? '')} }`;

/** Opening the account with whatever is known of it. */
const opening = (given: Written, once: boolean): readonly string[] => {
  const { roles } = given;
  const { account, accountName, country, city, industry, date } = roles;
  const spelled = account !== undefined && !account.isId ? `{ $column: ${inline(namedBy(account))} }` : undefined;
  const named = accountName === undefined ? undefined : accountName.empty === 0 ? hole(accountName) : undefined;
  const fields = [
    ['name', named ?? spelled ?? `{ $template: ${inline(`Account {${account?.name ?? ''}}`)} }`],
    ...(
      [
        ['industry', industry],
        ['country', country],
        ['city', city],
      ] as const
    ).flatMap(([field, column]) => (column === undefined ? [] : [[field, hole(column)] as const])),
  ];
  const since = once || date === undefined ? (date?.earliest ?? TODAY) : undefined;
  return [
    '      - type: OpenAccount',
    `        target: { accountId: ${hole(account)} }`,
    ...(once
      ? [
          '        once: per-target',
          '        mayExist: true',
          ...(account !== undefined && account.empty > 0 ? [`        when: { present: ${inline(account.name)} }`] : []),
        ]
      : []),
    ...(since === undefined ? [] : ['        # ? Since when are they accounts? On or before the first thing that happened.']),
    `        occurredAt: ${since === undefined ? hole(date) : inline(since)}`,
    `        data: { ${fields.map(([field, value]) => `${field}: ${value}`).join(', ')} }`,
  ];
};

const fact = (type: string, { roles }: Written, data: string): readonly string[] => [
  `      - type: ${type}`,
  `        target: { accountId: ${hole(roles.account)} }`,
  `        occurredAt: ${hole(roles.date)}`,
  `        data: { ${data} }`,
];

const numberOf = (given: Written): string =>
  given.roles.key === undefined
    ? `{ $template: ${inline(
        keysOf(given)
          .map((name) => `{${name}}`)
          .join('-'),
      )} }`
    : hole(given.roles.key);

const COMMANDS: Readonly<Record<Guess['subject'], (given: Written) => readonly string[]>> = {
  accounts: (given) => opening(given, false),
  invoices: (given) => [
    '      # ? Are the accounts known already? Then this command can go.',
    ...opening(given, true),
    ...(given.roles.amount?.hasNegative === true ? ['      # A negative amount is a credit note.'] : []),
    ...fact('RecordInvoice', given, `invoiceNumber: ${numberOf(given)}, net: ${hole(given.roles.amount)}`),
  ],
  orders: (given) => [
    '      # ? Are the accounts known already? Then this command can go.',
    ...opening(given, true),
    ...(given.roles.amount?.hasNegative === true
      ? ['      # ? Orders are not negative. What are these: credit notes (RecordInvoice), returns (RecordReturn)?']
      : []),
    ...fact('RecordOrder', given, `orderNumber: ${numberOf(given)}, net: ${hole(given.roles.amount)}`),
  ],
  interactions: (given) => [
    '      # ? Are the accounts known already? Then this command can go.',
    ...opening(given, true),
    '      # ? What happened: a meeting, a call, a mail? docs/reference/commands.md lists what can be recorded.',
    ...fact('RecordInteraction', given, 'channel: other'),
  ],
};
