import { type Violation } from '#libs/kernel/decider.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type DatedLine, entryAt } from '../dated-line.js';
import { type Risk } from '../risk/state.js';
import { standingOf } from '../risk/standing.js';
import { type Stage, STAGES } from '../values.js';
import { NO_EVIDENCE, type StageEvidence } from './evidence.js';
import { type RelationshipEvents } from './messages.js';
import { type Held } from './support.js';

/** What is known of a relationship. Everything that holds from a date on is a dated line: facts may be told in any order. */
export interface Relationship {
  readonly steps: DatedLine<Step>;
  readonly evidence: StageEvidence;
  /** Reviews by their command, and by moment and scores: told again they add nothing. */
  readonly assessed: PersistentMap<string, true>;
  readonly goals: { readonly [H in 'short' | 'long']?: DatedLine<RelationshipEvents['AccountGoalSet']> };
  readonly strategies: DatedLine<RelationshipEvents['AccountStrategySet']>;
  readonly forecasts: DatedLine<RelationshipEvents['ForecastShared']>;
  readonly plans: PersistentMap<string, Plan>;
  readonly initiatives: PersistentMap<string, Initiative>;
  /** Since when data of a scope are shared. */
  readonly dataSharing: PersistentMap<string, Instant>;
  /** Ids of withdrawn plans and initiatives stay taken, each with its kind before it: `initiative:depot`. */
  readonly withdrawn: PersistentMap<string, true>;
}

/** A change of stage. */
export interface Step {
  readonly from: Stage;
  readonly to: Stage;
}

/** A version of the plan: with whom it was shared, and who acknowledged it when. */
export interface Plan {
  readonly shared: DatedLine<readonly string[]>;
  readonly acknowledged: PersistentMap<string, Instant>;
}

/** Something done together. A moment is absent where it was not told. */
export interface Initiative {
  readonly title: string;
  readonly startsOn?: Day;
  readonly plannedAt?: Instant;
  readonly announcedAt?: Instant;
  readonly startedAt?: Instant;
  readonly measured: DatedLine<{ readonly metric: string; readonly value: string }>;
}

export const NO_RELATIONSHIP: Relationship = {
  steps: [],
  evidence: NO_EVIDENCE,
  assessed: PersistentMap.empty(),
  goals: {},
  strategies: [],
  forecasts: [],
  plans: PersistentMap.empty(),
  initiatives: PersistentMap.empty(),
  dataSharing: PersistentMap.empty(),
  withdrawn: PersistentMap.empty(),
};

/** The stage at a moment and since when the account is in it: since the step, or since it was won back. */
export const heldAt = ({ steps }: Relationship, { moves }: Pick<Risk, 'moves'>, at: Instant): Held => {
  const step = entryAt(steps, at);
  const back = moves.findLast(({ value, since }) => value === 'won-back' && since <= at)?.since;
  const since = step === undefined || (back !== undefined && back > step.since) ? back : step.since;
  return { stage: step?.value.to ?? STAGES[0], ...(since === undefined ? {} : { since }) };
};

/** What contradicts itself once facts are corrected or withdrawn. Evidence that is gone contradicts nothing: the gap is shown. */
export const contradictionsIn = (
  { steps, plans, initiatives }: Relationship,
  { moves }: Pick<Risk, 'moves'>,
  openedAt: Instant | undefined,
): readonly Violation[] => [
  ...steps.flatMap(({ value: { from, to }, since }, index): readonly Violation[] => {
    const before = steps[index - 1]?.value.to ?? STAGES[0];
    const subject = `the step to ${to} of ${since}`;
    return [
      ...(from === before
        ? []
        : [{ code: 'STAGES_OUT_OF_ORDER', subject, detail: `The step from ${from} to ${to} of ${since} follows ${before}.` }]),
      ...(openedAt === undefined || since >= openedAt
        ? []
        : [{ code: 'STAGE_BEFORE_OPENING', subject, detail: `The step to ${to} of ${since} lies before the opening on ${openedAt}.` }]),
      ...(standingOf(moves, since).kind === 'customer'
        ? []
        : [
            {
              code: 'STAGE_CHANGED_WHILE_LOST',
              subject,
              detail: `The step to ${to} of ${since} would have been made while the account was lost.`,
            },
          ]),
    ];
  }),
  ...plans.entries().flatMap(([version, { shared, acknowledged }]) =>
    acknowledged
      .entries()
      .filter(([, at]) => shared[0] === undefined || at < shared[0].since)
      .map(([by]) => ({
        code: 'PLAN_ACKNOWLEDGED_BEFORE_SHARED',
        subject: `plan ${version}, ${by}`,
        detail: `${by} acknowledged version ${version} of the plan before it was shared.`,
      })),
  ),
  ...initiatives.entries().flatMap(([initiativeId, initiative]) => contradictionsOf(initiativeId, initiative)),
];

const contradictionsOf = (initiativeId: string, { plannedAt, announcedAt, startedAt, measured }: Initiative): readonly Violation[] => {
  const subject = `initiative ${initiativeId}`;
  const violated = (is: boolean, code: string, what: string) =>
    is ? [{ code, subject, detail: `Initiative ${initiativeId} ${what}.` }] : [];
  const isBefore = (one: Instant | undefined, other: Instant | undefined) => one !== undefined && other !== undefined && one < other;
  return [
    ...violated(isBefore(announcedAt, plannedAt), 'INITIATIVE_ANNOUNCED_BEFORE_PLANNED', 'would be announced before it was planned'),
    ...violated(isBefore(startedAt, plannedAt), 'INITIATIVE_STARTED_BEFORE_PLANNED', 'would start before it was planned'),
    ...violated(isBefore(startedAt, announcedAt), 'INITIATIVE_STARTED_BEFORE_ANNOUNCED', 'would start before it was announced'),
    ...violated(
      measured[0] !== undefined && (startedAt === undefined || measured[0].since < startedAt),
      'INITIATIVE_MEASURED_BEFORE_STARTED',
      'would be measured before it started',
    ),
  ];
};
