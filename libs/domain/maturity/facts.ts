import { shiftDay } from '#libs/analytics/calendar.js';
import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, type Instant, type MessageMap, type TypeOf } from '#libs/kernel/message.js';
import { type AccountEvents } from '../messages.js';
import { SATISFACTION_LEVELS } from '../values.js';

/**
 * What is on record that maturity is scored on: by kind, and within a kind by key, the latest fact of each. Data only, as documents store
 * it. The same facts come to the same record in whatever order they are told; what is kept is bounded by {@link KEPT}.
 */
export type MaturityFacts = { readonly [K in FactKind]?: readonly OnRecord[] };

/** The latest that is known of one key. Sorted by when it happened, ties by when it was told. */
export interface OnRecord {
  readonly key: string;
  readonly at: Instant;
  readonly day: Day;
  /** The event that says so. */
  readonly event: string;
  /** What it says of the key; absent: that there is one. `null`: that there is none any more. */
  readonly value?: string | number | null;
  /** Good until that day, where it says so itself. */
  readonly until?: Day;
  /** The day by which something is due. */
  readonly due?: Day;
}

/** How many keys of a kind are kept: those of which something was heard last. */
export const KEPT = {
  /** People of theirs who spoke with us, by the name or id that was told. */
  contact: 200,
  /** People of ours who spoke with them. */
  ourPerson: 200,
  /** Departments of our people in the account's team. */
  ourFunction: 200,
  /** Departments of their people. */
  theirFunction: 400,
  /** By the name of a contact, the id that it goes by. */
  contactName: 400,
  /** Contacts who are there no more. */
  departed: 200,
  /** Days on which executives met them. */
  executive: 400,
  /** The level of what we offer them, by when it was recorded. */
  offering: 24,
  /** What was made for them alone. */
  tailored: 100,
  /** Information that flows between us, by its kind. */
  shared: 20,
  /** Plans and undertakings in common, by their kind. */
  joint: 20,
  alliance: 100,
  development: 100,
  promise: 400,
  complaint: 200,
  satisfaction: 200,
  /** What people of theirs say of their trust in us, by person. */
  trust: 200,
  /** Items that somebody scores otherwise for a time. */
  override: 6,
} as const satisfies Readonly<Record<string, number>>;

/** The kinds of facts; a new one is entered in {@link KEPT}. */
export type FactKind = keyof typeof KEPT;

/** What one event says: of which kind and key, and what. */
export interface Said extends Pick<OnRecord, 'value' | 'until' | 'due'> {
  readonly of: FactKind;
  readonly key: string;
}

/** How a contact is known whatever its spelling. */
export const contactKey = (nameOrId: string): string => nameOrId.trim().toLowerCase();

/**
 * What each event says. Whatever else is to count is one entry more: the kind and the key that it is about, and its value. `null` ends
 * what was said before.
 */
