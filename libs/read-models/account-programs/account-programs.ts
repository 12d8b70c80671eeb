import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { addAmounts, type Amounts, amountsOf } from '#libs/analytics/money.js';
import { type ProgramEvents } from '#libs/domain/programs/messages.js';
import { type Channel } from '#libs/domain/values.js';

/** A programme in which an account is a market of its own. */
export interface ProgramDocument {
  readonly kind: 'program';
  readonly accountId: string;
  readonly programId: string;
  readonly title: string;
  readonly audience: readonly string[];
  readonly team: readonly string[];
  readonly contentPlan: readonly string[];
  readonly launchedAt: Instant;
  readonly endedAt: Instant | null;
  readonly endedBecause: string | null;
  /** The first {@link OFFERS_MAX}. */
  readonly offers: readonly { readonly offerId: string; readonly offer: string; readonly at: Instant }[];
}

/** One of theirs who was reached, and what came of it. */
export interface TouchDocument {
  readonly kind: 'touch';
  readonly accountId: string;
  readonly programId: string;
  readonly touchId: string;
  readonly contact: string;
  readonly channel: Channel;
  readonly at: Instant;
  readonly responses: number;
  readonly refusals: number;
  readonly meetings: number;
  readonly opportunities: number;
  /** What of the pipeline came of it. */
  readonly pipeline: Amounts;
}

export const OFFERS_MAX = 50;

export type ProgramsDocument = ProgramDocument | TouchDocument;

/** Account programmes and their touches. */
export const accountPrograms: Projection<ProgramsDocument, ProgramEvents> = {
  name: 'account-programs',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'launchedAt'],
    ['kind', 'accountId', 'launchedAt'],
    ['kind', 'accountId', 'programId'],
  ],
  keys: (event) => [keyOf(event)],
  on: {
    AbmProgramLaunched: (_, { stream, data: { programId, title, audience, team, contentPlan = [] }, meta }) => ({
      kind: 'program',
      accountId: idOf(stream),
      programId,
      title,
      audience,
      team,
      contentPlan,
      launchedAt: meta.occurredAt,
      endedAt: null,
      endedBecause: null,
      offers: [],
    }),
    AbmOfferPublished: (program, { data: { offerId, offer }, meta }) =>
      program?.kind === 'program'
        ? { ...program, offers: [...program.offers, { offerId, offer, at: meta.occurredAt }].slice(0, OFFERS_MAX) }
        : program,
    AbmProgramEnded: (program, { data, meta }) =>
      program?.kind === 'program' ? { ...program, endedAt: meta.occurredAt, endedBecause: data.reason } : program,
    AbmTouchDelivered: (_, { stream, data: { programId, touchId, contact, channel }, meta }) => ({
      kind: 'touch',
      accountId: idOf(stream),
      programId,
      touchId,
      contact,
      channel,
      at: meta.occurredAt,
      responses: 0,
      refusals: 0,
      meetings: 0,
      opportunities: 0,
      pipeline: {},
    }),
    AbmTouchResponded: (touch, { data: { response, pipeline } }) =>
      touch?.kind === 'touch'
        ? {
            ...touch,
            responses: touch.responses + 1,
            refusals: touch.refusals + Number(response === 'refused'),
            meetings: touch.meetings + Number(response === 'meeting'),
            opportunities: touch.opportunities + Number(response === 'opportunity'),
            pipeline: pipeline ? addAmounts(touch.pipeline, amountsOf(pipeline)) : touch.pipeline,
          }
        : touch,
  },
};

const keyOf = (event: Fact<ProgramEvents>): string => {
  const accountId = idOf(event.stream);
  return event.type === 'AbmTouchDelivered' || event.type === 'AbmTouchResponded'
    ? `${accountId}/touch/${event.data.touchId}`
    : `${accountId}/program/${event.data.programId}`;
};
