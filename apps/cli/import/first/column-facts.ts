import { dayBy, momentOf } from '../dates.js';
import { slugOf } from '../slug.js';

/** Different texts of a column that are remembered: enough to tell a key. */
const DISTINCT_MAX = 100_000;

/** Forms of days, what a point, a slash or a dash mostly means first; two that only differ in the order of day and month stand side by side. */
const DAY_FORMS = [
  'DD.MM.YYYY',
  'D.M.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'D/M/YYYY',
  'M/D/YYYY',
  'DD-MM-YYYY',
  'YYYY/MM/DD',
  'DD.MM.YY',
  'DD/MM/YY',
  'MM/DD/YY',
  'D MMM YYYY',
  'MMM D, YYYY',
];
const TIME_FORMS = ['HH:mm', 'HH:mm:ss', 'H:mm', 'h:mm A'];

/** What is known of a column after all rows that were looked at. */
export interface ColumnFacts {
  readonly name: string;
  readonly rows: number;
  readonly empty: number;
  /** No text stood there twice. Not known beyond a bound, and then not so. */
  readonly unique: boolean;
  readonly example: string;
  /** Every text has the form of an id. */
  readonly isId: boolean;
  readonly kind: 'text' | 'integer' | 'decimal' | 'day' | 'instant';
  /** Of days and moments that ISO 8601 does not write. */
  readonly format?: string;
  /** The other order of day and month fits as well. */
  readonly otherFormat?: string;
  readonly decimal?: ',';
  readonly thousands?: string;
  /** Texts such as `1,234`, which are two numbers. */
  readonly isAmbiguousNumber: boolean;
  readonly hasNegative: boolean;
  /** The earliest day, `2026-03-01`. */
  readonly earliest?: string;
}

/** Texts that may fail to fit before a candidate is given up, and their share in the end: a bad row is no reason to read all others as text. */
const MISFITS_MIN = 2;
const MISFITS_SHARE_MAX = 0.2;

/** What fits a column so far: each candidate is given up once too many texts do not fit it. */
class Candidates<Name extends string> {
  #misfits: Map<Name, number>;
  #seen = 0;

  constructor(names: readonly Name[]) {
    this.#misfits = new Map(names.map((name) => [name, 0]));
  }

