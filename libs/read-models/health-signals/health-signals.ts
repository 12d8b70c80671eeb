import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type PromiseEvents } from '#libs/domain/promises/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type SatisfactionLevel } from '#libs/domain/values.js';
import { type VoiceEvents } from '#libs/domain/voice/messages.js';

/** What was seen of an account's health within one month. */
export interface HealthMonth {
  readonly accountId: string;
  readonly month: string;
  /** Days on which there was a contact. */
  readonly contactsOn: readonly Day[];
  /** Reviews of the relationship, by day: 6 to 24 points. */
  readonly reviews: readonly { readonly on: Day; readonly total: number }[];
  /** What they said of their satisfaction, by day. */
  readonly satisfaction: readonly { readonly on: Day; readonly level: SatisfactionLevel }[];
  /** Promises settled, by day. */
  readonly promises: readonly { readonly on: Day; readonly as: 'in-time' | 'late' | 'broken' }[];
}

/** Entries that a month keeps of each kind, the latest: more say nothing more. */
export const ENTRIES_MAX = 31;

type Events = Pick<InteractionEvents, 'InteractionRecorded'>
  & Pick<RelationshipEvents, 'RelationshipAssessed'>
  & Pick<VoiceEvents, 'SurveyResponseRecorded'>
  & Pick<PromiseEvents, 'PromiseKept' | 'PromiseBroken'>;

/** What an account's health is computed from, month by month: the score follows from the policy of the moment that is asked about. */
export const healthSignals: Projection<HealthMonth, Events> = {
  name: 'health-signals',
  version: 1,
  gathers: 'one-stream',
  indexes: [['accountId', 'month'], ['month']],
  keys: (event) => [`${idOf(event.stream)}/${businessDayOf(event).slice(0, 7)}`],
  on: {
    InteractionRecorded: (month, event) => {
      const known = month ?? begun(event);
      const on = businessDayOf(event);
      return known.contactsOn.includes(on) ? known : { ...known, contactsOn: [...known.contactsOn, on].toSorted() };
    },
    RelationshipAssessed: (month, event) => {
      const known = month ?? begun(event);
      return { ...known, reviews: inPlace(known.reviews, { on: businessDayOf(event), total: event.data.total }) };
    },
    SurveyResponseRecorded: (month, event) => {
      const { level } = event.data;
      const known = month ?? begun(event);
      return level === undefined ? known : { ...known, satisfaction: inPlace(known.satisfaction, { on: businessDayOf(event), level }) };
    },
    PromiseKept: (month, event) => settled(month, event, event.data.daysLate > 0 ? 'late' : 'in-time'),
    PromiseBroken: (month, event) => settled(month, event, 'broken'),
  },
};

const begun = (event: Fact<Events>): HealthMonth => ({
  accountId: idOf(event.stream),
  month: businessDayOf(event).slice(0, 7),
  contactsOn: [],
  reviews: [],
  satisfaction: [],
  promises: [],
});

const settled = (
  month: HealthMonth | undefined,
  event: Fact<Events, 'PromiseKept' | 'PromiseBroken'>,
  as: HealthMonth['promises'][number]['as'],
): HealthMonth => {
  const known = month ?? begun(event);
  return { ...known, promises: inPlace(known.promises, { on: businessDayOf(event), as }) };
};

/** By day, of one day as they were told. */
const inPlace = <Entry extends { readonly on: Day }>(entries: readonly Entry[], entry: Entry): readonly Entry[] =>
  entries.toSpliced(entries.findLastIndex(({ on }) => on <= entry.on) + 1, 0, entry).slice(-ENTRIES_MAX);
