import { identityOf } from '#libs/kernel/command-identity.js';
import { type Facet, type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject } from '#libs/kernel/rejection.js';
import { changed, ended, type Life, lifeCycle, type Lives } from '../life-cycle.js';
import { NOTHING_TOLD, type Told, toldBefore } from '../told.js';
import { type ProgramCommands, type ProgramEvents } from './messages.js';

/** What is known of the programmes in which the account is a market of its own. */
export interface Programs {
  readonly told: Told;
  readonly programs: Lives<Program>;
  /** By touch: when it was delivered, and when it was first answered. */
  readonly touches: PersistentMap<string, { readonly at: Instant; readonly answeredAt?: Instant }>;
  /** Answers by their command: told again they add nothing. */
  readonly commands: PersistentMap<string, true>;
}

/** A programme; `firstAt` is when something was first done in it. */
export interface Program extends Life<'ended'> {
  readonly firstAt?: Instant;
}

export type ProgramCode =
  | 'ABM_PROGRAM_ID_TAKEN'
  | 'ABM_PROGRAM_NOT_FOUND'
  | 'ABM_PROGRAM_ENDED'
  | 'ABM_PROGRAM_LAUNCHED_LATER'
  | 'ABM_OFFER_ID_TAKEN'
  | 'ABM_OFFER_NOT_FOUND'
  | 'ABM_TOUCH_ID_TAKEN'
  | 'ABM_TOUCH_NOT_FOUND';

type Needs = { readonly programs: Programs };

