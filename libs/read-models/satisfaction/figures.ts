import { daysBetween } from '#libs/analytics/calendar.js';
import { addAmounts, type Amounts } from '#libs/analytics/money.js';
import { type Difference, differenceOf, proportion, type Proportion } from '#libs/analytics/proportion.js';
import { customerSatisfaction, type CustomerSatisfaction, netPromoterScore, type NetPromoterScore } from '#libs/analytics/satisfaction.js';
import { moneysOf } from '#libs/domain/money.js';
import { type VoicePolicy } from '#libs/domain/policy/documents.js';
import { type Money, SATISFACTION_LEVELS, type SatisfactionLevel, type SurveyOccasion } from '#libs/domain/values.js';
import { type Instant } from '#libs/kernel/message.js';
import { type ResponseRecord, type SatisfactionDocument, type StandingRecord, type SurveyRecord } from './satisfaction.js';

/** What is known of an account beside what it says. */
export interface Judged {
  readonly accountId: string;
  /** Somebody of ours is in charge of it. */
  readonly isManaged: boolean;
  readonly isKeyAccount: boolean;
  /** Net sales of the last twelve months, and of the twelve before: what it was expected to go on with. */
  readonly sales: Amounts;
  readonly salesBefore: Amounts;
}

/** Accounts of one level of satisfaction, with what they bought. */
export interface LevelLine {
  /** `no-opinion`: nothing that they said still stands. It is no sign of satisfaction. */
  readonly level: SatisfactionLevel | 'no-opinion';
  readonly accounts: number;
  readonly keyAccounts: number;
  readonly sales: readonly Money[];
  readonly salesBefore: readonly Money[];
}

/** How satisfied customers are. */
export interface SatisfactionFigures {
  readonly levels: readonly LevelLine[];
  /** Dissatisfied or worse, of key accounts that have an opinion. */
  readonly dissatisfiedKeyAccounts: Proportion | null;
  /** Satisfied ones of accounts with somebody in charge and without, of those that have an opinion, and how much more the managed ones are. */
  readonly managed: Proportion | null;
  readonly unmanaged: Proportion | null;
  readonly managedAdvantage: Difference | null;
  readonly nps: NetPromoterScore | null;
  readonly csat: CustomerSatisfaction | null;
  readonly surveys: number;
  /** Answers of all who were asked. */
  readonly responseRate: Proportion | null;
}

/** What is asked: until when, by which rule, and of which surveys. */
export interface FiguresAsked {
  readonly until: Instant;
  readonly policy: VoicePolicy;
  readonly occasion: SurveyOccasion | undefined;
}

/** The level that an account has at a moment: the last that was said, while it stands. */
export const levelAt = (
  { levels }: StandingRecord,
  { until, policy }: Pick<FiguresAsked, 'until' | 'policy'>,
): SatisfactionLevel | undefined => {
  const last = levels.findLast(({ at }) => at <= until);
  return last === undefined || daysBetween(last.at, until) > policy.windowDays ? undefined : last.level;
};

/** Figures of the answers that still stand, and of accounts as they stand. */
export const satisfactionFigures = (
  documents: readonly SatisfactionDocument[],
  accounts: readonly Judged[],
  asked: FiguresAsked,
): SatisfactionFigures => {
  const { policy, until, occasion } = asked;
  const isRecent = ({ at }: SatisfactionDocument) => at <= until && daysBetween(at, until) <= policy.windowDays;
  const surveys = documents.filter((document): document is SurveyRecord => document.kind === 'survey');
  const counted = surveys.filter((survey) => isRecent(survey) && (occasion === undefined || survey.occasion === occasion));
  const ids = new Set(counted.map(({ accountId, surveyId }) => `${accountId}/${surveyId}`));
  const responses = documents
    .filter((document): document is ResponseRecord => document.kind === 'response' && isRecent(document))
    .filter(({ accountId, surveyId }) => ids.has(`${accountId}/${surveyId}`));
  // Of accounts that became one, what was said last holds.
  const said = documents.filter((document): document is StandingRecord => document.kind === 'standing');
  const inOrder = said.toSorted((left, right) => (left.at < right.at ? -1 : 1));
  const standings = new Map(inOrder.map((standing) => [standing.accountId, levelAt(standing, asked)] as const));
  const recipients = counted.reduce((sum, survey) => sum + survey.recipients, 0);
  return {
    ...ofAccounts(accounts, standings, policy.satisfiedMin),
    nps: netPromoterScore(responses.flatMap(({ nps = [] }) => nps)) ?? null,
    csat:
      customerSatisfaction(
        responses.flatMap(({ csat = [] }) => csat),
        policy.satisfiedMin,
      ) ?? null,
    surveys: counted.length,
    responseRate: proportion(Math.min(responses.length, recipients), recipients) ?? null,
  };
};

type Standings = ReadonlyMap<string, SatisfactionLevel | undefined>;

const ofAccounts = (
  accounts: readonly Judged[],
  standings: Standings,
  satisfiedMin: number,
): Pick<SatisfactionFigures, 'levels' | 'dissatisfiedKeyAccounts' | 'managed' | 'unmanaged' | 'managedAdvantage'> => {
  const rated = accounts.flatMap((account) => {
    const level = standings.get(account.accountId);
    return level === undefined ? [] : [{ ...account, points: SATISFACTION_LEVELS.indexOf(level) + 1 }];
  });
  const shareOf = (some: readonly { readonly points: number }[], holds: (points: number) => boolean) =>
    proportion(some.filter(({ points }) => holds(points)).length, some.length);
  const isSatisfied = (points: number) => points >= satisfiedMin;
  const managed = shareOf(
    rated.filter(({ isManaged }) => isManaged),
    isSatisfied,
  );
  const unmanaged = shareOf(
    rated.filter(({ isManaged }) => !isManaged),
    isSatisfied,
  );
  const keyAccounts = rated.filter(({ isKeyAccount }) => isKeyAccount);
  return {
    levels: [...SATISFACTION_LEVELS, 'no-opinion' as const].map((level) =>
      levelLine(
        level,
        accounts.filter(({ accountId }) => (standings.get(accountId) ?? 'no-opinion') === level),
      ),
    ),
    dissatisfiedKeyAccounts: shareOf(keyAccounts, (points) => points <= 2) ?? null,
    managed: managed ?? null,
    unmanaged: unmanaged ?? null,
    managedAdvantage: differenceOf(managed, unmanaged) ?? null,
  };
};

const levelLine = (level: LevelLine['level'], accounts: readonly Judged[]): LevelLine => ({
  level,
  accounts: accounts.length,
  keyAccounts: accounts.filter(({ isKeyAccount }) => isKeyAccount).length,
  sales: moneysOf(accounts.map(({ sales }) => sales).reduce(addAmounts, {})),
  salesBefore: moneysOf(accounts.map(({ salesBefore }) => salesBefore).reduce(addAmounts, {})),
});
