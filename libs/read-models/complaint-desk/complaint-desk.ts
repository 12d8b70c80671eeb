import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type ComplaintEvents } from '#libs/domain/complaints/messages.js';
import { type DatedLine, valueAt, withValue } from '#libs/domain/dated-line.js';
import { type DesignationEvents } from '#libs/domain/designation/messages.js';
import { type AccountType, type Channel, type Credit, type Money, type ProcessStep, type Severity } from '#libs/domain/values.js';

interface Matter {
  readonly accountId: string;
  readonly id: string;
  /** When it began, and on which business day. */
  readonly at: Instant;
  readonly on: Day;
  readonly orderNumber?: string;
  readonly credit: Credit;
}

/** A complaint and what became of it. How its clocks stand is asked, not stored: `clocksOf`. */
export interface ComplaintRecord extends Matter {
  readonly kind: 'complaint';
  readonly theme: ProcessStep;
  readonly severity: Severity;
  readonly what: string;
  readonly complainedBy?: string;
  readonly channel?: Channel;
  /** `acknowledged` once it was answered and while it is not resolved. */
  readonly status: 'open' | 'acknowledged' | 'resolved';
  readonly acknowledgedAt?: Instant;
  /** Its resolutions and reopenings by when they happened, the latest {@link MOVES_MAX}. */
  readonly moves: DatedLine<{ readonly as: 'resolved' | 'reopened'; readonly words: string }>;
  readonly reopenings: number;
  /** The resolution that holds. */
  readonly resolvedAt?: Instant;
}

/** A dispute and what became of it. */
export interface DisputeRecord extends Matter {
  readonly kind: 'dispute';
  readonly about: string;
  readonly amount?: Money;
  readonly complaintId?: string;
  readonly status: 'open' | 'escalated' | 'settled';
  /** To whom it was taken, the latest {@link MOVES_MAX}. */
  readonly escalations: DatedLine<{ readonly to: string; readonly reason: string }>;
  readonly settledAt?: Instant;
  readonly terms?: string;
}

/** Something that went wrong between us, whether they complained or not. */
export interface FrictionRecord extends Matter {
  readonly kind: 'friction';
  readonly theme: ProcessStep;
  readonly severity: Severity;
  readonly what: string;
}

/** What an account is entitled to: as a key account from a moment on, where a day is named from that day on. */
export interface EntitlementRecord {
  readonly kind: 'entitlement';
  readonly accountId: string;
  /** When it was first said. */
  readonly at: Instant;
  readonly levels: DatedLine<{ readonly isKeyAccount: boolean; readonly from?: Day }>;
  /** What it was classified as; an expert is entitled to more. */
  readonly types: DatedLine<AccountType>;
}

export type DeskDocument = ComplaintRecord | DisputeRecord | FrictionRecord | EntitlementRecord;

/** Whether it was a key account at a moment, which lies on a day. */
export const isKeyAccountAt = ({ levels }: EntitlementRecord, at: Instant, day: Day): boolean => {
  const { isKeyAccount, from = day } = valueAt(levels, at) ?? { isKeyAccount: false };
  return isKeyAccount && from <= day;
};

/** Whether it was classified as an expert at a moment. */
export const isExpertAt = ({ types }: EntitlementRecord, at: Instant): boolean => valueAt(types, at) === 'expert';

/** Moves that one complaint or dispute keeps; the timeline has all of them. */
export const MOVES_MAX = 20;

type Events = ComplaintEvents & Pick<DesignationEvents, 'KeyAccountDesignated' | 'KeyAccountRetired' | 'AccountClassified'>;

const keyOf = (event: Fact<Events>): string => {
  if (event.type === 'KeyAccountDesignated' || event.type === 'KeyAccountRetired' || event.type === 'AccountClassified')
    return `${idOf(event.stream)}/entitlement`;
  const { stream, data } = event;
  const [kind, id] =
    'frictionId' in data
      ? ['friction', data.frictionId]
      : 'disputeId' in data
        ? ['dispute', data.disputeId]
        : ['complaint', data.complaintId];
  return `${idOf(stream)}/${kind}/${id}`;
};

/**
 * What customers find wrong, and what became of it. What is answered or settled without having begun stays unknown: history that is cut at a
 * business time can look like that.
 */
