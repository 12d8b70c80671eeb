import { PERIODS, type Period } from '#libs/analytics/calendar.js';
import { isDay, isMonth, isPeriod, parseInstant } from '#libs/kernel/calendar.js';
import { id, matching, oneOf } from '#libs/kernel/kinds.js';
import { complain } from '#libs/kernel/complaint.js';
import { type Kind } from '#libs/kernel/fields.js';
import { Optional, type Shape } from '#libs/contracts/validate.js';
import { account } from '#libs/domain/registry.js';
import { RISK_LEVELS, STAGES } from '#libs/domain/values.js';
import { PAGE_SIZE_MAX } from '#libs/kernel/ports.js';
import { GROUPINGS, type Grouping } from '#libs/read-models/team-kpis/team-kpis.js';
import { type Moment } from './answers.js';

/** The two times that every fact has. */
export const TIMES = ['occurred', 'recorded'] as const;

const parameter = (allowed: string, accepts: (text: string) => boolean, normalise: (text: string) => unknown, schema: object): Kind => ({
  allowed,
  schema: { description: allowed, ...schema },
  check: (value, at) => (typeof value === 'string' && accepts(value) ? [] : [complain(at, allowed, value)]),
  normalise: (value) => normalise(value as string),
  samples: [],
});

/** A moment: an instant, or a day, which stands for its last millisecond (UTC). */
const moment = parameter(
  'a moment such as 2026-03-01T09:30:00Z, or a day such as 2026-03-01 (its end, UTC)',
  (text) => isDay(text) || parseInstant(text) !== undefined,
  (text) => (isDay(text) ? `${text}T23:59:59.999Z` : parseInstant(text)),
  { type: 'string' },
);

const wholeNumber = (minimum: number, maximum: number): Kind =>
  parameter(
    `a whole number from ${minimum} to ${maximum}`,
    (text) => /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum,
    Number,
    { type: 'integer', minimum, maximum },
  );

/** Where a range begins or ends, given as month, quarter or year. */
const boundary = parameter(
  'a year, quarter or month: 2026, 2026-Q1, 2026-03; a range is widened to whole periods of the period asked for',
  (text) => isPeriod(text) || isMonth(text),
  (text) => text,
  {
    type: 'string',
  },
);

const cursor = matching(/^[A-Za-z0-9_-]{1,2048}$/, 'the "next" of the page before');

const list = (words: readonly string[]): Kind => oneOf(words.flatMap((word) => [word, `-${word}`]));

/** Parameters of every question that can be asked of the past. */
export class PastParameters {
  @Optional(moment) readonly asOf?: string;
  @Optional(oneOf(TIMES)) readonly time?: (typeof TIMES)[number];
}

/** Parameters of a list that can be asked of the past. */
export class PageParameters extends PastParameters {
  @Optional(wholeNumber(1, PAGE_SIZE_MAX)) readonly limit?: number;
  @Optional(cursor) readonly cursor?: string;
}

/** Fields that the portfolio is sorted by; a dash in front sorts the largest first. */
export const ACCOUNT_SORTS = ['name', 'since', 'lastInteractionAt'] as const;
export type AccountSort = (typeof ACCOUNT_SORTS)[number];

/** `GET /v1/accounts`. */
export class AccountsParameters extends PageParameters {
  @Optional(oneOf(STAGES)) readonly stage?: string;
  @Optional(oneOf(['open', 'closed', 'merged'])) readonly status?: string;
  @Optional(oneOf(['customer', 'lost', 'win-back'])) readonly standing?: string;
  @Optional(oneOf(RISK_LEVELS)) readonly riskLevel?: string;
  @Optional(oneOf(['none', 'stated-higher', 'supported-higher'])) readonly gap?: string;
  @Optional(id) readonly owner?: string;
  @Optional(id) readonly parentId?: string;
  @Optional(list(ACCOUNT_SORTS)) readonly sort?: string;
}

/** `GET /v1/accounts/{id}/timeline`. */
export class TimelineParameters extends PageParameters {
  /** Only entries of this event type. */
  @Optional(oneOf(account.eventTypes)) readonly type?: string;
  /** `-at` (the latest first) unless told. */
  @Optional(list(['at'])) readonly sort?: string;
}

/** `GET /v1/accounts/{id}/history`. */
export class HistoryParameters extends PageParameters {
  @Optional(oneOf(account.eventTypes)) readonly type?: string;
}

/** `GET /v1/accounts/{id}/promises`. */
export class PromisesParameters extends PageParameters {
  @Optional(oneOf(['open', 'kept', 'broken', 'overdue'])) readonly status?: string;
}

/** `GET /v1/kpis`. */
export class KpiParameters extends PageParameters {
  @Optional(oneOf(GROUPINGS)) readonly by?: Grouping;
  @Optional(oneOf(PERIODS)) readonly period?: Period;
  @Optional(id) readonly key?: string;
  @Optional(boundary) readonly from?: string;
  @Optional(boundary) readonly to?: string;
}

/** A question without parameters; an unknown one is a mistake there too. */
export const NO_PARAMETERS: Shape = Object;

/** The moment that was asked for; business time unless told. */
export const momentOf = ({ asOf, time = 'occurred' }: PastParameters): Moment | undefined =>
  asOf === undefined ? undefined : { at: asOf, time };
