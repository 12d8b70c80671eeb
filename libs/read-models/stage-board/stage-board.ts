import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { sortKeyOf } from '#libs/kernel/sort-key.js';
import { addAmounts, type Amounts } from '#libs/analytics/money.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type OwnershipEvents } from '#libs/domain/ownership/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type EvidenceEvents, evidenceOf, NO_EVIDENCE, type StageEvidence } from '#libs/domain/relationship/evidence.js';
import { type Move, standingOf } from '#libs/domain/risk/standing.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type CooperationEvents } from '#libs/domain/cooperation/messages.js';
import { type DesignationEvents } from '#libs/domain/designation/messages.js';
import { type RiskEvents } from '#libs/domain/risk/messages.js';
import { type Sold, soldBy } from '#libs/domain/money.js';
import { type DesignationKind, type OfferingLevel, type RiskLevel, type Stage, STAGES } from '#libs/domain/values.js';

/** A change of stage as it was decided. */
export interface StageMove {
  readonly from: Stage;
  readonly to: Stage;
  readonly at: Instant;
  readonly reason?: string;
  /** Someone decided against the evidence: why, and what was missing. */
  readonly override?: { readonly reason: string; readonly missing: readonly string[] };
}

/** An account as it stands now: one line of the portfolio. What is not known is null, so that every line has every field. */
export interface StageBoardLine {
  readonly accountId: string;
  readonly name: string;
  /** By which lines are sorted as people sort names. */
  readonly nameKey: string;
  readonly industry: string | null;
  readonly country: string | null;
  readonly parentId: string | null;
  readonly status: 'open' | 'closed' | 'merged';
  readonly mergedInto: string | null;
  readonly mergedAt: Instant | null;
  /** It was closed when it was merged: where the merger is undone, it is so again. */
  readonly closedBeforeMerger?: true;
  readonly openedAt: Instant;
  /** The stage that people state. A lost account keeps the one that it had, and comes back into it. */
  readonly stage: Stage;
  /** When the present stay began: in the stage, since it was entered, won back or reopened; as lost, since it was lost. */
  readonly since: Instant;
  /** The present stage was entered against the evidence. */
  readonly overridden: boolean;
  /** The latest {@link STAGE_HISTORY_MAX} moves, oldest first. */
  readonly history: readonly StageMove[];
  /** What a stage may rest on. What it supports follows from the policy in force at the moment that is asked about: `supportedOf`. */
  readonly evidence: StageEvidence;
  readonly owner: string | null;
  readonly ownerSince: Instant | null;
  readonly backup: string | null;
  readonly backupSince: Instant | null;
  /** The {@link TERRITORIES_MAX} assignments that begin last, by the day on which they begin: some may be yet to come. */
  readonly territories: readonly { readonly territory: string; readonly since: Day }[];
  /** What we are to them, and since when; null: nobody recorded it. */
  readonly offering: { readonly level: OfferingLevel; readonly since: Instant } | null;
  /** What it is designated as, from the day on that the designation names, which may be yet to come; null: it is no key account. */
  readonly keyAccount: { readonly kind: DesignationKind; readonly from: Day } | null;
  readonly riskLevel: RiskLevel | null;
  readonly standing: 'customer' | 'lost' | 'win-back';
  /** When the present loss was declared first; null: it is not lost. */
  readonly lostSince: Instant | null;
  readonly moves: DatedLine<Move>;
  /** Since when it is open anew; null: it was never closed. */
  readonly reopenedAt: Instant | null;
  readonly lastInteractionAt: Instant | null;
  /** The latest {@link INTERACTIONS_MAX} interactions by business time: when the last is retracted, the one before counts. */
  readonly interactions: readonly { readonly id: string; readonly at: Instant }[];
  readonly orders: number;
  readonly lastOrderAt: Instant | null;
  /** What was ordered, delivered, invoiced and sent back, by month: what sales are is a policy, and asked by `salesOfMonths`. */
  readonly sales: Readonly<Record<string, Sold>>;
  /** By field, since when its value holds: what is told later of an earlier day does not undo it. */
  readonly holds: Readonly<Record<string, Instant>>;
}

