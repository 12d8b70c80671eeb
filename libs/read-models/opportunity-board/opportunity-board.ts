import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant, type TypeOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type OpportunityEvents } from '#libs/domain/opportunities/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import {
  type BusinessKind,
  type DealReason,
  type Money,
  type OpportunityStage,
  type Potential,
  type QualificationItem,
  type TenderOutcome,
} from '#libs/domain/values.js';

/** A deal that we may win, and what became of it. */
export interface OpportunityRecord {
  readonly kind: 'opportunity';
  readonly accountId: string;
  readonly opportunityId: string;
  readonly title: string;
  readonly strategicPotential?: Potential;
  /** For how many months it will matter. */
  readonly impactMonths?: number;
  readonly uniqueAdvantage?: { readonly what: string; readonly proof: string };
  readonly category?: string;
  readonly competitors?: readonly string[];
  readonly expectedCloseOn?: Day;
  /** The need of theirs that it came of. */
  readonly needId?: string;
  /** What else it may open, in words. */
  readonly opens?: readonly string[];
  readonly status: 'open' | 'won' | 'lost';
  readonly stage: OpportunityStage;
  readonly stageSince: Instant;
  /** What was said of it; what follows from orders is asked: {@link businessOf}. */
  readonly business: BusinessKind | null;
  readonly openedAt: Instant;
  readonly openedOn: Day;
  /** The day on which it was won or lost. */
  readonly closedOn: Day | null;
  readonly value: Money | null;
  readonly employeeId: string | null;
  readonly teamId: string | null;
  readonly qualification: Qualification | null;
  /** The deal that opened it: `acme/opp-1`. */
  readonly openedBy: string | null;
  readonly reasons: readonly DealReason[];
  readonly winner: string | null;
  readonly remark: string | null;
  readonly orderNumber: string | null;
}

/** What was found out about the prospect, by the latest assessment. */
export interface Qualification {
  readonly qualified: boolean;
  readonly missing: readonly QualificationItem[];
  readonly override: string | null;
  readonly since: Instant;
}

/** A tender that we took part in. */
export interface TenderRecord {
  readonly kind: 'tender';
  readonly accountId: string;
  readonly tenderId: string;
  readonly title: string;
  /** The deal that it decides. */
  readonly opportunityId: string | null;
  readonly status: 'open' | TenderOutcome;
  readonly value: Money | null;
  readonly dueOn: Day | null;
  readonly competitors: readonly string[];
  readonly openedAt: Instant;
  readonly openedOn: Day;
  readonly closedOn: Day | null;
  readonly employeeId: string | null;
  readonly teamId: string | null;
  readonly bid: Money | null;
  readonly bidAt: Instant | null;
  readonly reasons: readonly DealReason[];
  readonly winner: string | null;
  readonly winningPrice: Money | null;
  /** As it was told; what follows from bid and price is asked: {@link priceGapOf}. */
  readonly priceGapPercent: number | null;
}

/** What of an account tells existing business from new, and the groups that it belongs to. */
export interface DealAccount {
  readonly kind: 'account';
  readonly accountId: string;
  readonly segment: string | null;
  readonly industry: string | null;
  readonly firstOrderOn: Day | null;
}

export type OpportunityDocument = OpportunityRecord | TenderRecord | DealAccount;

type Events = OpportunityEvents & Pick<ProfileEvents, 'AccountOpened'> & Pick<CommerceEvents, 'OrderRecorded'>;
type Fold<E extends TypeOf<Events>> = (
  document: OpportunityDocument | undefined,
  event: Fact<Events, E>,
) => OpportunityDocument | undefined;

/** Deals and tenders, won, lost and open. Whatever depends on a policy or on the clock is asked of it, not stored. */
export const opportunityBoard: Projection<OpportunityDocument, Events> = {
  name: 'opportunity-board',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'openedAt'],
    ['kind', 'accountId', 'openedAt'],
    ['kind', 'status', 'openedAt'],
    ['kind', 'accountId', 'status', 'openedAt'],
    ['kind', 'employeeId', 'openedAt'],
    ['kind', 'teamId', 'openedAt'],
    ['kind', 'stage', 'openedAt'],
  ],
  keys: (event) => keysOf[event.type](event as never),
  on: {
    OpportunityOpened: (_, event) => opened(event),
    OpportunityLinked: ofDeal((deal, { stream, data: { openedBy } }) => ({ ...deal, openedBy: nameOf(stream, openedBy) })),
    ProspectQualified: ofDeal((deal, { data: { missing = [], override = null }, meta }) =>
      assessed(deal, { qualified: true, missing, override, since: meta.occurredAt }),
    ),
    ProspectDisqualified: ofDeal((deal, { data: { missing }, meta }) =>
      assessed(deal, { qualified: false, missing, override: null, since: meta.occurredAt }),
    ),
    OpportunityStageChanged: ofDeal((deal, { data: { stage }, meta: { occurredAt } }) =>
      occurredAt < deal.stageSince ? deal : { ...deal, stage, stageSince: occurredAt },
    ),
    OpportunityWon: ofDeal((deal, event) => {
      const { value = deal.value, reasons = [], against, orderNumber = null } = event.data;
      const competitors = [...new Set([...(deal.competitors ?? []), ...(against ?? [])])];
      const end = { status: 'won' as const, closedOn: businessDayOf(event), value, reasons, orderNumber };
      return { ...deal, ...end, ...(competitors.length === 0 ? {} : { competitors }) };
    }),
    OpportunityLost: ofDeal((deal, event) => {
      const { reasons, winner = null, remark = null } = event.data;
      return { ...deal, status: 'lost', closedOn: businessDayOf(event), reasons, winner, remark };
    }),
    TenderEntered: (_, event) => entered(event),
    BidSubmitted: ofTender((tender, { data: { amount }, meta: { occurredAt } }) =>
      tender.bidAt !== null && occurredAt < tender.bidAt ? tender : { ...tender, bid: amount, bidAt: occurredAt },
    ),
    TenderOutcomeRecorded: ofTender((tender, event) => {
      const { outcome, reasons = [], winner = null, winningPrice = null, priceGapPercent = null } = event.data;
      return { ...tender, status: outcome, closedOn: businessDayOf(event), reasons, winner, winningPrice, priceGapPercent };
    }),
    AccountOpened: (account, { stream, data: { segment = null, industry = null } }) => ({
      ...accountOf(account, stream),
      segment,
      industry,
    }),
    OrderRecorded: (account, event) => {
      const known = accountOf(account, event.stream);
      const on = businessDayOf(event);
      return known.firstOrderOn !== null && known.firstOrderOn <= on ? known : { ...known, firstOrderOn: on };
    },
  },
};