export const complaintDesk: Projection<DeskDocument, Events> = {
  name: 'complaint-desk',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'at'],
    ['kind', 'status', 'at'],
    ['kind', 'theme', 'at'],
    ['kind', 'accountId', 'at'],
    ['kind', 'accountId', 'status', 'at'],
    ['kind', 'credit.employeeId', 'at'],
  ],
  keys: (event) => [keyOf(event)],
  on: {
    KeyAccountDesignated: (document, event) => {
      const { effectiveFrom: from } = event.data;
      return entitled(document, event, { isKeyAccount: true, ...(from === undefined ? {} : { from }) });
    },
    KeyAccountRetired: (document, event) => entitled(document, event, { isKeyAccount: false }),
    AccountClassified: (document, { stream, data: { type }, meta }) => {
      const known = entitlementOf(document, stream, meta.occurredAt);
      return { ...known, types: withValue(known.types, type, meta.occurredAt).slice(-MOVES_MAX) };
    },
    ComplaintRecorded: (_, event) => {
      const { complaintId: id, ...complaint } = event.data;
      return { kind: 'complaint', ...begun(event, id), ...complaint, status: 'open', moves: [], reopenings: 0 };
    },
    ComplaintAcknowledged: (document, { meta }) =>
      complaintOf(document, (complaint) => {
        const { acknowledgedAt = meta.occurredAt } = complaint;
        return withStatus({ ...complaint, acknowledgedAt: acknowledgedAt < meta.occurredAt ? acknowledgedAt : meta.occurredAt });
      }),
    ComplaintResolved: (document, { data, meta }) => moved(document, { as: 'resolved', words: data.resolution }, meta.occurredAt),
    ComplaintReopened: (document, { data, meta }) => moved(document, { as: 'reopened', words: data.reason }, meta.occurredAt),
    DisputeOpened: (_, event) => {
      const { disputeId: id, ...dispute } = event.data;
      return { kind: 'dispute', ...begun(event, id), ...dispute, status: 'open', escalations: [] };
    },
    DisputeEscalated: (document, { data: { to, reason }, meta }) =>
      document?.kind === 'dispute'
        ? {
            ...document,
            status: document.status === 'settled' ? 'settled' : 'escalated',
            escalations: withValue(document.escalations, { to, reason }, meta.occurredAt).slice(-MOVES_MAX),
          }
        : document,
    DisputeSettled: (document, { data: { terms }, meta }) =>
      document?.kind === 'dispute' ? { ...document, status: 'settled', settledAt: meta.occurredAt, terms } : document,
    FrictionRecorded: (_, event) => {
      const { frictionId: id, ...friction } = event.data;
      return { kind: 'friction', ...begun(event, id), ...friction };
    },
  },
};

const begun = (event: Fact<ComplaintEvents>, id: string) => ({
  accountId: idOf(event.stream),
  id,
  at: event.meta.occurredAt,
  on: businessDayOf(event),
});

const entitled = (
  document: DeskDocument | undefined,
  { stream, meta }: Fact<Events>,
  level: EntitlementRecord['levels'][number]['value'],
): EntitlementRecord => {
  const known = entitlementOf(document, stream, meta.occurredAt);
  return { ...known, levels: withValue(known.levels, level, meta.occurredAt).slice(-MOVES_MAX) };
};

const entitlementOf = (document: DeskDocument | undefined, stream: string, at: Instant): EntitlementRecord =>
  document?.kind === 'entitlement'
    ? { ...document, at: at < document.at ? at : document.at }
    : { kind: 'entitlement', accountId: idOf(stream), at, levels: [], types: [] };

const complaintOf = (
  document: DeskDocument | undefined,
  change: (complaint: ComplaintRecord) => ComplaintRecord,
): DeskDocument | undefined => (document?.kind === 'complaint' ? change(document) : document);

const moved = (
  document: DeskDocument | undefined,
  move: ComplaintRecord['moves'][number]['value'],
  at: Instant,
): DeskDocument | undefined =>
  complaintOf(document, (complaint) =>
    withStatus({
      ...complaint,
      moves: withValue(complaint.moves, move, at).slice(-MOVES_MAX),
      reopenings: complaint.reopenings + (move.as === 'reopened' ? 1 : 0),
    }),
  );

const withStatus = (moving: ComplaintRecord): ComplaintRecord => {
  const { resolvedAt: _, ...complaint } = moving;
  const last = complaint.moves.at(-1);
  if (last?.value.as === 'resolved') return { ...complaint, status: 'resolved', resolvedAt: last.since };
  // Whoever was told that it is put right knows that we know of it.
  return { ...complaint, status: complaint.acknowledgedAt === undefined && last === undefined ? 'open' : 'acknowledged' };
};
