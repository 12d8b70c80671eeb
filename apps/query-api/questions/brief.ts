import { type Day, type Instant } from '#libs/kernel/message.js';
import { type DeskDocument } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { type DossierState } from '#libs/read-models/dossier/dossier.js';
import {
  type InteractionEntry,
  type LogEntry,
  type PlanEntry,
  type PreparationEntry,
} from '#libs/read-models/interaction-log/interaction-log.js';
import { isOverdue, type PromiseRecord } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { type Task } from '#libs/read-models/task-board/task-board.js';
import { type DecisionMap, type MapGap, type PersonOnMap } from './decision-map.js';

/** What somebody should know before meeting an account. */
export interface Brief {
  /** The next meeting that was prepared, the nearest first; the latest preparation where none has a date to come. */
  readonly meeting: PreparationEntry | null;
  /** What the dossier says, and what of it policy `dossier` misses or finds too old. */
  readonly dossier: DossierState;
  /** Complaints, disputes and their like that are not settled, the oldest first. */
  readonly complaints: readonly {
    readonly id: string;
    readonly kind: 'complaint' | 'dispute';
    readonly what: string;
    readonly status: string;
    readonly on: Day;
  }[];
  /** Whom we are going to meet, else who has most influence; at most {@link PEOPLE_MAX}. */
  readonly people: readonly PersonOnMap[];
  readonly gaps: readonly MapGap[];
  readonly missingRoles: DecisionMap['missingRoles'];
  /** Open promises, by due day. */
  readonly promises: readonly (Pick<PromiseRecord, 'promiseId' | 'what' | 'due' | 'promisedTo'> & { readonly overdue: boolean })[];
  /** Open actions of both sides, by due day. */
  readonly tasks: readonly Task[];
  /** How an expert decided that we deal with the account; steps that are due by now or to come. */
  readonly plan: PlanEntry | null;
  /** The latest {@link LAST_MAX} interactions. */
  readonly lastInteractions: readonly InteractionEntry[];
}

const PEOPLE_MAX = 20;
const LAST_MAX = 5;
/** Promises and tasks that a brief names. */
const OPEN_MAX = 50;

/** What a brief is drawn from. */
export interface BriefMaterial {
  readonly dossier: DossierState;
  readonly desk: readonly DeskDocument[];
  readonly log: readonly LogEntry[];
  readonly map: DecisionMap;
  readonly promises: readonly PromiseRecord[];
  readonly tasks: readonly Task[];
}

/** The brief of a moment. */
export const briefOf = ({ dossier, desk, log, map, promises, tasks }: BriefMaterial, at: Instant, today: Day): Brief => {
  const meeting = nextMeeting(log, at);
  const met = new Set(meeting?.stakeholders);
  const there = map.people.filter(({ departedAt }) => departedAt === null);
  const plans = log.filter((entry): entry is PlanEntry => entry.kind === 'plan').toSorted(byTime);
  const interactions = log.filter((entry): entry is InteractionEntry => entry.kind === 'interaction').toSorted(byTime);
  const byDue = <Item extends { readonly due: Day }>(items: readonly Item[]) =>
    items.toSorted((one, other) => (one.due < other.due ? -1 : 1)).slice(0, OPEN_MAX);
  return {
    meeting,
    dossier,
    complaints: desk
      .flatMap(unsettled)
      .toSorted((one, other) => (one.on < other.on ? -1 : 1))
      .slice(0, OPEN_MAX),
    people: (met.size > 0 ? there.filter(({ contact }) => met.has(contact)) : there).slice(0, PEOPLE_MAX),
    gaps: map.gaps,
    missingRoles: map.missingRoles,
    promises: byDue(promises.filter(({ status }) => status === 'open')).map((promise) => ({
      promiseId: promise.promiseId,
      what: promise.what,
      due: promise.due,
      ...(promise.promisedTo === undefined ? {} : { promisedTo: promise.promisedTo }),
      overdue: isOverdue(promise, today),
    })),
    tasks: byDue(tasks.filter(({ status }) => status === 'open')),
    plan: plans[0] ?? null,
    lastInteractions: interactions.slice(0, LAST_MAX),
  };
};

const unsettled = (matter: DeskDocument): readonly Brief['complaints'][number][] => {
  if (matter.kind === 'complaint') {
    const { id, kind, what, status, on } = matter;
    return status === 'resolved' ? [] : [{ id, kind, what, status, on }];
  }
  if (matter.kind !== 'dispute') return [];
  const { id, kind, about, status, on } = matter;
  return status === 'settled' ? [] : [{ id, kind, what: about, status, on }];
};

const byTime = (one: { readonly at: Instant }, other: { readonly at: Instant }): number => (one.at < other.at ? 1 : -1);

/** Meetings that took place are no longer prepared for. */
const nextMeeting = (log: readonly LogEntry[], at: Instant): PreparationEntry | null => {
  const held = new Set(log.flatMap((entry) => (entry.kind === 'interaction' ? (entry.meetingId ?? []) : [])));
  const waiting = log.filter((entry): entry is PreparationEntry => entry.kind === 'preparation' && !held.has(entry.meetingId));
  const planned = waiting
    .filter(({ plannedFor = '' }) => plannedFor >= at)
    .toSorted((one, other) => (one.plannedFor! < other.plannedFor! ? -1 : 1));
  return planned[0] ?? waiting.toSorted(byTime)[0] ?? null;
};
