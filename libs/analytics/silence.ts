/** What silence is judged by, in days. */
export interface SilenceRule {
  /** How long an account may say nothing. */
  readonly quietDays: number;
  /** For how long after its beginning it is watched more closely, and how long it may say nothing then. */
  readonly honeymoonDays: number;
  readonly honeymoonQuietDays: number;
  /** How many times its usual distance between two words it may say nothing; asked where so many words are known. */
  readonly baselineFactor: number;
  readonly baselineSignalsMin: number;
  /** The shortest silence that is ever called one. */
  readonly baselineDaysMin: number;
}

/** An account's words, in days from any one origin. */
export interface Heard {
  /** When it began. */
  readonly since: number;
  /** When it said something, in order. */
  readonly signals: readonly number[];
  /** When it is asked. */
  readonly now: number;
}

/** What a silence comes to. */
export interface Silence {
  readonly isSilent: boolean;
  /** Since the last word; where there was none, since the beginning. */
  readonly days: number;
  /** From how many days on it is silent, and what says so. */
  readonly limit: number;
  readonly basis: 'quiet' | 'honeymoon' | 'baseline';
  /** Its own median distance between two words; absent where too few are known. */
  readonly baseline?: number;
  /** When it became silent, whether that lies behind or ahead; in days from the origin. */
  readonly from: number;
}

/**
 * How long an account has said nothing, and whether that is too long: longer than the rule allows it in its stage, or longer than some times
 * its own median distance between two words, whichever is shorter. No word at all is silence too, from the beginning on: what nobody hears
 * of is not safe.
 */
export const silenceOf = ({ since, signals, now }: Heard, rule: SilenceRule): Silence => {
  const said = signals.filter((at) => at <= now);
  const last = said.at(-1) ?? since;
  const isHoneymoon = last - since < rule.honeymoonDays;
  const [limit, basis] = isHoneymoon ? ([rule.honeymoonQuietDays, 'honeymoon'] as const) : ([rule.quietDays, 'quiet'] as const);
  const baseline = said.length < rule.baselineSignalsMin ? undefined : medianDistance(said);
  const own = baseline === undefined ? Infinity : Math.max(rule.baselineDaysMin, rule.baselineFactor * baseline);
  const shorter = Math.min(limit, own);
  return {
    isSilent: now - last >= shorter,
    days: now - last,
    limit: shorter,
    basis: own < limit ? 'baseline' : basis,
    ...(baseline === undefined ? {} : { baseline }),
    from: last + shorter,
  };
};

const medianDistance = (moments: readonly number[]): number => {
  const distances = moments
    .slice(1)
    .map((at, index) => at - moments[index]!)
    .toSorted((left, right) => left - right);
  const middle = Math.floor(distances.length / 2);
  return distances.length % 2 === 1 ? distances[middle]! : (distances[middle - 1]! + distances[middle]!) / 2;
};
