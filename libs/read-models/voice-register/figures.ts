import { valueAt } from '#libs/domain/dated-line.js';
import {
  NEED_DIMENSIONS,
  NEED_DIRECTIONS,
  type NeedDimension,
  type NeedDirection,
  type PositionAttribute,
  type ServiceForm,
} from '#libs/domain/values.js';
import { type Instant } from '#libs/kernel/message.js';
import { type NeedEntry, type PositionEntry, type VoiceEntry } from './voice-register.js';

/** Needs of one dimension: how many are met, and where they are going. */
export interface NeedDrift {
  readonly dimension: NeedDimension;
  readonly needs: number;
  readonly unmet: number;
  readonly changes: Readonly<Record<NeedDirection, number>>;
}

/** How we want to be seen in one respect, how we are seen, and the gap: what is missing is above 0. */
export interface PositionGap {
  readonly attribute: PositionAttribute;
  readonly desired: number | null;
  readonly perceived: number | null;
  readonly gap: number | null;
  readonly measuredAt: Instant | null;
  /** Against the measurement before: above 0 is better; null: it was measured once at most. */
  readonly trend: number | null;
}

/** What we know of an account's wishes and of how it sees us. */
export interface VoiceFigures {
  readonly needs: readonly NeedDrift[];
  /** The needs that weigh most among the unmet ones, at most {@link UNMET_MAX}. */
  readonly unmet: readonly Pick<NeedEntry, 'accountId' | 'id' | 'need' | 'dimension' | 'importance' | 'at'>[];
  readonly positions: readonly PositionGap[];
  readonly serviceForm: ServiceForm | null;
  readonly suggestions: { readonly made: number; readonly implemented: number; readonly declined: number; readonly open: number };
  readonly questions: { readonly asked: number; readonly answered: number; readonly lastAskedAt: Instant | null };
}

export const UNMET_MAX = 20;

/** Figures of an account's entries, as of a moment. */
export const voiceFigures = (entries: readonly VoiceEntry[], until: Instant): VoiceFigures => {
  const known = entries.filter(({ at }) => at <= until);
  const needs = known.filter((entry) => entry.kind === 'need');
  const suggestions = known.filter((entry) => entry.kind === 'suggestion');
  const questions = known.filter((entry) => entry.kind === 'question');
  const forms = known.flatMap((entry) => (entry.kind === 'service-form' ? entry.forms : []));
  const isMet = ({ metAt }: NeedEntry) => metAt !== undefined && metAt <= until;
  const unmet = needs.filter((need) => !isMet(need));
  return {
    needs: NEED_DIMENSIONS.map((dimension) => {
      const some = needs.filter((need) => need.dimension === dimension);
      return { dimension, needs: some.length, unmet: some.filter((need) => !isMet(need)).length, changes: changesOf(some, until) };
    }),
    unmet: unmet
      .toSorted((left, right) => (right.importance ?? 0) - (left.importance ?? 0) || (left.at < right.at ? -1 : 1))
      .slice(0, UNMET_MAX)
      .map(({ accountId, id, need, dimension, importance, at }) => ({
        accountId,
        id,
        need,
        dimension,
        ...(importance === undefined ? {} : { importance }),
        at,
      })),
    positions: known.flatMap((entry) => (entry.kind === 'position' ? [gapOf(entry, until)] : [])),
    serviceForm:
      valueAt(
        forms.toSorted((left, right) => (left.since < right.since ? -1 : 1)),
        until,
      ) ?? null,
    suggestions: {
      made: suggestions.length,
      implemented: suggestions.filter(({ status }) => status === 'implemented').length,
      declined: suggestions.filter(({ status }) => status === 'declined').length,
      open: suggestions.filter(({ status }) => status === 'open').length,
    },
    questions: {
      asked: questions.length,
      answered: questions.filter(({ status }) => status === 'answered').length,
      lastAskedAt:
        questions
          .map(({ at }) => at)
          .toSorted()
          .at(-1) ?? null,
    },
  };
};

const changesOf = (needs: readonly NeedEntry[], until: Instant): NeedDrift['changes'] => {
  const changes = needs.flatMap((need) => need.changes.filter(({ since }) => since <= until));
  const count = (direction: NeedDirection) => changes.filter(({ value }) => value.direction === direction).length;
  return Object.fromEntries(NEED_DIRECTIONS.map((direction) => [direction, count(direction)])) as Record<NeedDirection, number>;
};

const gapOf = ({ id, targets, measured }: PositionEntry, until: Instant): PositionGap => {
  const desired = valueAt(targets, until) ?? null;
  const [before, last] = [undefined, undefined, ...measured.filter(({ since }) => since <= until)].slice(-2);
  const perceived = last?.value.score ?? null;
  return {
    attribute: id,
    desired,
    perceived,
    gap: desired === null || perceived === null ? null : desired - perceived,
    measuredAt: last?.since ?? null,
    trend: last === undefined || before === undefined ? null : last.value.score - before.value.score,
  };
};
