import { type Facet } from '#libs/kernel/decider.js';
import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { type DatedLine, valueAt, withValue } from '../dated-line.js';
import { type Ownership } from '../ownership/ownership.js';
import { seenIn } from '../guards.js';
import { type Stakeholders } from '../stakeholders/stakeholder.js';
import { type InteractionCommands, type InteractionEvents } from './messages.js';
import { type Interaction, type Interactions } from './state.js';

/** Why a command may be refused. */
export type InteractionCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'INTERACTION_ID_TAKEN'
  | 'INTERACTION_NOT_FOUND'
  | 'INTERACTION_RETRACTED'
  | 'CHECKLIST_EMPTY'
  | 'MEETING_NOT_FOUND'
  | 'WORKSHOP_ID_TAKEN'
  | 'EXECUTIVE_NOT_THERE';

type Needs = { readonly ownership: Ownership; readonly interactions: Interactions; readonly stakeholders: Stakeholders };

/** What was said and done with the account. A correction is a fact of its own, and names what it corrects. */
export const interactions: Facet<'interactions', Interactions, InteractionCommands, InteractionEvents, InteractionCode, Needs> = {
  name: 'interactions',
  initial: {
    byId: PersistentMap.empty(),
    meetings: PersistentMap.empty(),
    workshops: PersistentMap.empty(),
    plans: [],
    experts: [],
    disclosures: [],
  },

  decide: {
    RecordInteraction: ({ data, commandId, occurredAt }, { ownership, interactions: { byId, meetings } }, context) => {
      const interactionId = data.interactionId ?? commandId;
      if (byId.has(interactionId)) {
        const fix = 'change it with CorrectInteraction, or record another one under another id';
        return reject('INTERACTION_ID_TAKEN', `Interaction ${interactionId} is recorded already: ${fix}.`, '/interactionId');
      }
      if (data.meetingId !== undefined && !meetings.has(data.meetingId)) return unprepared(data.meetingId, '/meetingId');
      const credit = creditAt(ownership, context, occurredAt, data.ourPeople?.[0]);
      return isCredit(credit) ? [{ type: 'InteractionRecorded', data: { ...data, interactionId, credit } }] : credit;
    },

    CorrectInteraction: ({ data: { interactionId, changes, reason }, stream }, { interactions: { byId, meetings } }) => {
      const interaction = byId.get(interactionId);
      if (interaction === undefined) return notFound(interactionId, stream);
      const { details, retracted, lastEventId } = interaction;
      if (retracted) {
        const fix = 'record it anew with RecordInteraction under another id';
        return reject('INTERACTION_RETRACTED', `Interaction ${interactionId} was retracted: ${fix}.`, '/interactionId');
      }
      if (same({ ...details, ...changes }, details)) return [];
      const { meetingId } = changes;
      if (meetingId !== undefined && !meetings.has(meetingId)) return unprepared(meetingId, '/changes/meetingId');
      return [{ type: 'InteractionCorrected', data: { interactionId, corrects: lastEventId, changes, reason } }];
    },

    RetractInteraction: ({ data: { interactionId, reason }, stream }, { interactions: { byId } }) => {
      const interaction = byId.get(interactionId);
      if (interaction === undefined) return notFound(interactionId, stream);
      const { retracted, lastEventId } = interaction;
      return retracted ? [] : [{ type: 'InteractionRetracted', data: { interactionId, retracts: lastEventId, reason } }];
    },

    PrepareMeeting: ({ data, commandId }, { interactions: { meetings } }) => {
      const { meetingId = commandId, ...preparation } = data;
      if (preparation.checklist.length === 0)
        return reject('CHECKLIST_EMPTY', 'A meeting is prepared by a checklist: name at least one item of it.', '/checklist');
      const before = meetings.get(meetingId);
      if (before !== undefined && PREPARATION.every((field) => same(before[field], preparation[field]))) return [];
      return [{ type: 'MeetingPrepared', data: { meetingId, ...preparation } }];
    },

    HoldWorkshop: ({ data, commandId, occurredAt }, { ownership, interactions: { workshops } }, context) => {
      const workshopId = data.workshopId ?? commandId;
      if (workshops.has(workshopId)) {
        const fix = 'correct it with CorrectFact, or tell another one under another id';
        return reject('WORKSHOP_ID_TAKEN', `Workshop ${workshopId} is recorded already: ${fix}.`, '/workshopId');
      }
      const { ourPeople, executives = [] } = data;
      const away = executives.findIndex((one) => !ourPeople.includes(one));
      if (away >= 0) {
        const detail = `${executives[away]} is not among ourPeople: name there everybody of ours who took part.`;
        return reject('EXECUTIVE_NOT_THERE', detail, `/executives/${away}`);
      }
      const credit = creditAt(ownership, context, occurredAt, ourPeople[0]);
      return isCredit(credit) ? [{ type: 'AccountWorkshopHeld', data: { ...data, workshopId, credit } }] : credit;
    },

    DecideInteractionPlan: ({ data, occurredAt }, { interactions: { plans } }) =>
      same(valueAt(plans, occurredAt), data) ? [] : [{ type: 'InteractionPlanDecided', data }],
    EngageExpert: ({ data, occurredAt }, { interactions: { experts } }) =>
      isToldOf(experts, data, occurredAt) ? [] : [{ type: 'ExpertEngaged', data }],
    DiscloseDissatisfaction: ({ data, occurredAt }, { interactions: { disclosures } }) =>
      isToldOf(disclosures, data, occurredAt) ? [] : [{ type: 'DissatisfactionDisclosed', data }],
  },

  evolve: {
    InteractionRecorded: (state, { id, data, meta }) =>
      put(state, data.interactionId, { lastEventId: id, at: meta.occurredAt, details: data, retracted: false }),
    InteractionCorrected: (state, { id, data: { interactionId, changes } }) => {
      const before = state.byId.get(interactionId);
      return before ? put(state, interactionId, { ...before, lastEventId: id, details: { ...before.details, ...changes } }) : state;
    },
    InteractionRetracted: (state, { id, data: { interactionId } }) => {
      const before = state.byId.get(interactionId);
      return before ? put(state, interactionId, { ...before, lastEventId: id, retracted: true }) : state;
    },
    MeetingPrepared: (state, { data: { meetingId, ...preparation } }) => ({
      ...state,
      meetings: state.meetings.with(meetingId, preparation),
    }),
    AccountWorkshopHeld: (state, event) => held(state, event, false),
    InteractionPlanDecided: (state, { data, meta }) => ({ ...state, plans: withValue(state.plans, data, meta.occurredAt) }),
    ExpertEngaged: (state, { data, meta }) => ({ ...state, experts: withValue(state.experts, data, meta.occurredAt) }),
    DissatisfactionDisclosed: (state, { data, meta }) => ({ ...state, disclosures: withValue(state.disclosures, data, meta.occurredAt) }),
  },

  invariants: ({ interactions: state, stakeholders: { byId } }) =>
    seenIn(state).flatMap(({ name, at, theirs }) =>
      theirs.flatMap((one) => {
        const left = byId.get(one)?.ended?.at;
        if (left === undefined || left > at) return [];
        const detail = `${one} left on ${left.slice(0, 10)}, and takes part in ${name} of ${at.slice(0, 10)}.`;
        return [{ code: 'CONTACT_HAD_LEFT', subject: `${name} ${one}`, detail }];
      }),
    ),
  withdrawn: {
    // Its id stays taken.
    InteractionRecorded: (state, { id, data, meta }) =>
      put(state, data.interactionId, { lastEventId: id, at: meta.occurredAt, details: data, retracted: true }),
    AccountWorkshopHeld: (state, event) => held(state, event, true),
  },
};

