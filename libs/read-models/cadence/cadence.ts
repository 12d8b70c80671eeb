import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { own } from '#libs/kernel/own.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type MaturityEvents } from '#libs/domain/maturity/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type ValueEvents } from '#libs/domain/value/messages.js';

/** What is done at an account again and again, by the days on which it was done. */
export interface CadenceDocument {
  readonly accountId: string;
  readonly openedOn: Day | null;
  /** Latest {@link DATES_MAX} of each, in order. */
  readonly reviews: readonly { readonly on: Day; readonly total: number }[];
  readonly planUpdates: readonly Day[];
  readonly executiveTouches: readonly Day[];
  /** By month that a report is about; the latest {@link DATES_MAX}. */
  readonly reports: Readonly<Record<string, ReportRecord>>;
  /** By initiative, of which the {@link INITIATIVES_MAX} that start last are kept. */
  readonly initiatives: Readonly<Record<string, InitiativeRecord>>;
}

export interface ReportRecord {
  readonly deliveredOn: Day | null;
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: string | null;
}

export interface InitiativeRecord {
  readonly title: string;
  readonly startsOn: Day;
  readonly announcedOn: Day | null;
}

export const DATES_MAX = 60;
export const INITIATIVES_MAX = 60;

type Events = Pick<ProfileEvents, 'AccountOpened'>
  & Pick<RelationshipEvents, 'RelationshipAssessed' | 'AccountPlanShared' | 'InitiativePlanned' | 'InitiativeAnnounced'>
  & Pick<MaturityEvents, 'RelationshipReviewed'>
  & Pick<InteractionEvents, 'InteractionRecorded'>
  & Pick<ValueEvents, 'IntelReportDelivered' | 'IntelReportAcknowledged'>;

/** Reviews, updates of the plan, executive contacts, intelligence reports and notices. Whether they are in time is asked, not stored. */
export const cadence: Projection<CadenceDocument, Events> = {
  name: 'cadence',
  version: 1,
  gathers: 'one-stream',
  indexes: [['accountId']],
  // Most interactions are none of executives: they lead to no document.
  keys: (event) => (event.type === 'InteractionRecorded' && event.data.executive !== true ? [] : [idOf(event.stream)]),
  on: {
    AccountOpened: (document, event) => ({ ...known(document, event), openedOn: businessDayOf(event) }),
    RelationshipAssessed: (document, event) => reviewed(document, event),
    RelationshipReviewed: (document, event) => reviewed(document, event),
    AccountPlanShared: (document, event) => {
      const { planUpdates, ...more } = known(document, event);
      return { ...more, planUpdates: sorted([...planUpdates, businessDayOf(event)], (on) => on) };
    },
    InteractionRecorded: (document, event) => {
      const { executiveTouches, ...more } = known(document, event);
      return { ...more, executiveTouches: sorted([...executiveTouches, businessDayOf(event)], (on) => on) };
    },
    IntelReportDelivered: (document, event) => withReport(document, event, { deliveredOn: businessDayOf(event) }),
    IntelReportAcknowledged: (document, event) => {
      const before = known(document, event).reports[event.data.month];
      if (before?.acknowledgedAt && before.acknowledgedAt <= event.meta.occurredAt) return document;
      return withReport(document, event, { acknowledgedAt: event.meta.occurredAt, acknowledgedBy: event.data.by });
    },
    InitiativePlanned: (document, event) => {
      const { initiativeId, title, startsOn } = event.data;
      const { initiatives, ...more } = known(document, event);
      const planned = { title, startsOn, announcedOn: own(initiatives, initiativeId)?.announcedOn ?? null };
      const all = Object.entries({ ...initiatives, [initiativeId]: planned });
      return { ...more, initiatives: Object.fromEntries(sorted(all, ([id, one]) => `${one.startsOn} ${id}`, INITIATIVES_MAX)) };
    },
    InitiativeAnnounced: (document, event) => {
      const planned = document && own(document.initiatives, event.data.initiativeId);
      if (document === undefined || planned === undefined) return document;
      const announced = { ...planned, announcedOn: businessDayOf(event) };
      return { ...document, initiatives: { ...document.initiatives, [event.data.initiativeId]: announced } };
    },
  },
};

const known = (document: CadenceDocument | undefined, { stream }: Fact<Events>): CadenceDocument =>
  document ?? {
    accountId: idOf(stream),
    openedOn: null,
    reviews: [],
    planUpdates: [],
    executiveTouches: [],
    reports: {},
    initiatives: {},
  };

/** Reviews that people make and those that follow from the facts count alike. */
const reviewed = (
  document: CadenceDocument | undefined,
  event: Fact<Events, 'RelationshipAssessed' | 'RelationshipReviewed'>,
): CadenceDocument => {
  const { reviews, ...more } = known(document, event);
  return { ...more, reviews: sorted([...reviews, { on: businessDayOf(event), total: event.data.total }], ({ on }) => on) };
};

const NO_REPORT: ReportRecord = { deliveredOn: null, acknowledgedAt: null, acknowledgedBy: null };

const withReport = (
  document: CadenceDocument | undefined,
  event: Fact<Events, 'IntelReportDelivered' | 'IntelReportAcknowledged'>,
  changes: Partial<ReportRecord>,
): CadenceDocument => {
  const { reports, ...more } = known(document, event);
  const all = Object.entries({ ...reports, [event.data.month]: { ...NO_REPORT, ...reports[event.data.month], ...changes } });
  return { ...more, reports: Object.fromEntries(sorted(all, ([month]) => month)) };
};

/** In order, ties as they were told; the last ones. */
const sorted = <Item>(items: readonly Item[], by: (item: Item) => string, max = DATES_MAX): readonly Item[] =>
  items.toSorted((left, right) => Number(by(left) > by(right)) - Number(by(left) < by(right))).slice(-max);