export { daysInStage, salesOfMonths, territoryOn } from './figures.js';

/** Moves that a line keeps; `stage-transitions` has all of them. */
export const STAGE_HISTORY_MAX = 50;
/** Territories that a line keeps: the present one, those announced, and those that a question as of an earlier day falls back on. */
export const TERRITORIES_MAX = 20;
/** Interactions that a line keeps, in case that the last ones are retracted. */
export const INTERACTIONS_MAX = 8;

type Events = Pick<
  ProfileEvents,
  'AccountOpened' | 'AccountRenamed' | 'ParentAccountSet' | 'AccountsMerged' | 'AccountUnmerged' | 'AccountClosed' | 'AccountReopened'
>
  & Pick<OwnershipEvents, 'OwnerAssigned' | 'OwnershipTransferred' | 'BackupOwnerAssigned' | 'TerritoryAssigned'>
  & EvidenceEvents
  & Pick<RelationshipEvents, 'RelationshipStageChanged'>
  & Pick<CooperationEvents, 'OfferingLevelRecorded'>
  & Pick<DesignationEvents, 'KeyAccountDesignated' | 'KeyAccountRetired'>
  & Pick<RiskEvents, 'ChurnRiskFlagged' | 'ChurnRiskCleared' | 'AccountDeclaredLost' | 'WinBackOpened' | 'AccountWonBack'>
  & Pick<InteractionEvents, 'InteractionRecorded' | 'InteractionRetracted'>
  & Pick<CommerceEvents, 'OrderRecorded' | 'DeliveryRecorded' | 'InvoiceRecorded' | 'ReturnRecorded'>;

type Line = StageBoardLine | undefined;

/** Every fact that a stage may rest on, folded as the rule of the step folds it. */
const evidenceFolds = () =>
  Object.fromEntries(
    Object.entries(evidenceOf).map(([type, fold]) => [
      type,
      (line: Line, event: Fact<EvidenceEvents>): Line => line && { ...line, evidence: fold(line.evidence, event as never) },
    ]),
  ) as { readonly [E in keyof EvidenceEvents]: (line: Line, event: Fact<EvidenceEvents, E>) => Line };

