import { type ColumnFacts } from './column-facts.js';

/** What the rows of a file seem to be. */
export type Subject = 'accounts' | 'invoices' | 'orders' | 'interactions';

/** The parts that columns seem to play; each is played by one column at the most. */
export interface Roles {
  readonly key?: ColumnFacts;
  readonly account?: ColumnFacts;
  readonly accountName?: ColumnFacts;
  readonly date?: ColumnFacts;
  readonly amount?: ColumnFacts;
  readonly country?: ColumnFacts;
  readonly city?: ColumnFacts;
  readonly industry?: ColumnFacts;
}

export interface Guess {
  readonly subject: Subject;
  readonly roles: Roles;
  /** Of the amount, and whether anything says so. */
  readonly currency: { readonly code: string; readonly isTold: boolean };
}

/** Words in the names of columns, in English and in languages whose exports are at hand; the first that fits wins. */
const WORDS = {
  account: /custom|client|account|company|kund|firm|compte|cliente|empresa|partner|debtor|debitor/i,
  name: /name|bezeichnung|nom\b|nombre|account$|company$|firma$/i,
  date: /date|datum|day|time|_at$|^at$|^on$|fecha|data|moment|when/i,
  amount: /net|amount|total|value|betrag|summe|umsatz|montant|importe|revenue|sales|price|gross|preis/i,
  country: /country|land$|pays|pais|país/i,
  city: /city|town|ort$|stadt|ville|ciudad/i,
  industry: /industry|sector|branche|secteur/i,
  invoice: /invoice|rechnung|facture|factura|fattura|inv[_ .-]?no|beleg/i,
  order: /order|bestell|auftrag|commande|pedido/i,
  number: /(^|[_ .-])(id|no|nr|num|number|nummer|code|key|ref)([_ .-]|$)|id$|no$|nr\.?$|number$|nummer$/i,
} as const;

const CURRENCIES = /(?:^|[^a-z])(usd|eur|gbp|chf|jpy|sek|nok|dkk|pln|czk|cad|aud|cny|inr|brl)(?:[^a-z]|$)/i;

/** Whether a column is called as if it named something by number: such digits are no quantity. */
export const isNumberOfSomething = ({ name }: ColumnFacts): boolean => WORDS.number.test(name);

/** Guesses what a file is about from the names of its columns and from what stands in them. Everything of it is to be looked over. */
export const guessOf = (columns: readonly ColumnFacts[]): Guess => {
  const account =
    find(columns, 'account', (column) => column.kind !== 'decimal' && !isDate(column) && !WORDS.name.test(column.name))
    ?? find(columns, 'account', isText);
  const keys = columns.filter((column) => column.unique && column.empty === 0 && column.kind !== 'decimal' && !isDate(column));
  const key =
    keys.find(({ name }) => WORDS.number.test(name))
    ?? keys.find((column) => column === account)
    ?? keys.find(({ isId }) => isId)
    ?? keys[0];
  const amounts = columns.filter(
    (column) => (column.kind === 'decimal' || column.kind === 'integer') && column !== key && column !== account,
  );
  const amount = find(amounts, 'amount', ({ kind }) => kind === 'decimal') ?? find(amounts, 'amount', () => true);
  const date = find(columns, 'date', isDate) ?? columns.find(isDate);
  const accountName = columns.find(
    (column) => column !== account && isText(column) && WORDS.name.test(column.name) && column.kind === 'text',
  );
  const roles: Record<string, ColumnFacts | undefined> = {
    key,
    account: account ?? (amount === undefined ? key : undefined),
    accountName,
    date,
    amount,
    country: find(columns, 'country', isText),
    city: find(columns, 'city', isText),
    industry: find(columns, 'industry', isText),
  };
  const given = Object.fromEntries(Object.entries(roles).filter(([, column]) => column !== undefined)) as Roles;
  return { subject: subjectOf(columns, given), roles: given, currency: currencyOf(columns, given.amount) };
};

const find = (columns: readonly ColumnFacts[], word: keyof typeof WORDS, fits: (column: ColumnFacts) => boolean): ColumnFacts | undefined =>
  columns.find((column) => WORDS[word].test(column.name) && fits(column));

const isDate = ({ kind }: ColumnFacts): boolean => kind === 'day' || kind === 'instant';

const isText = (column: ColumnFacts): boolean => column.kind === 'text' || column.kind === 'integer';

const subjectOf = (columns: readonly ColumnFacts[], { key, account, amount, date }: Roles): Subject => {
  if (amount === undefined || date === undefined)
    return date !== undefined && account !== undefined && account !== key ? 'interactions' : 'accounts';
  if (account === undefined || account === key) return 'accounts';
  return !columns.some(({ name }) => WORDS.invoice.test(name)) && columns.some(({ name }) => WORDS.order.test(name))
    ? 'orders'
    : 'invoices';
};

const currencyOf = (columns: readonly ColumnFacts[], amount: ColumnFacts | undefined): Guess['currency'] => {
  const code =
    CURRENCIES.exec(amount?.name ?? '')?.[1] ?? columns.map(({ name }) => CURRENCIES.exec(name)?.[1]).find((found) => found !== undefined);
  return { code: (code ?? 'EUR').toUpperCase(), isTold: code !== undefined };
};
