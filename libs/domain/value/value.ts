import { type Context, type Facet, need, type Need, type Violation } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { requireTheirs } from '../acknowledgement.js';
import { sameData } from '../guards.js';
import { type Ownership } from '../ownership/ownership.js';
import { NOTHING_TOLD, type Told, toldBefore } from '../told.js';
import { type ValueCommands, type ValueEvents } from './messages.js';

/** What is known of the value that both sides have of each other. */
export interface Value {
  readonly told: Told;
  /** By month: what the report said, when it was delivered, and who has acknowledged it when. */
  readonly reports: PersistentMap<string, Report>;
  /** Of what others may use, since when: `lesson:l-1`, `reference:r-1`. */
  readonly offered: PersistentMap<string, { readonly since: Instant; readonly until?: string | undefined }>;
}

interface Report {
  readonly said: ValueEvents['IntelReportDelivered'] | undefined;
  readonly deliveredAt: Instant | undefined;
  readonly acknowledged: PersistentMap<string, Instant>;
}

export type ValueCode =
  | 'ACKNOWLEDGED_BY_US'
  | 'INTEL_REPORT_DELIVERED'
  | 'INTEL_REPORT_NOT_FOUND'
  | 'CUSTOMER_VALUE_ID_TAKEN'
  | 'BRIEFING_ID_TAKEN'
  | 'TAILORING_ID_TAKEN'
  | 'TAILORING_NOT_FOUND'
  | 'LESSON_ID_TAKEN'
  | 'LESSON_NOT_FOUND'
  | 'REFERENCE_ID_TAKEN'
  | 'REFERENCE_NOT_FOUND'
  | 'REFERENCE_EXPIRED'
  | 'OWN_ACCOUNT';

interface Needs {
  readonly ownership: Ownership;
  readonly value: Value;
}

