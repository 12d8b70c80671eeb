import { type Facet } from '#libs/kernel/decider.js';
import { idOf } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { type Ownership } from '../ownership/ownership.js';
import { type InteractionCommands, type InteractionDetails, type InteractionEvents } from './messages.js';

/** What is therefore known. */
export interface Interactions {
  readonly byId: PersistentMap<string, Interaction>;
  readonly meetings: PersistentMap<string, Omit<InteractionEvents['MeetingPrepared'], 'meetingId'>>;
}

/** One interaction as it stands after its corrections. */
export interface Interaction {
  /** What the next correction corrects. */
  readonly lastEventId: string;
  readonly details: InteractionDetails;
  readonly retracted: boolean;
}

/** Why a command may be refused. */
export type InteractionCode =
  'UNKNOWN_EMPLOYEE' | 'INTERACTION_ID_TAKEN' | 'INTERACTION_NOT_FOUND' | 'INTERACTION_RETRACTED' | 'CHECKLIST_EMPTY';

type Needs = { readonly ownership: Ownership; readonly interactions: Interactions };

/** What was said and done with the account. A correction is a fact of its own, and names what it corrects. */
export const interactions: Facet<'interactions', Interactions, InteractionCommands, InteractionEvents, InteractionCode, Needs> = {
  name: 'interactions',
  initial: { byId: PersistentMap.empty(), meetings: PersistentMap.empty() },

  decide: {
    RecordInteraction: ({ data, commandId, occurredAt }, { ownership, interactions: { byId } }, context) => {
      const interactionId = data.interactionId ?? commandId;
      if (byId.has(interactionId)) {
        const fix = 'change it with CorrectInteraction, or record another one under another id';
        return reject('INTERACTION_ID_TAKEN', `Interaction ${interactionId} is recorded already: ${fix}.`, '/interactionId');
      }
      const credit = creditAt(ownership, context, occurredAt, data.ourPeople?.[0]);
      return isCredit(credit) ? [{ type: 'InteractionRecorded', data: { ...data, interactionId, credit } }] : credit;
    },

    CorrectInteraction: ({ data: { interactionId, changes, reason }, stream }, { interactions: { byId } }) => {
      const interaction = byId.get(interactionId);
      if (interaction === undefined) return notFound(interactionId, stream);
      const { details, retracted, lastEventId } = interaction;
      if (retracted) {
        const fix = 'record it anew with RecordInteraction under another id';
        return reject('INTERACTION_RETRACTED', `Interaction ${interactionId} was retracted: ${fix}.`, '/interactionId');
      }
      if (same({ ...details, ...changes }, details)) return [];
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
  },

  evolve: {
    InteractionRecorded: (state, { id, data }) => put(state, data.interactionId, { lastEventId: id, details: data, retracted: false }),
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
  },

  withdrawn: {
    // Its id stays taken.
    InteractionRecorded: (state, { id, data }) => put(state, data.interactionId, { lastEventId: id, details: data, retracted: true }),
  },
};

const PREPARATION = ['plannedFor', 'checklist', 'brief'] as const;

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