type KeysOf = { readonly [E in TypeOf<Events>]: (event: Fact<Events, E>) => readonly string[] };

const dealKey = ({ stream, data }: { readonly stream: string; readonly data: { readonly opportunityId: string } }) => [
  `opportunity|${idOf(stream)}|${data.opportunityId}`,
];
const tenderKey = ({ stream, data }: { readonly stream: string; readonly data: { readonly tenderId: string } }) => [
  `tender|${idOf(stream)}|${data.tenderId}`,
];
const accountKey = ({ stream }: { readonly stream: string }) => [`account|${idOf(stream)}`];

const keysOf: KeysOf = {
  OpportunityOpened: dealKey,
  OpportunityLinked: dealKey,
  ProspectQualified: dealKey,
  ProspectDisqualified: dealKey,
  OpportunityStageChanged: dealKey,
  OpportunityWon: dealKey,
  OpportunityLost: dealKey,
  TenderEntered: tenderKey,
  BidSubmitted: tenderKey,
  TenderOutcomeRecorded: tenderKey,
  AccountOpened: accountKey,
  OrderRecorded: accountKey,
};

/** A fact about a deal; one that was never opened stays unknown: history that is cut at a business time can look like that. */
function ofDeal<E extends TypeOf<Events>>(fold: (deal: OpportunityRecord, event: Fact<Events, E>) => OpportunityRecord): Fold<E> {
  return (deal, event) => (deal?.kind === 'opportunity' ? fold(deal, event) : deal);
}

function ofTender<E extends TypeOf<Events>>(fold: (tender: TenderRecord, event: Fact<Events, E>) => TenderRecord): Fold<E> {
  return (tender, event) => (tender?.kind === 'tender' ? fold(tender, event) : tender);
}

const opened = (event: Fact<Events, 'OpportunityOpened'>): OpportunityRecord => {
  const { stage = 'prospecting', business = null, openedBy, credit, value = null, ...deal } = event.data;
  return {
    ...deal,
    kind: 'opportunity',
    accountId: idOf(event.stream),
    status: 'open',
    stage,
    stageSince: event.meta.occurredAt,
    business,
    openedAt: event.meta.occurredAt,
    openedOn: businessDayOf(event),
    closedOn: null,
    value,
    employeeId: credit.employeeId ?? null,
    teamId: credit.teamId ?? null,
    qualification: null,
    openedBy: openedBy === undefined ? null : nameOf(event.stream, openedBy),
    reasons: [],
    winner: null,
    remark: null,
    orderNumber: null,
  };
};

const entered = (event: Fact<Events, 'TenderEntered'>): TenderRecord => {
  const { tenderId, title, opportunityId = null, value = null, dueOn = null, competitors = [], credit } = event.data;
  return {
    kind: 'tender',
    accountId: idOf(event.stream),
    tenderId,
    title,
    opportunityId,
    status: 'open',
    value,
    dueOn,
    competitors,
    openedAt: event.meta.occurredAt,
    openedOn: businessDayOf(event),
    closedOn: null,
    employeeId: credit.employeeId ?? null,
    teamId: credit.teamId ?? null,
    bid: null,
    bidAt: null,
    reasons: [],
    winner: null,
    winningPrice: null,
    priceGapPercent: null,
  };
};

const nameOf = (stream: string, { accountId = idOf(stream), opportunityId }: OpportunityEvents['OpportunityLinked']['openedBy']): string =>
  `${accountId}/${opportunityId}`;

const assessed = (deal: OpportunityRecord, qualification: Qualification): OpportunityRecord =>
  deal.qualification !== null && qualification.since < deal.qualification.since ? deal : { ...deal, qualification };

const accountOf = (document: OpportunityDocument | undefined, stream: string): DealAccount =>
  document?.kind === 'account' ? document : { kind: 'account', accountId: idOf(stream), segment: null, industry: null, firstOrderOn: null };