  see(fits: (name: Name) => boolean): void {
    this.#seen += 1;
    for (const [name, misfits] of this.#misfits) {
      if (fits(name)) continue;
      if (misfits + 1 > Math.max(MISFITS_MIN, this.#seen * MISFITS_SHARE_MAX)) this.#misfits.delete(name);
      else this.#misfits.set(name, misfits + 1);
    }
  }

  /** Those that fit nearly everything, best first. */
  get best(): readonly Name[] {
    const good = [...this.#misfits].filter(([, misfits]) => misfits <= this.#seen * MISFITS_SHARE_MAX);
    return good.toSorted(([, a], [, b]) => a - b).map(([name]) => name);
  }

  get isOver(): boolean {
    return this.#misfits.size === 0;
  }

  /** Whether two fit the same texts, as far as can be seen. */
  areEqual(one: Name, other: Name): boolean {
    return this.#misfits.get(one) === this.#misfits.get(other);
  }
}

type NumberForm = 'whole' | 'point' | 'comma';
const NUMBERS: Readonly<Record<NumberForm, RegExp>> = {
  whole: /^[+-]?\d+$/,
  point: /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/,
  comma: /^[+-]?(?:\d+|\d{1,3}(?:[.' \u00A0\u202F]\d{3})+)(?:,\d+)?$/,
};

/** Gathers what the texts of a column have in common. */
export class ColumnWatch {
  #rows = 0;
  #empty = 0;
  #example = '';
  #distinct: Set<string> | undefined = new Set();
  #unique = true;
  #isId = true;
  readonly #numbers = new Candidates<NumberForm>(['whole', 'point', 'comma']);
  readonly #dates = new Candidates<string>(CANDIDATES);
  #padded = false;
  #ambiguous = true;
  #groupMark: Partial<Record<NumberForm, string>> = {};
  #negative = false;
  readonly #earliest = new Map<string, string>();

  constructor(private readonly name: string) {}

  see(given: string): void {
    this.#rows += 1;
    const text = given.trim();
    if (text === '') {
      this.#empty += 1;
      return;
    }
    if (this.#example === '') this.#example = text;
    this.#isId &&= /^[A-Za-z0-9._:-]{1,128}$/.test(text);
    this.#seeDistinct(text);
    this.#seeNumber(text);
    this.#seeDate(text);
  }

  get facts(): ColumnFacts {
    const hasTexts = this.#rows > this.#empty;
    const format = hasTexts ? this.#dates.best[0] : undefined;
    const number = hasTexts && format === undefined && !this.#padded ? this.#numbers.best[0] : undefined;
    const other = format === undefined ? undefined : this.#dates.best.find((each) => each !== format && swapped(each) === format);
    const earliest = format === undefined ? undefined : this.#earliest.get(format);
    const thousands = number === undefined ? undefined : this.#groupMark[number];
    const isBoth = number !== undefined && number !== 'whole' && this.#numbers.areEqual('point', 'comma');
    return {
      name: this.name,
      rows: this.#rows,
      empty: this.#empty,
      unique: hasTexts && this.#unique,
      example: this.#example,
      isId: hasTexts && this.#isId,
      kind: format !== undefined ? kindOf(format) : number === undefined ? 'text' : number === 'whole' ? 'integer' : 'decimal',
      ...(format === undefined || format.startsWith('ISO') ? {} : { format }),
      ...(other !== undefined && this.#dates.areEqual(other, format!) ? { otherFormat: other } : {}),
      ...(number === 'comma' ? { decimal: ',' as const } : {}),
      ...(thousands === undefined ? {} : { thousands }),
      isAmbiguousNumber: isBoth && this.#ambiguous,
      hasNegative: number !== undefined && this.#negative,
      ...(earliest === undefined ? {} : { earliest }),
    };
  }

  #seeDistinct(text: string): void {
    if (this.#distinct === undefined) return;
    if (this.#distinct.has(text)) {
      this.#unique = false;
      this.#distinct = undefined;
    } else if (this.#distinct.size === DISTINCT_MAX) {
      this.#distinct = undefined;
      // Nothing stood there twice so far, and what follows is left to the import, which tells a key that does.
    } else this.#distinct.add(text);
  }

  #seeNumber(text: string): void {
    if (this.#numbers.isOver) return;
    this.#numbers.see((name) => NUMBERS[name].test(text));
    this.#ambiguous &&= /^[+-]?\d{1,3}(?:[.,]\d{3})?$/.test(text);
    // 00123 is a name that consists of digits.
    this.#padded ||= /^[+-]?0\d/.test(text);
    this.#negative ||= text.startsWith('-');
    const mark = /\d([.,' \u00A0\u202F])\d{3}(?:\D|$)/.exec(text)?.[1];
    if (mark === undefined) return;
    if (mark === ',' && NUMBERS.point.test(text)) this.#groupMark.point = mark;
    if (mark !== ',' && NUMBERS.comma.test(text)) this.#groupMark.comma = /\s/.test(mark) ? ' ' : mark;
  }

  #seeDate(text: string): void {
    if (this.#dates.isOver) return;
    const mayBe = DATE_LIKE.test(text);
    this.#dates.see((format) => {
      const day = mayBe ? dayOf(text, format) : undefined;
      if (day === undefined) return false;
      const before = this.#earliest.get(format);
      if (before === undefined || day < before) this.#earliest.set(format, day);
      return true;
    });
  }
}

/** Digits, and a mark or a name between them: everything else is spared the forms. */
const DATE_LIKE = /^\d[\d.,/: TZAPM+-]{4,28}$|^(?=.*\d)(?=.*[a-z]{3})[\w ,:]{8,24}$/i;

const CANDIDATES = ['ISO day', 'ISO instant', ...DAY_FORMS, ...DAY_FORMS.flatMap((day) => TIME_FORMS.map((time) => `${day} ${time}`))];

const kindOf = (format: string): 'day' | 'instant' => (format === 'ISO instant' || format.includes(':') ? 'instant' : 'day');

const dayOf = (text: string, format: string): string | undefined => {
  if (format === 'ISO day') return /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayBy(text, 'YYYY-MM-DD') : undefined;
  if (kindOf(format) === 'day') return dayBy(text, format);
  const moment = momentOf(text, format === 'ISO instant' ? {} : { format });
  return 'instant' in moment ? moment.instant.slice(0, 10) : undefined;
};

/** The same form with day and month in the other order. */
const swapped = (format: string): string => format.replace(/DD?|MM?/g, (token) => (token.startsWith('D') ? 'M' : 'D').repeat(token.length));

/** A name for a file or a mapping, from what somebody called theirs. */
export const nameFrom = (text: string): string => slugOf(text.replace(/\.[^.]*$/, '')) ?? 'import';