/** Every account with its stage, the stage that the evidence supports, its owner, its risk and its trade. */
export const stageBoard: Projection<StageBoardLine, Events> = {
  name: 'stage-board',
  version: 5,
  gathers: 'one-stream',
  indexes: [
    ['nameKey'],
    ['since'],
    ['lastInteractionAt'],
    ['status', 'nameKey'],
    ['stage', 'since'],
    ['owner', 'nameKey'],
    ['riskLevel', 'nameKey'],
    ['standing', 'nameKey'],
    ['parentId', 'nameKey'],
  ],
  keys: (event) => [idOf(event.stream)],
  on: {
    AccountOpened: (_, event) => opened(event),
    AccountRenamed: (line, { data, meta }) => holding(line, 'name', meta.occurredAt, named(data.name)),
    ParentAccountSet: (line, { data, meta }) => holding(line, 'parentId', meta.occurredAt, { parentId: data.parentId }),
    AccountsMerged: (line, { data, meta }) => line && merged(line, data.into, meta.occurredAt),
    AccountUnmerged: (line, { meta }) => line && unmerged(line, meta.occurredAt),
    AccountClosed: (line, { meta }) => holding(line, 'status', meta.occurredAt, { status: 'closed' }),
    AccountReopened: (line, { meta }) => {
      const reopened = holding(line, 'status', meta.occurredAt, { status: 'open', reopenedAt: meta.occurredAt });
      return reopened && withStay(reopened);
    },

    OwnerAssigned: (line, { data, meta }) => owned(line, data.employeeId, meta.occurredAt),
    OwnershipTransferred: (line, { data, meta }) => owned(line, data.to, meta.occurredAt),
    BackupOwnerAssigned: (line, { data, meta }) =>
      line && isLatest(line.backupSince, meta.occurredAt) ? { ...line, backup: data.employeeId, backupSince: meta.occurredAt } : line,
    TerritoryAssigned: (line, { data }) => line && withTerritory(line, { territory: data.territory, since: data.effectiveFrom }),

    ...evidenceFolds(),
    RelationshipStageChanged: (line, event) => line && stepped(line, event),

    OfferingLevelRecorded: (line, { data, meta }) =>
      holding(line, 'offering', meta.occurredAt, { offering: { level: data.level, since: meta.occurredAt } }),
    KeyAccountDesignated: (line, event) => {
      const { kind, effectiveFrom = businessDayOf(event) } = event.data;
      return holding(line, 'keyAccount', event.meta.occurredAt, { keyAccount: { kind, from: effectiveFrom } });
    },
    KeyAccountRetired: (line, { meta }) => holding(line, 'keyAccount', meta.occurredAt, { keyAccount: null }),

    ChurnRiskFlagged: (line, { data, meta }) => holding(line, 'riskLevel', meta.occurredAt, { riskLevel: data.level }),
    ChurnRiskCleared: (line, { meta }) => holding(line, 'riskLevel', meta.occurredAt, { riskLevel: null }),
    AccountDeclaredLost: (line, { meta }) => line && moving(line, 'lost', meta.occurredAt),
    WinBackOpened: (line, { meta }) => line && moving(line, 'win-back', meta.occurredAt),
    AccountWonBack: (line, { meta }) => line && moving(line, 'won-back', meta.occurredAt),

    InteractionRecorded: (line, { data, meta }) =>
      line && withInteractions(line, [...line.interactions, { id: data.interactionId, at: meta.occurredAt }]),
    InteractionRetracted: (line, { data }) =>
      line
      && withInteractions(
        line,
        line.interactions.filter(({ id }) => id !== data.interactionId),
      ),
    OrderRecorded: (line, event) =>
      line && {
        ...line,
        orders: line.orders + 1,
        lastOrderAt: isLatest(line.lastOrderAt, event.meta.occurredAt) ? event.meta.occurredAt : line.lastOrderAt,
        sales: sold(line.sales, event, 'orders', event.data.net),
      },
    DeliveryRecorded: (line, event) =>
      line && event.data.net ? { ...line, sales: sold(line.sales, event, 'deliveries', event.data.net) } : line,
    InvoiceRecorded: (line, event) => line && { ...line, sales: sold(line.sales, event, 'invoices', event.data.net) },
    ReturnRecorded: (line, event) => line && { ...line, sales: sold(line.sales, event, 'returns', event.data.net) },
  },
};

/** What was sold up to and with a fact, by the month of its business day. */
const sold = (
  sales: StageBoardLine['sales'],
  event: Fact<Events>,
  kind: Parameters<typeof soldBy>[0],
  net: Parameters<typeof soldBy>[1],
): StageBoardLine['sales'] => {
  const month = businessDayOf(event).slice(0, 7);
  const sum: Record<string, Amounts> = { ...sales[month] };
  for (const [name, amounts] of Object.entries(soldBy(kind, net))) sum[name] = addAmounts(sum[name] ?? {}, amounts);
  return { ...sales, [month]: sum };
};

const named = (name: string): Pick<StageBoardLine, 'name' | 'nameKey'> => ({ name, nameKey: sortKeyOf(name) });