/** What an account is worth to us beside its orders, and what we are worth to it. */
export const value: Facet<'value', Value, ValueCommands, ValueEvents, ValueCode, Needs> = {
  name: 'value',
  initial: { told: NOTHING_TOLD, reports: PersistentMap.empty(), offered: PersistentMap.empty() },
  decide: {
    DeliverIntelReport: ({ data }, { value: { reports } }) => {
      const said = reports.get(data.month)?.said;
      if (said === undefined) return [{ type: 'IntelReportDelivered', data }];
      if (sameData(said, data)) return [];
      const detail = `The report for ${data.month} was delivered and says something else: correct it with CorrectFact.`;
      return reject('INTEL_REPORT_DELIVERED', detail, '/month');
    },

    AcknowledgeIntelReport: ({ data, occurredAt }, { ownership, value: { reports } }, context) => {
      const report = reports.get(data.month);
      if (report?.deliveredAt === undefined || occurredAt < report.deliveredAt) {
        const fix = report?.deliveredAt === undefined ? 'deliver it with DeliverIntelReport, or check the month' : 'correct occurredAt';
        return reject('INTEL_REPORT_NOT_FOUND', `There was no report for ${data.month} at ${occurredAt}: ${fix}.`, '/month');
      }
      if (report.acknowledged.has(data.by)) return [];
      const theirs = requireTheirs(data.by, occurredAt, ownership, context, 'a report is acknowledged by the customer');
      return theirs ?? [{ type: 'IntelReportAcknowledged', data }];
    },

    RecordCustomerValue: ({ data, commandId, occurredAt }, { ownership, value: { told } }, context) => {
      const said = { ...data, valueId: data.valueId ?? commandId };
      const taken = reject('CUSTOMER_VALUE_ID_TAKEN', `Value ${said.valueId} ${TAKEN}`, '/valueId');
      const before = toldBefore(told, `value:${said.valueId}`, said, taken);
      if (before) return before;
      if (said.tailoringId !== undefined && !told.get(`tailoring:${said.tailoringId}`)) {
        const fix = 'record it with RecordDeliveryTailored first, or check the id';
        return reject('TAILORING_NOT_FOUND', `There is no tailored delivery ${said.tailoringId}: ${fix}.`, '/tailoringId');
      }
      const theirs =
        said.confirmedBy === undefined
          ? undefined
          : requireTheirs(said.confirmedBy, occurredAt, ownership, context, 'their value is confirmed by the customer', '/confirmedBy');
      return theirs ?? [{ type: 'CustomerValueRecorded', data: said }];
    },

    BriefMutualBenefit: ({ data, commandId }, { value: { told } }) => {
      const said = { ...data, briefingId: data.briefingId ?? commandId };
      const taken = reject('BRIEFING_ID_TAKEN', `Briefing ${said.briefingId} ${TAKEN}`, '/briefingId');
      return toldBefore(told, `briefing:${said.briefingId}`, said, taken) ?? [{ type: 'MutualBenefitBriefed', data: said }];
    },

    RecordDeliveryTailored: ({ data, commandId }, { value: { told } }) => {
      const said = { ...data, tailoringId: data.tailoringId ?? commandId };
      const taken = reject('TAILORING_ID_TAKEN', `Tailored delivery ${said.tailoringId} ${TAKEN}`, '/tailoringId');
      return toldBefore(told, `tailoring:${said.tailoringId}`, said, taken) ?? [{ type: 'DeliveryTailored', data: said }];
    },

    CaptureLesson: ({ data, commandId }, { value: { told } }) => {
      const said = { ...data, lessonId: data.lessonId ?? commandId };
      const taken = reject('LESSON_ID_TAKEN', `Lesson ${said.lessonId} ${TAKEN}`, '/lessonId');
      return toldBefore(told, `lesson:${said.lessonId}`, said, taken) ?? [{ type: 'LessonCaptured', data: said }];
    },

    ReuseLesson: ({ data, stream, occurredAt }, { value: { told } }, context) => {
      if (told.get(`reuse:${data.fromAccountId}/${data.lessonId}/${occurredAt}`)) return [];
      const found = offeredThere(`lesson:${data.lessonId}`, { stream, ...data, at: occurredAt }, context);
      return found ?? [{ type: 'LessonReused', data }];
    },

    GrantReference: ({ data, commandId, occurredAt }, { ownership, value: { told } }, context) => {
      const said = { ...data, referenceId: data.referenceId ?? commandId };
      const taken = reject('REFERENCE_ID_TAKEN', `Reference ${said.referenceId} ${TAKEN}`, '/referenceId');
      const before = toldBefore(told, `reference:${said.referenceId}`, said, taken);
      if (before) return before;
      const theirs = requireTheirs(said.grantedBy, occurredAt, ownership, context, 'a reference is granted by the customer', '/grantedBy');
      return theirs ?? [{ type: 'ReferenceGranted', data: said }];
    },

    UseReference: ({ data, stream, occurredAt }, { value: { told } }, context) => {
      if (told.get(`use:${data.fromAccountId}/${data.referenceId}/${occurredAt}`)) return [];
      const found = offeredThere(`reference:${data.referenceId}`, { stream, ...data, at: occurredAt }, context);
      return found ?? [{ type: 'ReferenceUsed', data }];
    },
  },

  evolve: {
    IntelReportDelivered: (state, { data, meta }) => withReport(state, data.month, { said: data, deliveredAt: meta.occurredAt }),
    IntelReportAcknowledged: (state, { data: { month, by }, meta }) =>
      withReport(state, month, { acknowledged: (state.reports.get(month) ?? NO_REPORT).acknowledged.with(by, meta.occurredAt) }),
    CustomerValueRecorded: (state, { data }) => withTold(state, `value:${data.valueId}`, data),
    MutualBenefitBriefed: (state, { data }) => withTold(state, `briefing:${data.briefingId}`, data),
    DeliveryTailored: (state, { data }) => withTold(state, `tailoring:${data.tailoringId}`, data),
    LessonCaptured: (state, { data, meta }) =>
      offering(withTold(state, `lesson:${data.lessonId}`, data), `lesson:${data.lessonId}`, meta.occurredAt),
    LessonReused: (state, { data, meta }) => withTold(state, `reuse:${data.fromAccountId}/${data.lessonId}/${meta.occurredAt}`, data),
    ReferenceGranted: (state, { data, meta }) =>
      offering(withTold(state, `reference:${data.referenceId}`, data), `reference:${data.referenceId}`, meta.occurredAt, data.validUntil),
    ReferenceUsed: (state, { data, meta }) => withTold(state, `use:${data.fromAccountId}/${data.referenceId}/${meta.occurredAt}`, data),
  },

  withdrawn: {
    CustomerValueRecorded: (state, { data }) => withTold(state, `value:${data.valueId}`, null),
    MutualBenefitBriefed: (state, { data }) => withTold(state, `briefing:${data.briefingId}`, null),
    DeliveryTailored: (state, { data }) => withTold(state, `tailoring:${data.tailoringId}`, null),
    LessonCaptured: (state, { data }) => withTold(state, `lesson:${data.lessonId}`, null),
    ReferenceGranted: (state, { data }) => withTold(state, `reference:${data.referenceId}`, null),
  },
  invariants: ({ value: { reports } }) =>
    reports.entries().flatMap(([month, { deliveredAt, acknowledged }]): readonly Violation[] =>
      acknowledged
        .entries()
        .filter(([, at]) => deliveredAt !== undefined && at < deliveredAt)
        .map(([by]) => ({
          code: 'REPORT_ACKNOWLEDGED_BEFORE_DELIVERED',
          subject: `report ${month}, ${by}`,
          detail: `${by} would have acknowledged the report for ${month} before it was delivered.`,
        })),
    ),
};