const PREPARATION = ['plannedFor', 'checklist', 'brief', 'stakeholders'] as const;

/** Whether the same was told of the same moment. */
const isToldOf = <Value>(line: DatedLine<Value>, value: Value, at: Instant): boolean =>
  line.some((entry) => entry.since === at && same(entry.value, value));

const held = (
  state: Interactions,
  { data: { workshopId, stakeholders }, meta }: Fact<InteractionEvents, 'AccountWorkshopHeld'>,
  withdrawn: boolean,
): Interactions => ({ ...state, workshops: state.workshops.with(workshopId, { at: meta.occurredAt, stakeholders, withdrawn }) });

const unprepared = (meetingId: string, field: string) =>
  reject('MEETING_NOT_FOUND', `No meeting ${meetingId} was prepared: prepare it with PrepareMeeting first, or leave it out.`, field);

/** Equality of what JSON can say, where keys come in one order. */
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const put = (state: Interactions, interactionId: string, interaction: Interaction): Interactions => ({
  ...state,
  byId: state.byId.with(interactionId, interaction),
});

const notFound = (interactionId: string, stream: string) =>
  reject(
    'INTERACTION_NOT_FOUND',
    `Account ${idOf(stream)} has no interaction ${interactionId}: check the id, or record it with RecordInteraction.`,
    '/interactionId',
  );
