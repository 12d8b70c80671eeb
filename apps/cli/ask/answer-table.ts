import { GAP, type Heading, renderTable, WRAPPED_WIDTH_MIN } from '../table.js';
import { type Output } from '../terminal.js';
import { NOTHING, spelled } from '../words.js';
import { type AnswerSchema, entriesOf, fieldsOf } from './answer-schema.js';
import { type Column, columnsOf, isMoney, isObject } from './columns.js';

/** A text in a table wraps, on a terminal, where it is longer than this. */
const UNWRAPPED_MAX = 24;

/** What of an answer is told. */
export interface Telling {
  /** The fields that were asked for, in their order; absent: all. */
  readonly fields?: readonly string[] | undefined;
  /** The account that was asked about, which need not be told again. */
  readonly accountId?: string | undefined;
}

/** An answer as text, and the fields that did not fit on the screen. */
export interface ToldAnswer {
  readonly text: string;
  readonly hidden: readonly string[];
}

/** A part of an answer: what is said of it as a whole, or a list in it. */
interface Section {
  /** Where the list is in the answer; empty for what is said of the whole and for `items`, whose fields need no more than their name. */
  readonly path: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly asFacts: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** An answer as tables: first what is said of the whole, one line a field, then every list in it. */
export const renderAnswer = (out: Output, answer: object, of: AnswerSchema, telling: Telling): ToldAnswer => {
  const { asOf: _asOf, next: _next, ...told } = answer as Fields;
  // Fields of what holds items are fields of these.
  const areItems = telling.fields !== undefined && Object.hasOwn(told, 'items');
  const sections = sectionsOf(told, of)
    .filter(({ path, asFacts }) => !areItems || (path === '' && !asFacts))
    .flatMap((section) => chosen(section, telling));
  const hidden: string[] = [];
  const tables = sections.map(({ title, columns, asFacts }) => {
    if (asFacts) return `${heading(title, sections)}${facts(out, columns)}`;
    const fitting = fit(out, columns);
    hidden.push(...columns.filter((column) => !fitting.includes(column)).map(({ path }) => path));
    return `${heading(title, sections)}${list(out, fitting)}`;
  });
  return { text: tables.join('\n\n'), hidden };
};

/** What a list of the server holds is called `items`, and is the answer: it needs no name where nothing else is told. */
const heading = (title: string, sections: readonly Section[]): string => (title === '' || sections.length === 1 ? '' : `${title}\n`);

const sectionsOf = (answer: Fields, of: AnswerSchema): readonly Section[] => {
  const lists = listsIn(answer, of);
  const rows = Object.keys(answer).includes('items') ? [answer].map(({ items: _items, ...rest }) => rest) : [answer];
  const whole = columnsOf(rows, of).filter(({ path }) => !lists.some((one) => one.path === path));
  return [
    ...(whole.length === 0 ? [] : [{ path: '', title: '', columns: whole, asFacts: true }]),
    ...lists.map(({ path, entries, of: schema }) => ({
      path: path === 'items' ? '' : path,
      title: titleOf(path),
      columns: columnsOf(entries, schema),
      asFacts: false,
    })),
  ];
};

const titleOf = (path: string): string => {
  const title = path.split('.').map(spelled).join(' › ');
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
};

interface List {
  readonly path: string;
  readonly entries: readonly unknown[];
  readonly of: AnswerSchema | undefined;
}

/** The lists of objects in an answer, wherever they are in it; amounts of several currencies are no list of objects. */
const listsIn = (value: Fields, of: AnswerSchema | undefined, within = ''): readonly List[] => {
  const declared = fieldsOf(of);
  return [...new Set([...declared.keys(), ...Object.keys(value)])].flatMap((name): readonly List[] => {
    const inner = value[name];
    const path = `${within}${name}`;
    if (Array.isArray(inner) && inner.some((entry) => isObject(entry) && !isMoney(entry)))
      return [{ path, entries: inner, of: entriesOf(declared.get(name)) }];
    return isObject(inner) ? listsIn(inner, declared.get(name), `${path}.`) : [];
  });
};

const chosen = (section: Section, { fields, accountId }: Telling): readonly Section[] => {
  const { columns, asFacts } = section;
  const wanted = fields?.flatMap((field) =>
    columns.filter(({ path }) => isWithin(section.path === '' ? path : `${section.path}.${path}`, field)),
  );
  const left = wanted ?? (asFacts ? columns : columns.filter((column) => !isEmpty(column) && !repeats(column, accountId)));
  return left.length === 0 ? [] : [{ ...section, columns: left }];
};

const isWithin = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`);

/** A column in which nobody has anything says nothing. */
const isEmpty = ({ cells }: Column): boolean => cells.every((cell) => cell === '' || cell === NOTHING);

const repeats = ({ path, cells }: Column, accountId: string | undefined): boolean =>
  accountId !== undefined && path === 'accountId' && cells.every((cell) => cell === accountId);

const facts = (out: Output, columns: readonly Column[]): string =>
  renderTable(
    out,
    [{ title: 'What' }, { title: 'Value', wraps: true }],
    columns.map(({ path, cells: [cell = ''] }) => [path.split('.').map(spelled).join(' › '), cell === '' ? NOTHING : cell]),
  );

const list = (out: Output, columns: readonly Column[]): string => {
  const headings = columns.map((column): Heading => ({
    title: column.title,
    align: column.numeric ? 'right' : 'left',
    wraps: wraps(column),
  }));
  return renderTable(
    out,
    headings,
    (columns[0]?.cells ?? []).map((_, row) => columns.map(({ cells }) => cells[row]!)),
  );
};

/** On a terminal: the columns that are as wide as it together, in their order. */
const fit = (out: Output, columns: readonly Column[]): readonly Column[] => {
  if (out.isTTY !== true || out.columns === undefined) return columns;
  let left = out.columns + GAP.length;
  return columns.filter((column) => {
    const width = (wraps(column) ? Math.max(WRAPPED_WIDTH_MIN, column.title.length) : widthOf(column)) + GAP.length;
    if (width > left) return false;
    left -= width;
    return true;
  });
};

const widthOf = ({ title, cells }: Column): number => Math.max(title.length, ...cells.map(({ length }) => length));

/** A word is never broken: an id that is cut off is none. */
const wraps = (column: Column): boolean =>
  !column.numeric
  && widthOf(column) > UNWRAPPED_MAX
  && column.cells.every((cell) => cell.split(' ').every((word) => word.length <= WRAPPED_WIDTH_MIN));
