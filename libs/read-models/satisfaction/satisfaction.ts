import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import {
  type Credit,
  SATISFACTION_LEVELS,
  type SatisfactionLevel,
  type Sentiment,
  SENTIMENTS,
  type SurveyMeasure,
  type SurveyOccasion,
} from '#libs/domain/values.js';
import { type VoiceEvents } from '#libs/domain/voice/messages.js';

interface OfAccount {
  readonly accountId: string;
  readonly at: Instant;
  readonly on: Day;
}

/** A survey with how many answered. */
export interface SurveyRecord extends OfAccount {
  readonly kind: 'survey';
  readonly surveyId: string;
  readonly asks: readonly SurveyMeasure[];
  readonly recipients: number;
  readonly occasion?: SurveyOccasion;
  readonly responses: number;
  readonly credit: Credit;
}

/** What one of them answered. */
export interface ResponseRecord extends OfAccount {
  readonly kind: 'response';
  readonly responseId: string;
  readonly surveyId: string;
  readonly nps?: number;
  readonly csat?: number;
  readonly level?: SatisfactionLevel;
  readonly words?: string;
  readonly respondent?: string;
  readonly credit: Credit;
}

/** How satisfied an account was said to be, the latest {@link LEVELS_MAX} times. Which of them still stands is a question of the day. */
export interface StandingRecord extends Omit<OfAccount, 'on'> {
  readonly kind: 'standing';
  /** By when it was said. */
  readonly levels: readonly StatedLevel[];
}

export interface StatedLevel {
  readonly at: Instant;
  readonly on: Day;
  readonly level: SatisfactionLevel;
  readonly by: 'level' | 'csat' | 'sentiment';
}

export type SatisfactionDocument = SurveyRecord | ResponseRecord | StandingRecord;

/** Levels that an account keeps. */
export const LEVELS_MAX = 20;

type Events = Pick<VoiceEvents, 'SurveySent' | 'SurveyResponseRecorded' | 'SentimentRecorded'>;

/** What customers answer when they are asked how satisfied they are, and how they sound. */
export const satisfaction: Projection<SatisfactionDocument, Events> = {
  name: 'satisfaction',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'at'],
    ['kind', 'accountId', 'at'],
  ],
  keys: (event) => {
    const account = idOf(event.stream);
    if (!('surveyId' in event.data)) return [account];
    const survey = `${account}/survey/${event.data.surveyId}`;
    return 'responseId' in event.data ? [survey, `${account}/response/${event.data.responseId}`, account] : [survey];
  },
  on: {
    SurveySent: (_, event) => ({ kind: 'survey', ...place(event), ...event.data, responses: 0 }),
    SurveyResponseRecorded: (document, event, key) => {
      if (key.includes('/survey/')) return document?.kind === 'survey' ? { ...document, responses: document.responses + 1 } : document;
      if (key.includes('/response/')) return { kind: 'response', ...place(event), ...event.data };
      const { level, csat } = event.data;
      if (level !== undefined) return stated(document, event, { level, by: 'level' });
      return csat === undefined ? document : stated(document, event, { level: SATISFACTION_LEVELS[csat - 1]!, by: 'csat' });
    },
    SentimentRecorded: (document, event) => stated(document, event, { level: levelOf(event.data.sentiment), by: 'sentiment' }),
  },
};

const place = (event: Fact<Events>): OfAccount => ({ accountId: idOf(event.stream), at: event.meta.occurredAt, on: businessDayOf(event) });

const levelOf = (sentiment: Sentiment): SatisfactionLevel => SATISFACTION_LEVELS[SENTIMENTS.indexOf(sentiment)]!;

const stated = (
  document: SatisfactionDocument | undefined,
  event: Fact<Events>,
  said: Pick<StatedLevel, 'level' | 'by'>,
): SatisfactionDocument => {
  const { accountId, at, on } = place(event);
  const before = document?.kind === 'standing' ? document.levels : [];
  const index = before.findLastIndex((known) => known.at <= at) + 1;
  const levels = before.toSpliced(index, 0, { at, on, ...said }).slice(-LEVELS_MAX);
  return { kind: 'standing', accountId, at: levels.at(-1)!.at, levels };
};
