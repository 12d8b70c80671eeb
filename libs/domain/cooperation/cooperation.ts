import { type Facet, type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { type NotTheirs, requireContact } from '../acknowledgement.js';
import { type DatedLine, valueAt, withValue } from '../dated-line.js';
import { sameData } from '../guards.js';
import { changed, ended, type Life, lifeCycle, type Lives } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { type Stakeholders } from '../stakeholders/stakeholder.js';
import { type OfferingLevel, type Side } from '../values.js';
import { type CooperationCommands, type CooperationEvents } from './messages.js';

/** An alliance from its proposal to its end. */
export interface Alliance extends Life<'ended'> {
  readonly purpose: string;
  readonly formedAt?: Instant;
}

/** Something that is developed together, until it is launched. */
export interface Development extends Life<'launched'> {
  readonly title: string;
}

/** What is known of how closely both sides work. */
export interface Cooperation {
  readonly offering: DatedLine<OfferingLevel>;
  readonly alliances: Lives<Alliance>;
  readonly developments: Lives<Development>;
  /** By month, what they reported last. */
  readonly sellOuts: PersistentMap<string, DatedLine<CooperationEvents['SellOutReported']>>;
  readonly replenishments: PersistentMap<string, true>;
  readonly switching: { readonly [S in Side]?: DatedLine<CooperationEvents['SwitchingCostAssessed']> };
  /** By who said so. */
  readonly trust: PersistentMap<string, DatedLine<CooperationEvents['TrustAssessed']>>;
  /** Ids of withdrawn alliances, developments and replenishments stay taken, each with its kind before it. */
  readonly withdrawn: PersistentMap<string, true>;
}

export type CooperationCode =
  | NotTheirs
  | 'ALLIANCE_ID_TAKEN'
  | 'ALLIANCE_NOT_FOUND'
  | 'ALLIANCE_ENDED'
  | 'ALLIANCE_PROPOSED_LATER'
  | 'DEVELOPMENT_ID_TAKEN'
  | 'DEVELOPMENT_NOT_FOUND'
  | 'DEVELOPMENT_LAUNCHED'
  | 'DEVELOPMENT_STARTED_LATER'
  | 'REPLENISHMENT_ID_TAKEN';

interface Needs {
  readonly ownership: Ownership;
  readonly stakeholders: Stakeholders;
  readonly cooperation: Cooperation;
}

/** What both sides do for each other alone: the offering, alliances, developments, data that flow, and trust. */
export const cooperation: Facet<'cooperation', Cooperation, CooperationCommands, CooperationEvents, CooperationCode, Needs> = {
  name: 'cooperation',
  initial: {
    offering: [],
    alliances: PersistentMap.empty(),
    developments: PersistentMap.empty(),
    sellOuts: PersistentMap.empty(),
    replenishments: PersistentMap.empty(),
    switching: {},
    trust: PersistentMap.empty(),
    withdrawn: PersistentMap.empty(),
  },

  decide: {
    RecordOfferingLevel: ({ occurredAt, data }, { cooperation: { offering } }) => {
      const previous = valueAt(offering, occurredAt);
      if (previous === data.level) return [];
      return [{ type: 'OfferingLevelRecorded', data: { ...data, ...(previous === undefined ? {} : { previous }) } }];
    },

    ProposeAlliance: ({ commandId, data }, { cooperation: { alliances, withdrawn } }) => {
      const { allianceId = commandId, purpose } = data;
      if (alliances.get(allianceId)?.purpose === purpose) return [];
      if (withdrawn.has(`alliance:${allianceId}`)) return allianceTaken(allianceId);
      return alliance.requireFree(alliances, allianceId) ?? [{ type: 'AllianceProposed', data: { allianceId, purpose } }];
    },

    FormAlliance: ({ occurredAt, data }, { ownership, stakeholders, cooperation: { alliances } }, context) => {
      const found = alliance.findRunning(alliances, data.allianceId, occurredAt);
      if (isRejection(found)) return found;
      if (found.formedAt !== undefined) return [];
      const refusal = requireContact(
        data.by,
        occurredAt,
        { ownership, stakeholders },
        context,
        'an alliance is formed by the customer too',
      );
      return refusal ?? [{ type: 'AllianceFormed', data }];
    },

    EndAlliance: ({ occurredAt, data }, { cooperation: { alliances } }) => {
      const found = alliance.findEnding(alliances, data.allianceId, 'ended', occurredAt);
      if (found === 'already') return [];
      return isRejection(found) ? found : [{ type: 'AllianceEnded', data }];
    },

    StartJointDevelopment: ({ commandId, data }, { cooperation: { developments, withdrawn } }) => {
      const { developmentId = commandId, ...more } = data;
      if (developments.get(developmentId)?.title === more.title) return [];
      if (withdrawn.has(`development:${developmentId}`)) return developmentTaken(developmentId);
      return (
        development.requireFree(developments, developmentId) ?? [{ type: 'JointDevelopmentStarted', data: { developmentId, ...more } }]
      );
    },

    LaunchJointDevelopment: ({ occurredAt, data }, { cooperation: { developments } }) => {
      const found = development.findEnding(developments, data.developmentId, 'launched', occurredAt);
      if (found === 'already') return [];
      return isRejection(found) ? found : [{ type: 'JointDevelopmentLaunched', data }];
    },

    RecordSellOut: ({ occurredAt, data }, { cooperation: { sellOuts } }) =>
      sameData(valueAt(sellOuts.get(data.period) ?? [], occurredAt), data) ? [] : [{ type: 'SellOutReported', data }],

    TriggerReplenishment: ({ commandId, data }, { cooperation: { replenishments, withdrawn } }) => {
      const { replenishmentId = commandId, ...more } = data;
      if (replenishments.has(replenishmentId) || withdrawn.has(`replenishment:${replenishmentId}`))
        return replenishmentTaken(replenishmentId);
      return [{ type: 'ReplenishmentTriggered', data: { replenishmentId, ...more } }];
    },

    AssessSwitchingCost: ({ occurredAt, data }, { cooperation: { switching } }) => {
      const known = valueAt(switching[data.side] ?? [], occurredAt);
      return known !== undefined && sameData(known, data) ? [] : [{ type: 'SwitchingCostAssessed', data }];
    },

    AssessTrust: ({ occurredAt, data }, { ownership, stakeholders, cooperation: { trust } }, context) => {
      const known = valueAt(trust.get(personOf(data.by)) ?? [], occurredAt);
      if (known !== undefined && sameData(known, data)) return [];
      return (
        requireContact(data.by, occurredAt, { ownership, stakeholders }, context, 'how far they trust us is said by the customer') ?? [
          { type: 'TrustAssessed', data },
        ]
      );
    },
  },

  evolve: {
    OfferingLevelRecorded: (state, { data, meta }) => ({ ...state, offering: withValue(state.offering, data.level, meta.occurredAt) }),
    AllianceProposed: (state, { data: { allianceId, purpose }, meta }) => ({
      ...state,
      alliances: state.alliances.with(allianceId, { begun: meta.occurredAt, purpose }),
    }),
    AllianceFormed: (state, { data, meta }) => ({
      ...state,
      alliances: changed(state.alliances, data.allianceId, (known) => ({ ...known, formedAt: meta.occurredAt })),
    }),
    AllianceEnded: (state, { data, meta }) => ({ ...state, alliances: ended(state.alliances, data.allianceId, 'ended', meta.occurredAt) }),
    JointDevelopmentStarted: (state, { data: { developmentId, title }, meta }) => ({
      ...state,
      developments: state.developments.with(developmentId, { begun: meta.occurredAt, title }),
    }),
    JointDevelopmentLaunched: (state, { data, meta }) => ({
      ...state,
      developments: ended(state.developments, data.developmentId, 'launched', meta.occurredAt),
    }),
    SellOutReported: (state, { data, meta }) => ({
      ...state,
      sellOuts: state.sellOuts.with(data.period, withValue(state.sellOuts.get(data.period) ?? [], data, meta.occurredAt)),
    }),
    ReplenishmentTriggered: (state, { data }) => ({ ...state, replenishments: state.replenishments.with(data.replenishmentId, true) }),
    SwitchingCostAssessed: (state, { data, meta }) => ({
      ...state,
      switching: { ...state.switching, [data.side]: withValue(state.switching[data.side] ?? [], data, meta.occurredAt) },
    }),
    TrustAssessed: (state, { data, meta }) => {
      const person = personOf(data.by);
      return { ...state, trust: state.trust.with(person, withValue(state.trust.get(person) ?? [], data, meta.occurredAt)) };
    },
  },

  withdrawn: {
    AllianceProposed: (state, { data }) => withdrawing(state, `alliance:${data.allianceId}`),
    JointDevelopmentStarted: (state, { data }) => withdrawing(state, `development:${data.developmentId}`),
    ReplenishmentTriggered: (state, { data }) => withdrawing(state, `replenishment:${data.replenishmentId}`),
  },

  invariants: ({ cooperation: { alliances, developments } }) => [
    ...alliances
      .entries()
      .flatMap(([id, { begun, formedAt, ended: end }]) => [
        ...early(`alliance ${id}`, 'ALLIANCE_FORMED_BEFORE_PROPOSED', 'formed before it was proposed', formedAt, begun),
        ...early(`alliance ${id}`, 'ALLIANCE_ENDED_BEFORE_FORMED', 'ended before it was formed', end?.at, formedAt ?? begun),
      ]),
    ...developments
      .entries()
      .flatMap(([id, { begun, ended: end }]) =>
        early(`development ${id}`, 'DEVELOPMENT_LAUNCHED_BEFORE_STARTED', 'launched before it was started', end?.at, begun),
      ),
  ],
};

const early = (subject: string, code: string, what: string, at: Instant | undefined, before: Instant): readonly Violation[] =>
  at !== undefined && at < before ? [{ code, subject, detail: `${subject} would be ${what}.` }] : [];

const personOf = (by: string): string => by.trim().toLowerCase();

const withdrawing = (state: Cooperation, id: string): Cooperation => ({ ...state, withdrawn: state.withdrawn.with(id, true) });

const allianceTaken = (id: string): Rejection<'ALLIANCE_ID_TAKEN'> =>
  reject('ALLIANCE_ID_TAKEN', `Alliance ${id} is there already, or was withdrawn: give the new one another id.`, '/allianceId');

const developmentTaken = (id: string): Rejection<'DEVELOPMENT_ID_TAKEN'> =>
  reject('DEVELOPMENT_ID_TAKEN', `Development ${id} is there already, or was withdrawn: give the new one another id.`, '/developmentId');

const replenishmentTaken = (id: string): Rejection<'REPLENISHMENT_ID_TAKEN'> =>
  reject(
    'REPLENISHMENT_ID_TAKEN',
    `Replenishment ${id} is there already, or was withdrawn: give the new one another id.`,
    '/replenishmentId',
  );

const alliance = lifeCycle<Alliance, CooperationCode>({
  taken: allianceTaken,
  unknown: (id) =>
    reject('ALLIANCE_NOT_FOUND', `There is no alliance ${id}: propose it with ProposeAlliance, or check the id.`, '/allianceId'),
  over: (id, { ended: end }) =>
    reject('ALLIANCE_ENDED', `Alliance ${id} ended on ${end!.at.slice(0, 10)}: propose a new one with ProposeAlliance.`, '/allianceId'),
  early: (id, { begun }) =>
    reject('ALLIANCE_PROPOSED_LATER', `Alliance ${id} was proposed on ${begun} only: correct occurredAt.`, '/occurredAt'),
});

const development = lifeCycle<Development, CooperationCode>({
  taken: developmentTaken,
  unknown: (id) =>
    reject(
      'DEVELOPMENT_NOT_FOUND',
      `There is no development ${id}: begin it with StartJointDevelopment, or check the id.`,
      '/developmentId',
    ),
  over: (id, { ended: end }) =>
    reject('DEVELOPMENT_LAUNCHED', `Development ${id} was launched on ${end!.at.slice(0, 10)}: begin the next one.`, '/developmentId'),
  early: (id, { begun }) =>
    reject('DEVELOPMENT_STARTED_LATER', `Development ${id} was started on ${begun} only: correct occurredAt.`, '/occurredAt'),
});
