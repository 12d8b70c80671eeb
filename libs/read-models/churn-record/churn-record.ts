import { businessDayOf, dayIn, UTC } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type RiskEvents } from '#libs/domain/risk/messages.js';
import { type Move } from '#libs/domain/risk/standing.js';
import { type ChurnReason, type Credit, type Money, type RiskLevel } from '#libs/domain/values.js';

/** An entry with the event that told it, and those that it rests on. */
interface Evidenced {
  readonly eventId: string;
  readonly evidence: readonly string[];
}

/** What a declaration of a loss said. */
export interface LossTold extends Evidenced {
  readonly reasons: readonly ChurnReason[];
  readonly competitor?: string;
  /** Whether the criterion in force was met; absent in older events. */
  readonly criterionMet?: boolean;
  readonly policy?: string;
  readonly credit?: Credit;
}

export interface FlagTold extends Evidenced {
  readonly level: RiskLevel;
  readonly reasons: readonly ChurnReason[];
  readonly basis: string;
}

export interface PostmortemTold extends Evidenced {
  readonly internal: readonly string[];
  readonly external: readonly string[];
}

export interface WinBackTold extends Evidenced {
  readonly reason: string;
  readonly value?: Money;
}

/** An offer for the return of an account. */
export interface OfferTold {
  readonly offerId: string;
  readonly kind: string;
  readonly cost?: Money;
  readonly at: Instant;
  readonly answered?: { readonly accepted: boolean; readonly at: Instant; readonly remark?: string };
}

/** All that is known of an account's leaving and returning. Lines are by business time; the latest {@link LINES_MAX} are kept of each. */
export interface ChurnRecord {
  readonly kind: 'record';
  readonly accountId: string;
  readonly openedAt: Instant;
  readonly openedOn: Day;
  readonly country?: string;
  readonly segment?: string;
  readonly industry?: string;
  readonly mergedInto: string | null;
  /** Whether it was closed, from when on. */
  readonly closed: DatedLine<boolean>;
  readonly moves: DatedLine<Move>;
  readonly losses: DatedLine<LossTold>;
  /** null: cleared. */
  readonly flags: DatedLine<FlagTold | null>;
  readonly postmortems: DatedLine<PostmortemTold>;
  readonly winBacks: DatedLine<WinBackTold>;
  readonly offers: readonly OfferTold[];
}

/** A contract and until when it runs, from each renewal on. */
export interface ContractRecord {
  readonly kind: 'contract';
  readonly accountId: string;
  readonly contractId: string;
  readonly terms: DatedLine<{ readonly until: Day; readonly on: Day; readonly value?: Money }>;
}

export type ChurnDocument = ChurnRecord | ContractRecord;

/** Entries that a line keeps. */
export const LINES_MAX = 100;

type Profile = Pick<ProfileEvents, 'AccountOpened' | 'AccountsMerged' | 'AccountUnmerged' | 'AccountClosed' | 'AccountReopened'>;
type Events = Profile & Omit<RiskEvents, 'ExternalChangeRecorded'>;
type Document = ChurnDocument | undefined;

const keyOf = (event: Fact<Events>): string => {
  const account = idOf(event.stream);
  if (event.type === 'ContractRenewed') return `${account}/contract/${event.data.contractId}`;
  return account;
};

