import { fromMinor, toMinor } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { standsFor, type WalletLine, type WalletReporting } from './shares.js';

/** What could be won at an account: wallet × (1 − share) × fit. */
export interface UpsideLine {
  readonly accountId: string;
  readonly period: string;
  readonly wallet: Money;
  readonly ours: Money;
  readonly share: number;
  readonly headroom: Money;
  /** How well it fits what we want, 0…1; one that was never judged counts as fitting. */
  readonly fit: number | null;
  readonly upside: Money;
  readonly benchmark: WalletLine['benchmark'];
  readonly maskedLoss: boolean;
  readonly overtaken: boolean;
  /** Whether it is a key account. */
  readonly designated: boolean;
  /** Among the tenth with most upside, and no key account. */
  readonly overlooked: boolean;
}

/** What is known of an account beside its wallet. */
export interface Standing {
  readonly fit: number | null;
  readonly designated: boolean;
}

/** The part of a ranking that is its top. */
const TOP = 0.1;

/** Accounts by what could be won there, in the reporting currency; an account whose amounts have no rate is left out. */
export const upsideLines = (
  lines: ReadonlyMap<string, readonly WalletLine[]>,
  standing: (accountId: string) => Standing,
  { currency, ...reporting }: WalletReporting & { readonly currency: string },
): readonly UpsideLine[] => {
  const found = [...lines].flatMap(([accountId, all]) =>
    upsideLine(accountId, standsFor(all, reporting.fiscalYearStartsIn), currency, reporting),
  );
  const judged = found.map((line) => {
    const { fit, designated } = standing(line.accountId);
    return { ...line, fit, designated, minor: BigInt(Math.round(Number(line.headroomMinor) * (fit ?? 1))) };
  });
  const ranked = judged.toSorted((one, other) => Number(other.minor - one.minor) || (one.accountId < other.accountId ? -1 : 1));
  const top = Math.ceil(ranked.length * TOP);
  return ranked.map(({ minor, headroomMinor, ...line }, rank) => ({
    ...line,
    headroom: fromMinor(headroomMinor, currency),
    upside: fromMinor(minor, currency),
    overlooked: rank < top && !line.designated && minor > 0n,
  }));
};

const upsideLine = (
  accountId: string,
  lines: readonly WalletLine[],
  currency: string,
  { convert, lastDay }: Pick<WalletReporting, 'convert' | 'lastDay'>,
) => {
  const sum = (of: (line: WalletLine) => Money): bigint | undefined =>
    lines.reduce<bigint | undefined>((total, line) => {
      const money = of(line);
      const minor = convert(toMinor(money) ?? 0n, money.currency, currency, lastDay);
      return total === undefined || minor === undefined ? undefined : total + minor;
    }, 0n);
  const [ours, headroom] = [sum((line) => line.ours), sum((line) => line.headroom)];
  const [first] = lines;
  if (first === undefined || ours === undefined || headroom === undefined) return [];
  const wallet = headroom + (ours > 0n ? ours : 0n);
  return [
    {
      accountId,
      period: first.period,
      wallet: fromMinor(wallet, currency),
      ours: fromMinor(ours, currency),
      share: wallet === 0n || ours < 0n ? 0 : Number(ours) / Number(wallet),
      headroomMinor: headroom,
      benchmark: worstOf(lines),
      maskedLoss: lines.some((line) => line.maskedLoss === true),
      overtaken: lines.some((line) => line.overtaken),
    },
  ];
};

/** Of several categories the one that wants most attention. */
const worstOf = (lines: readonly WalletLine[]): WalletLine['benchmark'] =>
  lines.some(({ benchmark }) => benchmark === 'below')
    ? 'below'
    : lines.every(({ benchmark }) => benchmark === 'above')
      ? 'above'
      : 'within';