const TAKEN = 'says something else already, or was withdrawn: give the new one another id.';
const NO_REPORT: Report = { said: undefined, deliveredAt: undefined, acknowledged: PersistentMap.empty() };

const withReport = (state: Value, month: string, changes: Partial<Report>): Value => ({
  ...state,
  reports: state.reports.with(month, { ...(state.reports.get(month) ?? NO_REPORT), ...changes }),
});

const withTold = (state: Value, key: string, data: object | null): Value => ({ ...state, told: state.told.with(key, data) });

const offering = (state: Value, key: string, since: Instant, until?: string): Value => ({
  ...state,
  offered: state.offered.with(key, { since, until }),
});

type Sought = { readonly stream: string; readonly fromAccountId: string; readonly at: Instant };

/** Refuses what the other account did not offer by then; asks for its stream. */
const offeredThere = (
  key: `lesson:${string}` | `reference:${string}`,
  { stream, fromAccountId, at }: Sought,
  context: Context,
): Need | Rejection<ValueCode> | undefined => {
  if (fromAccountId === idOf(stream))
    return reject('OWN_ACCOUNT', `${fromAccountId} is this account itself: name the one that it comes from.`, '/fromAccountId');
  const there = context.other<{ readonly value: Value }>(`account-${fromAccountId}`)?.value;
  if (there === undefined) return need(`account-${fromAccountId}`);
  const found = there.offered.get(key);
  const isLesson = key.startsWith('lesson:');
  const id = key.slice(key.indexOf(':') + 1);
  if (found === undefined || found.since > at) {
    const fix = `${isLesson ? 'capture it there with CaptureLesson' : 'record it there with GrantReference'}, or check the ids`;
    const detail = `Account ${fromAccountId} had no ${isLesson ? 'lesson' : 'reference'} ${id} by ${at}: ${fix}.`;
    return isLesson ? reject('LESSON_NOT_FOUND', detail, '/lessonId') : reject('REFERENCE_NOT_FOUND', detail, '/referenceId');
  }
  if (found.until === undefined || at.slice(0, 10) <= found.until) return undefined;
  const detail = `Reference ${id} of ${fromAccountId} ended on ${found.until}: ask them anew and record it with GrantReference.`;
  return reject('REFERENCE_EXPIRED', detail, '/referenceId');
};
