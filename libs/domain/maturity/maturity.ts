import { lastDayOf, monthOf } from '#libs/analytics/calendar.js';
import { endOfDay } from '#libs/kernel/calendar.js';
import { type Command, type Context, type Decision, type Facet, type Fault, isNeed } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { businessDay } from '../days.js';
import { sameData } from '../guards.js';
import { type DatedLine, valueAt, withValue } from '../dated-line.js';
import { type MaturityPolicy, type StageEvidencePolicy } from '../policy/documents.js';
import { type Profile } from '../profile/profile.js';
import { type Review, withReviewOfMonth } from '../relationship/evidence.js';
import { standingOf } from '../risk/standing.js';
import { type Risk } from '../risk/state.js';
import { type MaturityItem } from '../values.js';
import { maturityHistory } from './history.js';
import { type MaturityCommands, type MaturityEvents } from './messages.js';
import { type ItemScore, maturityOf, stageFor } from './score.js';

/** What is known of reviews. What they are made from is read from the history when one is asked for. */
export interface Maturity {
  /** What the months came to, the latest of them, oldest first: what a stage rests on. */
  readonly reviews: readonly Review[];
  /** By item, what somebody scores it for a time. */
  readonly overrides: { readonly [Item in MaturityItem]?: DatedLine<MaturityEvents['MaturityItemOverridden']> };
}

export type MaturityCode = 'MONTH_NOT_OVER' | 'REVIEW_BEFORE_OPENING' | 'ACCOUNT_LOST' | 'OVERRIDE_ENDS_BEFORE';

export const NO_MATURITY: Maturity = { reviews: [], overrides: {} };

interface Needs {
  readonly profile: Profile;
  readonly maturity: Maturity;
  readonly risk: Risk;
}

/** Monthly reviews of the facts, and what people score otherwise for a time. */
export const maturity: Facet<'maturity', Maturity, MaturityCommands, MaturityEvents, MaturityCode, Needs> = {
  name: 'maturity',
  initial: NO_MATURITY,
  decide: {
    ReviewRelationship: (command, { profile, risk }, context) => {
      const { month } = command.data;
      const day = lastDayOf(month);
      const until = endOfDay(context.timeZone, day);
      return requireReviewable(command, profile, risk, until, context) ?? reviewed(month, { at: until, day }, context);
    },

    OverrideMaturityItem: (command, { maturity: { overrides } }, context) => {
      const { occurredAt, data } = command;
      const today = businessDay(command, context);
      if (data.until < today) {
        const detail = `${data.item} would count ${data.score} until ${data.until}, before ${today}: name a later day, or correct occurredAt.`;
        return reject('OVERRIDE_ENDS_BEFORE', detail, '/until');
      }
      const known = valueAt(overrides[data.item] ?? [], occurredAt);
      return known !== undefined && sameData(known, data) ? [] : [{ type: 'MaturityItemOverridden', data }];
    },
  },

  evolve: {
    RelationshipReviewed: (state, { data }) => ({ ...state, reviews: withReviewOfMonth(state.reviews, data) }),
    MaturityItemOverridden: (state, { data, meta }) => ({
      ...state,
      overrides: { ...state.overrides, [data.item]: withValue(state.overrides[data.item] ?? [], data, meta.occurredAt) },
    }),
  },
};

/** A review is never told otherwise by hand: it follows from the facts. It may be withdrawn. */
export const reviewFaults = (type: string): readonly Fault[] =>
  type === 'RelationshipReviewed'
    ? [{ detail: 'A review follows from the facts of its month: correct those, and review the month again with ReviewRelationship.' }]
    : [];

/** A month is reviewed once it is over, and only where the account was with us at its end. */
const requireReviewable = (
  { stream, occurredAt, data: { month } }: Command<MaturityCommands, 'ReviewRelationship'>,
  profile: Profile,
  { moves }: Pick<Risk, 'moves'>,
  until: Instant,
  context: Context,
): Rejection<MaturityCode> | undefined => {
  if (occurredAt <= until) {
    const today = businessDay({ occurredAt }, context);
    const detail = `${month} is not over on ${today}: review it from the first of the next month on; the last one that is over is the one before ${monthOf(today)}.`;
    return reject('MONTH_NOT_OVER', detail, '/month');
  }
  if (profile.stage !== 'absent' && profile.openedAt > until) {
    const detail = `Account ${idOf(stream)} was opened on ${profile.openedAt.slice(0, 10)}, after ${month}: review later months.`;
    return reject('REVIEW_BEFORE_OPENING', detail, '/month');
  }
  const { lostSince } = standingOf(moves, until);
  if (lostSince === undefined) return undefined;
  const detail = `Account ${idOf(stream)} was lost on ${lostSince.slice(0, 10)} and was no customer at the end of ${month}: review months in which it was one.`;
  return reject('ACCOUNT_LOST', detail, '/month');
};

const reviewed = (
  month: string,
  asked: { readonly at: Instant; readonly day: string },
  context: Context,
): Decision<MaturityEvents, MaturityCode> => {
  const history = maturityHistory(month, asked.at, context);
  if (isNeed(history)) return history;
  const { ref, document } = context.policy<MaturityPolicy>('maturity');
  const stageEvidence = context.policy<StageEvidencePolicy>('stage-evidence');
  const { items, total, band } = maturityOf(history.facts, asked, document);
  const supports = stageFor(total, stageEvidence.document);
  const data = { month, until: asked.at, items: items.map(toldOf), total, band, supports, supportedBy: stageEvidence.ref };
  const before = history.reviewed;
  if (before === undefined) return [{ type: 'RelationshipReviewed', data, policy: ref }];
  if (sameData(outcomeOf(before.data as MaturityEvents['RelationshipReviewed']), outcomeOf(data))) return [];
  return [{ type: 'RelationshipReviewed', data: { ...data, supersedes: before.id }, policy: ref }];
};

/** What a review came to; under which versions of policies it came to the same is no news. */
const outcomeOf = ({ items, total, band, supports }: MaturityEvents['RelationshipReviewed']) => ({ items, total, band, supports });

/** An item as it is stored: with the points of the facts, and those of a person beside them. */
const toldOf = ({ item, score, byFacts = score, override, inputs, evidence }: ItemScore) => ({
  item,
  score: byFacts,
  ...(override === undefined ? {} : { override: { score, ...override } }),
  inputs,
  evidence,
});