const SAYS: { readonly [E in TypeOf<AccountEvents>]?: (event: Fact<AccountEvents, E>, day: Day) => readonly Said[] } = {
  InteractionRecorded: ({ data: { contacts = [], stakeholders = [], ourPeople = [], executive } }, day) => [
    ...[...contacts, ...stakeholders].map((name) => ({ of: 'contact' as const, key: contactKey(name) })),
    ...ourPeople.map((key) => ({ of: 'ourPerson' as const, key })),
    ...(executive === true ? [{ of: 'executive' as const, key: day }] : []),
  ],
  AccountWorkshopHeld: ({ data: { ourPeople, stakeholders, executives = [] } }, day) => [
    ...stakeholders.map((id) => ({ of: 'contact' as const, key: contactKey(id) })),
    ...ourPeople.map((key) => ({ of: 'ourPerson' as const, key })),
    ...(executives.length > 0 ? [{ of: 'executive' as const, key: day }] : []),
  ],

  StakeholderAdded: ({ data: { stakeholderId, name, department } }) => [
    { of: 'contactName', key: contactKey(name), value: contactKey(stakeholderId) },
    ...(department === undefined ? [] : [{ of: 'theirFunction' as const, key: contactKey(stakeholderId), value: contactKey(department) }]),
  ],
  ContactCardUpdated: ({ data: { stakeholderId, card } }) => {
    const { name, department } = card;
    const functionNow = department === null ? null : contactKey(department ?? '');
    return [
      ...(name === undefined ? [] : [{ of: 'contactName' as const, key: contactKey(name), value: contactKey(stakeholderId) }]),
      ...(department === undefined ? [] : [{ of: 'theirFunction' as const, key: contactKey(stakeholderId), value: functionNow }]),
    ];
  },
  StakeholderDeparted: ({ data: { stakeholderId } }) => [{ of: 'departed', key: contactKey(stakeholderId) }],

  TeamMemberAdded: ({ data: { employeeId, department } }) => [{ of: 'ourFunction', key: employeeId, value: contactKey(department) }],
  TeamMemberRemoved: ({ data: { employeeId } }) => [{ of: 'ourFunction', key: employeeId, value: null }],

  AccountPlanShared: () => [{ of: 'joint', key: 'plan-shared' }],
  AccountPlanAcknowledged: () => [{ of: 'joint', key: 'plan-acknowledged' }],
  JointInitiativeStarted: () => [{ of: 'joint', key: 'joint-initiative' }],
  JointInitiativeMeasured: () => [{ of: 'joint', key: 'joint-initiative-measured' }],
  ForecastShared: ({ data }, day) => [{ of: 'shared', key: 'forecast-shared', until: shiftDay(day, data.horizonMonths) }],
  DataSharingAgreed: () => [{ of: 'shared', key: 'data-sharing' }],

  MaturityItemOverridden: ({ data: { item, score, until } }) => [{ of: 'override', key: item, value: score, until }],

  ActionPlanned: ({ data: { stakeholderId } }) => (stakeholderId === undefined ? [] : [{ of: 'joint', key: 'joint-action' }]),
  DeliveryTailored: ({ data: { tailoringId } }) => [{ of: 'tailored', key: tailoringId }],
  OfferingLevelRecorded: ({ data: { level } }, day) => [{ of: 'offering', key: day, value: level }],
  AllianceFormed: ({ data: { allianceId } }) => [{ of: 'alliance', key: allianceId }],
  AllianceEnded: ({ data: { allianceId } }) => [{ of: 'alliance', key: allianceId, value: null }],
  JointDevelopmentStarted: ({ data: { developmentId } }) => [{ of: 'development', key: developmentId }],
  JointDevelopmentLaunched: ({ data: { developmentId } }) => [{ of: 'development', key: developmentId }],
  SellOutReported: () => [{ of: 'shared', key: 'sell-out' }],
  ReplenishmentTriggered: () => [{ of: 'shared', key: 'replenishment' }],
  TrustAssessed: ({ data: { by, mark } }) => [{ of: 'trust', key: contactKey(by), value: mark }],

  PromiseMade: ({ data: { promiseId, due } }) => [{ of: 'promise', key: promiseId, value: 'open', due }],
  PromiseRenegotiated: ({ data: { promiseId, due } }) => [{ of: 'promise', key: promiseId, value: 'open', due }],
  PromiseKept: ({ data: { promiseId, due, daysLate } }) => [
    { of: 'promise', key: promiseId, value: daysLate === 0 ? 'in-time' : 'late', due },
  ],
  PromiseBroken: ({ data: { promiseId, due } }) => [{ of: 'promise', key: promiseId, value: 'broken', due }],

  ComplaintRecorded: ({ data: { complaintId } }) => [{ of: 'complaint', key: complaintId, value: 'open' }],
  ComplaintReopened: ({ data: { complaintId } }) => [{ of: 'complaint', key: complaintId, value: 'open' }],
  ComplaintResolved: ({ data: { complaintId } }) => [{ of: 'complaint', key: complaintId, value: 'handled' }],
  SurveyResponseRecorded: ({ data: { responseId, csat, level } }) => {
    const mark = csat ?? (level === undefined ? undefined : SATISFACTION_LEVELS.indexOf(level) + 1);
    return mark === undefined ? [] : [{ of: 'satisfaction', key: responseId, value: mark }];
  },
};

/** Whether an event says anything that maturity is scored on. */
export const saysSomething = ({ type }: { readonly type: string }): boolean => Object.hasOwn(SAYS, type);

/** Nothing is on record. */
export const NO_FACTS: MaturityFacts = {};

/** The record with one fact more, in whatever order facts are told. Events that say nothing about maturity change nothing. */
export const withFact = (facts: MaturityFacts, event: Fact<AccountEvents> | Fact<MessageMap>): MaturityFacts => {
  const says = (SAYS as Readonly<Record<string, ((event: never, day: Day) => readonly Said[]) | undefined>>)[event.type];
  if (says === undefined) return facts;
  const [at, day] = [event.meta.occurredAt, businessDayOf(event)];
  const known: { [K in FactKind]?: readonly OnRecord[] } = { ...facts };
  for (const { of, ...said } of says(event as never, day))
    known[of] = withLatest(known[of] ?? [], { ...said, at, day, event: event.id }, KEPT[of]);
  return known;
};

/** The latest of every key, and of the keys the latest so many. */
const withLatest = (known: readonly OnRecord[], told: OnRecord, max: number): readonly OnRecord[] => {
  const place = known.findIndex(({ key }) => key === told.key);
  if (place >= 0 && known[place]!.at > told.at) return known;
  const others = place < 0 ? known : known.toSpliced(place, 1);
  return others.toSpliced(others.findLastIndex(({ at }) => at <= told.at) + 1, 0, told).slice(-max);
};