const opened = ({ stream, data, meta }: Fact<Events, 'AccountOpened'>): StageBoardLine => ({
  accountId: idOf(stream),
  ...named(data.name),
  industry: data.industry ?? null,
  country: data.country ?? null,
  parentId: null,
  status: 'open',
  mergedInto: null,
  mergedAt: null,
  openedAt: meta.occurredAt,
  stage: STAGES[0],
  since: meta.occurredAt,
  overridden: false,
  history: [],
  evidence: NO_EVIDENCE,
  owner: null,
  ownerSince: null,
  backup: null,
  backupSince: null,
  territories: [],
  offering: null,
  keyAccount: null,
  riskLevel: null,
  standing: 'customer',
  lostSince: null,
  moves: [],
  reopenedAt: null,
  lastInteractionAt: null,
  interactions: [],
  orders: 0,
  lastOrderAt: null,
  sales: {},
  holds: {},
});

const merged = (line: StageBoardLine, mergedInto: string, mergedAt: Instant): StageBoardLine => ({
  ...line,
  status: 'merged',
  mergedInto,
  mergedAt,
  ...(line.status === 'closed' ? { closedBeforeMerger: true } : {}),
});

/** Seen again, it begins a stay anew. */
const unmerged = ({ closedBeforeMerger, ...line }: StageBoardLine, at: Instant): StageBoardLine => {
  const own = { ...line, mergedInto: null, mergedAt: null };
  return closedBeforeMerger ? { ...own, status: 'closed' } : withStay({ ...own, status: 'open', reopenedAt: at });
};

const stepped = (line: StageBoardLine, { data, meta }: Fact<Events, 'RelationshipStageChanged'>): StageBoardLine => {
  const { from, to, reason, override } = data;
  const move: StageMove = { from, to, at: meta.occurredAt, ...(reason === undefined ? {} : { reason }), ...(override ? { override } : {}) };
  const place = line.history.findLastIndex(({ at }) => at <= move.at) + 1;
  const history = line.history.toSpliced(place, 0, move).slice(-STAGE_HISTORY_MAX);
  const { to: stage, override: overridden } = history.at(-1)!;
  return withStay({ ...line, stage, overridden: overridden !== undefined, history });
};

const moving = (line: StageBoardLine, move: Move, at: Instant): StageBoardLine => {
  const moves = withValue(line.moves, move, at);
  const { kind, lostSince = null } = standingOf(moves);
  return withStay({ ...line, moves, standing: kind, lostSince });
};

/** The one clock: the beginning of the present stay, as `sojourns` of the transitions have it. */
const withStay = (line: StageBoardLine): StageBoardLine => {
  const begun = [line.openedAt, line.history.at(-1)?.at, line.reopenedAt, standingOf(line.moves).since];
  return { ...line, since: line.lostSince ?? begun.reduce<Instant>((last, at) => (at && at > last ? at : last), '') };
};

/** A value that holds from a date on, unless one of a later date is known. */
const holding = (line: Line, field: string, since: Instant, values: Partial<StageBoardLine>): Line =>
  line && isLatest(line.holds[field] ?? null, since) ? { ...line, ...values, holds: { ...line.holds, [field]: since } } : line;

/** The tenure that began last is the present one: a transfer that is told late does not undo a newer one. */
const owned = (line: Line, owner: string, since: Instant): Line =>
  line && isLatest(line.ownerSince, since) ? { ...line, owner, ownerSince: since } : line;

/** The sort is stable: of two that begin on one day, the one told last stands last and holds. */
const withTerritory = (line: StageBoardLine, assigned: StageBoardLine['territories'][number]): StageBoardLine => ({
  ...line,
  territories: [...line.territories, assigned].toSorted((left, right) => compare(left.since, right.since)).slice(-TERRITORIES_MAX),
});

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);

const isLatest = (known: Instant | null, at: Instant): boolean => known === null || known <= at;

const withInteractions = (line: StageBoardLine, interactions: StageBoardLine['interactions']): StageBoardLine => {
  const latest = interactions.toSorted((left, right) => compare(left.at, right.at)).slice(-INTERACTIONS_MAX);
  return { ...line, interactions: latest, lastInteractionAt: latest.at(-1)?.at ?? null };
};