/** Who left, when, for what reason and where to; what was done about it; how long contracts run. */
export const churnRecord: Projection<ChurnDocument, Events> = {
  name: 'churn-record',
  version: 1,
  gathers: 'one-stream',
  indexes: [['kind', 'accountId']],
  keys: (event) => [keyOf(event)],
  on: {
    AccountOpened: (_, event) => opened(event),
    AccountsMerged: (document, { data: { into } }) => (document?.kind === 'record' ? { ...document, mergedInto: into } : document),
    AccountUnmerged: (document) => (document?.kind === 'record' ? { ...document, mergedInto: null } : document),
    AccountClosed: (document, { meta }) => added(document, 'closed', true, meta.occurredAt),
    AccountReopened: (document, { meta }) => added(document, 'closed', false, meta.occurredAt),

    ChurnRiskFlagged: (document, event) => {
      const { level, reasons, basis } = event.data;
      return added(document, 'flags', { level, reasons, basis, ...evidenced(event) }, event.meta.occurredAt);
    },
    ChurnRiskCleared: (document, { meta }) => added(document, 'flags', null, meta.occurredAt),
    AccountDeclaredLost: (document, event) => {
      const { reasons, competitor, evaluation, credit } = event.data;
      const { policy, occurredAt } = event.meta;
      const loss = {
        reasons,
        ...(competitor === undefined ? {} : { competitor }),
        ...(evaluation === undefined ? {} : { criterionMet: evaluation.met }),
        ...(policy === undefined ? {} : { policy }),
        ...(credit === undefined ? {} : { credit }),
        ...evidenced(event),
      };
      return moved(added(document, 'losses', loss, occurredAt), 'lost', occurredAt);
    },
    ChurnPostmortemRecorded: (document, event) =>
      added(document, 'postmortems', { ...event.data, ...evidenced(event) }, event.meta.occurredAt),
    WinBackOpened: (document, event) => {
      const { occurredAt } = event.meta;
      return moved(added(document, 'winBacks', { ...event.data, ...evidenced(event) }, occurredAt), 'win-back', occurredAt);
    },
    WinBackOfferMade: (document, { data, meta }) =>
      document?.kind === 'record'
        ? { ...document, offers: [...document.offers, { ...data, at: meta.occurredAt }].slice(-LINES_MAX) }
        : document,
    WinBackAnswerRecorded: (document, { data: { offerId, ...answer }, meta }) =>
      document?.kind === 'record'
        ? {
            ...document,
            offers: document.offers.map((offer) =>
              offer.offerId === offerId ? { ...offer, answered: { ...answer, at: meta.occurredAt } } : offer,
            ),
          }
        : document,
    AccountWonBack: (document, { meta }) => moved(document, 'won-back', meta.occurredAt),

    ContractRenewed: (document, event) => {
      const { contractId, ...terms } = event.data;
      const known = document?.kind === 'contract' ? document.terms : [];
      const line = withValue(known, { ...terms, on: businessDayOf(event) }, event.meta.occurredAt);
      return { kind: 'contract', accountId: idOf(event.stream), contractId, terms: line.slice(-LINES_MAX) };
    },
  },
};

const opened = ({ stream, data, meta }: Fact<Events, 'AccountOpened'>): ChurnRecord => ({
  kind: 'record',
  accountId: idOf(stream),
  openedAt: meta.occurredAt,
  openedOn: dayIn(meta.zone ?? UTC, meta.occurredAt),
  ...(data.country === undefined ? {} : { country: data.country }),
  ...(data.segment === undefined ? {} : { segment: data.segment }),
  ...(data.industry === undefined ? {} : { industry: data.industry }),
  mergedInto: null,
  closed: [],
  moves: [],
  losses: [],
  flags: [],
  postmortems: [],
  winBacks: [],
  offers: [],
});

const evidenced = ({ id, meta }: Fact<Events>): Evidenced => ({ eventId: id, evidence: meta.evidence ?? [] });

type Lines = { readonly [Name in keyof ChurnRecord as ChurnRecord[Name] extends DatedLine<unknown> ? Name : never]: ChurnRecord[Name] };

const added = <Name extends keyof Lines>(document: Document, line: Name, value: Lines[Name][number]['value'], at: Instant): Document =>
  document?.kind === 'record'
    ? { ...document, [line]: withValue(document[line] as DatedLine<unknown>, value, at).slice(-LINES_MAX) }
    : document;

const moved = (document: Document, move: Move, at: Instant): Document => added(document, 'moves', move, at);
