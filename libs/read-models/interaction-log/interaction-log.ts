import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type Channel, type Credit, type Direction, type Sentiment } from '#libs/domain/values.js';

/** What was said and done with an account; a workshop is a meeting of many. */
export interface InteractionEntry {
  readonly kind: 'interaction';
  readonly accountId: string;
  readonly interactionId: string;
  readonly eventId: string;
  readonly at: Instant;
  readonly day: Day;
  readonly channel: Channel;
  readonly workshop: boolean;
  readonly direction?: Direction;
  /** Our people who took part; whom it counts for, where nobody is named. */
  readonly ours: readonly string[];
  /** Their people: ids of stakeholders, and contacts in words. */
  readonly theirs: readonly string[];
  /** An executive of ours took part. */
  readonly executive: boolean;
  readonly durationMinutes?: number;
  readonly topics?: readonly string[];
  readonly sentiment?: Sentiment;
  readonly outcome?: string;
  readonly summary?: string;
  /** The meeting that was prepared for it. */
  readonly meetingId?: string;
  /** How long after the agreed time we were there. */
  readonly minutesLate?: number;
  readonly credit: Credit;
  /** Who told it. */
  readonly recordedBy: string;
}

/** How a meeting was prepared last. */
export interface PreparationEntry {
  readonly kind: 'preparation';
  readonly accountId: string;
  readonly meetingId: string;
  readonly at: Instant;
  readonly plannedFor?: Instant;
  readonly checklist: readonly string[];
  readonly brief?: string;
  readonly stakeholders?: readonly string[];
}

/** How an expert decided that we deal with an account; the latest holds. */
export interface PlanEntry {
  readonly kind: 'plan';
  readonly accountId: string;
  readonly at: Instant;
  readonly expertId: string;
  readonly present: string;
  readonly future: string;
  readonly steps: readonly { readonly what: string; readonly due: Day; readonly channel?: Channel }[];
}

export type LogEntry = InteractionEntry | PreparationEntry | PlanEntry;

type Events = Pick<InteractionEvents, 'InteractionRecorded' | 'AccountWorkshopHeld' | 'MeetingPrepared' | 'InteractionPlanDecided'>;

/** Interactions of every account, one small document each, with how meetings were prepared and what an expert decided. */
export const interactionLog: Projection<LogEntry, Events> = {
  name: 'interaction-log',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['accountId', 'kind', 'at'],
    ['accountId', 'kind', 'channel', 'at'],
    ['kind', 'at'],
  ],
  keys: (event) => [keyOf(event)],
  on: {
    InteractionRecorded: (_, event) => {
      const { contacts = [], stakeholders = [], ourPeople, credit, executive = false, ...data } = event.data;
      return {
        ...data,
        ...placeOf(event),
        workshop: false,
        ours: peopleOf(ourPeople, credit),
        theirs: [...new Set([...stakeholders, ...contacts])],
        executive,
        credit,
      };
    },
    AccountWorkshopHeld: (_, event) => {
      const { workshopId, topic, ourPeople, executives = [], stakeholders, credit, durationMinutes, outcome } = event.data;
      return {
        ...placeOf(event),
        interactionId: workshopId,
        channel: 'meeting',
        workshop: true,
        ours: peopleOf(ourPeople, credit),
        theirs: [...new Set(stakeholders)],
        executive: executives.length > 0,
        ...(durationMinutes === undefined ? {} : { durationMinutes }),
        topics: [topic],
        ...(outcome === undefined ? {} : { outcome }),
        credit,
      };
    },
    MeetingPrepared: (known, { stream, data, meta }) =>
      isNewer(known, meta.occurredAt) ? known : { ...data, kind: 'preparation', accountId: idOf(stream), at: meta.occurredAt },
    InteractionPlanDecided: (known, { stream, data, meta }) =>
      isNewer(known, meta.occurredAt) ? known : { ...data, kind: 'plan', accountId: idOf(stream), at: meta.occurredAt },
  },
};

const keyOf = (event: Fact<Events>): string => {
  const account = idOf(event.stream);
  switch (event.type) {
    case 'InteractionRecorded':
      return `${account}/interaction/${event.data.interactionId}`;
    case 'AccountWorkshopHeld':
      return `${account}/workshop/${event.data.workshopId}`;
    case 'MeetingPrepared':
      return `${account}/preparation/${event.data.meetingId}`;
    default:
      return `${account}/plan`;
  }
};

const placeOf = (event: Fact<Events, 'InteractionRecorded' | 'AccountWorkshopHeld'>) => ({
  kind: 'interaction' as const,
  accountId: idOf(event.stream),
  eventId: event.id,
  at: event.meta.occurredAt,
  day: businessDayOf(event),
  recordedBy: event.meta.actor,
});

const peopleOf = (ourPeople: readonly string[] | undefined, { employeeId }: Credit): readonly string[] => {
  if (ourPeople !== undefined && ourPeople.length > 0) return [...new Set(ourPeople)];
  return employeeId === undefined ? [] : [employeeId];
};

const isNewer = (known: LogEntry | undefined, at: Instant): boolean => known !== undefined && known.at > at;
