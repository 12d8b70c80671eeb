import { entryAt } from '#libs/domain/dated-line.js';
import { type Lever, LEVERS, type Orientation } from '#libs/domain/practice/messages.js';
import { type Instant } from '#libs/kernel/message.js';
import { cadence } from '#libs/read-models/cadence/cadence.js';
import { complianceOf } from '#libs/read-models/cadence/compliance.js';
import { dossier, dossierOn } from '#libs/read-models/dossier/dossier.js';
import { type LeverDocument, type OrientationDocument, practice as readModel } from '#libs/read-models/practice/practice.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** A lever as it was assessed last, and before. */
export interface LeverLine {
  readonly lever: Lever;
  /** 1–5; `null`: never assessed. */
  readonly level: number | null;
  readonly since: Instant | null;
  readonly because: readonly string[];
  readonly history: readonly { readonly level: number; readonly since: Instant }[];
}

export interface PracticeAnswer {
  readonly levers: readonly LeverLine[];
  /** Mean of the levers that were assessed, 1–5; `null`: none was. */
  readonly leverMean: number | null;
  /** What the company says that it is managed by, and since when. */
  readonly orientation: { readonly orientation: Orientation; readonly since: Instant; readonly because: readonly string[] } | null;
  readonly orientationHistory: readonly { readonly orientation: Orientation; readonly since: Instant }[];
  /** What the facts say of the same practice, over all open accounts, each 0–1; `null` where there is no account. */
  readonly byFacts: {
    readonly accounts: number;
    readonly dossiersComplete: number | null;
    readonly meanCompleteness: number | null;
    readonly reviewsInTime: number | null;
    readonly plansInTime: number | null;
    readonly executivesInTime: number | null;
    /** Accounts that have an owner. */
    readonly owned: number | null;
    /** The mean of these: how far account management is done, and not only said. */
    readonly score: number | null;
  };
  readonly asOf: AsOf;
}

/** How far key account management is: what people say of the five levers, and what the facts say beside it. */
export const practice = question({
  name: 'Practice',
  path: '/v1/practice',
  summary: 'The five levers and what the company is managed by, as people say, and the discipline that facts show',
  read: { said: readModel, dossiers: dossier, cadences: cadence, board: stageBoard },
  answer: async ({ said, dossiers, cadences, board, moment, until, sources }): Promise<Omit<PracticeAnswer, 'asOf'>> => {
    const { today } = await reportingOf(sources, moment, until);
    const needed = await policyInForce(sources.store, 'dossier', moment, until);
    const asked = await policyInForce(sources.store, 'cadence', moment, until);
    const lines = await board.all({ status: 'open' });
    const open = new Set(lines.map(({ accountId }) => accountId));
    const complete = (await dossiers.all({}))
      .filter(({ accountId }) => open.has(accountId))
      .map((one) => dossierOn(one, { today, until }, needed));
    const kept = (await cadences.all({}))
      .filter(({ accountId }) => open.has(accountId))
      .map((one) => complianceOf(one, today, asked).rhythms);
    const inTime = (what: (typeof kept)[number][number]['what']) =>
      share(kept.map((rhythms) => rhythms.some((one) => one.what === what && one.inTime)));
    const shares = {
      dossiersComplete: share(complete.map((one) => one.complete)),
      reviewsInTime: inTime('review'),
      plansInTime: inTime('plan-update'),
      executivesInTime: inTime('executive-touch'),
      owned: share(lines.map(({ owner }) => owner !== null)),
    };
    const levers = (await said.all({ kind: 'lever' })) as readonly LeverDocument[];
    const told = LEVERS.map((lever) => leverLine(lever, levers.find((one) => one.lever === lever)?.line ?? [], until));
    const [orientation] = (await said.all({ kind: 'orientation' })) as readonly OrientationDocument[];
    const now = entryAt(orientation?.line ?? [], until);
    return {
      levers: told,
      leverMean: mean(told.flatMap(({ level }) => (level === null ? [] : [level]))),
      orientation: now === undefined ? null : { ...now.value, since: now.since },
      orientationHistory: (orientation?.line ?? []).map(({ value, since }) => ({ orientation: value.orientation, since })),
      byFacts: {
        accounts: lines.length,
        ...shares,
        meanCompleteness: mean(complete.map(({ completeness }) => completeness)),
        score: mean(Object.values(shares).flatMap((one) => (one === null ? [] : [one]))),
      },
    };
  },
});

const leverLine = (lever: Lever, line: LeverDocument['line'], until: Instant): LeverLine => {
  const now = entryAt(line, until);
  return {
    lever,
    level: now?.value.level ?? null,
    since: now?.since ?? null,
    because: now?.value.because ?? [],
    history: line.map(({ value, since }) => ({ level: value.level, since })),
  };
};

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const share = (are: readonly boolean[]): number | null => mean(are.map(Number));