export const programs: Facet<'programs', Programs, ProgramCommands, ProgramEvents, ProgramCode, Needs> = {
  name: 'programs',
  initial: { told: NOTHING_TOLD, programs: PersistentMap.empty(), touches: PersistentMap.empty(), commands: PersistentMap.empty() },
  decide: {
    LaunchAbmProgram: ({ data, commandId }, { programs: { told } }) => {
      const said = { ...data, programId: data.programId ?? commandId };
      return (
        toldBefore(told, `program:${said.programId}`, said, programTaken(said.programId)) ?? [{ type: 'AbmProgramLaunched', data: said }]
      );
    },

    PublishOffer: ({ data, commandId, occurredAt }, { programs: { told, programs: all } }) => {
      const said = { ...data, offerId: data.offerId ?? commandId };
      const taken = reject('ABM_OFFER_ID_TAKEN', `Offer ${said.offerId} ${TAKEN}`, '/offerId');
      const before = toldBefore(told, `offer:${said.offerId}`, said, taken);
      if (before) return before;
      const program = cycle.findRunning(all, data.programId, occurredAt);
      return isRejection(program) ? program : [{ type: 'AbmOfferPublished', data: said }];
    },

    DeliverAbmTouch: ({ data, commandId, occurredAt }, { programs: { told, programs: all } }) => {
      const said = { ...data, touchId: data.touchId ?? commandId };
      const taken = reject('ABM_TOUCH_ID_TAKEN', `Touch ${said.touchId} ${TAKEN}`, '/touchId');
      const before = toldBefore(told, `touch:${said.touchId}`, said, taken);
      if (before) return before;
      const program = cycle.findRunning(all, data.programId, occurredAt);
      if (isRejection(program)) return program;
      if (said.offerId === undefined || told.get(`offer:${said.offerId}`)) return [{ type: 'AbmTouchDelivered', data: said }];
      const fix = 'publish it with PublishOffer first, or check the id';
      return reject('ABM_OFFER_NOT_FOUND', `There is no offer ${said.offerId}: ${fix}.`, '/offerId');
    },

    RecordAbmResponse: (command, { programs: { touches, commands } }) => {
      if (commands.has(identityOf(command))) return [];
      const { data, occurredAt } = command;
      const touch = touches.get(data.touchId);
      if (touch !== undefined && touch.at <= occurredAt) return [{ type: 'AbmTouchResponded', data }];
      const fix = touch === undefined ? 'record it with DeliverAbmTouch first, or check the id' : 'correct occurredAt';
      return reject('ABM_TOUCH_NOT_FOUND', `There was no touch ${data.touchId} by ${occurredAt}: ${fix}.`, '/touchId');
    },

    EndAbmProgram: ({ data, occurredAt }, { programs: { programs: all } }) => {
      const program = cycle.findEnding(all, data.programId, 'ended', occurredAt);
      if (program === 'already') return [];
      return isRejection(program) ? program : [{ type: 'AbmProgramEnded', data }];
    },
  },

  evolve: {
    AbmProgramLaunched: (state, { data, meta }) => ({
      ...withTold(state, `program:${data.programId}`, data),
      programs: state.programs.with(data.programId, { begun: meta.occurredAt }),
    }),
    AbmOfferPublished: (state, { data, meta }) => within(withTold(state, `offer:${data.offerId}`, data), data.programId, meta.occurredAt),
    AbmTouchDelivered: (state, { data, meta }) => {
      const told = within(withTold(state, `touch:${data.touchId}`, data), data.programId, meta.occurredAt);
      return { ...told, touches: told.touches.with(data.touchId, { ...told.touches.get(data.touchId), at: meta.occurredAt }) };
    },
    AbmTouchResponded: (state, { data, meta }) => {
      const touch = state.touches.get(data.touchId);
      const commands = state.commands.with(identityOf(meta), true);
      if (touch === undefined) return { ...state, commands };
      const answeredAt = touch.answeredAt !== undefined && touch.answeredAt < meta.occurredAt ? touch.answeredAt : meta.occurredAt;
      return { ...state, commands, touches: state.touches.with(data.touchId, { ...touch, answeredAt }) };
    },
    AbmProgramEnded: (state, { data, meta }) => ({ ...state, programs: ended(state.programs, data.programId, 'ended', meta.occurredAt) }),
  },

  withdrawn: {
    AbmProgramLaunched: (state, { data }) => withTold(state, `program:${data.programId}`, null),
    AbmOfferPublished: (state, { data }) => withTold(state, `offer:${data.offerId}`, null),
    AbmTouchDelivered: (state, { data }) => withTold(state, `touch:${data.touchId}`, null),
    AbmTouchResponded: (state, { meta }) => ({ ...state, commands: state.commands.with(identityOf(meta), true) }),
  },
  invariants: ({ programs: { programs: all, touches } }): readonly Violation[] => [
    ...all.entries().flatMap(([id, { begun, ended: end, firstAt }]) => {
      const subject = `programme ${id}`;
      const isEarly = (firstAt !== undefined && firstAt < begun) || (end !== undefined && end.at < begun);
      return isEarly
        ? [{ code: 'ABM_PROGRAM_BEFORE_LAUNCH', subject, detail: `Programme ${id} would go on or end before its launch.` }]
        : [];
    }),
    ...touches.entries().flatMap(([id, { at, answeredAt }]) =>
      answeredAt !== undefined && answeredAt < at
        ? [
            {
              code: 'ABM_TOUCH_ANSWERED_BEFORE',
              subject: `touch ${id}`,
              detail: `Touch ${id} would be answered before it was delivered.`,
            },
          ]
        : [],
    ),
  ],
};

const TAKEN = 'says something else already, or was withdrawn: give the new one another id.';

const programTaken = (programId: string) => reject('ABM_PROGRAM_ID_TAKEN', `Programme ${programId} ${TAKEN}`, '/programId');

const cycle = lifeCycle<Program, ProgramCode>({
  taken: programTaken,
  unknown: (id) =>
    reject('ABM_PROGRAM_NOT_FOUND', `There is no programme ${id}: launch it with LaunchAbmProgram, or check the id.`, '/programId'),
  over: (id, { ended: end }) =>
    reject('ABM_PROGRAM_ENDED', `Programme ${id} ended on ${end?.at}: launch another one with LaunchAbmProgram.`, '/programId'),
  early: (id, { begun }, at) =>
    reject('ABM_PROGRAM_LAUNCHED_LATER', `Programme ${id} was launched on ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});

const withTold = (state: Programs, key: string, data: object | null): Programs => ({ ...state, told: state.told.with(key, data) });

const within = (state: Programs, programId: string, at: Instant): Programs => ({
  ...state,
  programs: changed(state.programs, programId, (one) => ({
    ...one,
    firstAt: one.firstAt !== undefined && one.firstAt < at ? one.firstAt : at,
  })),
});
