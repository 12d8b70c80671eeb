import { churnCriterion, type CriterionResult } from '#libs/analytics/churn-criterion.js';
import { type Command, type Context, type Facet } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type Commerce } from '../commerce/commerce.js';
import { creditAt, isCredit } from '../credit.js';
import { valueAt, withValue } from '../dated-line.js';
import { businessDay } from '../days.js';
import { sameData } from '../guards.js';
import { ended, lifeCycle } from '../life-cycle.js';
import { type Ownership } from '../ownership/ownership.js';
import { type ChurnCriterionPolicy } from '../policy/documents.js';
import { type Profile } from '../profile/profile.js';
import { type Relationship } from '../relationship/state.js';
import { requireBasis } from '../basis.js';
import { type RiskCommands, type RiskEvents } from './messages.js';
import { contradictionsIn, endOfLoss, NO_RISK, type Offer, type Risk, standingAt } from './state.js';
import { type Move, standingOf } from './standing.js';

export type RiskCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'INVALID_BASIS'
  | 'CONTRACT_NOT_EXTENDED'
  | 'LOST_BEFORE_OPENING'
  | 'STAGE_CHANGED_LATER'
  | 'STANDING_CHANGED_LATER'
  | 'ACCOUNT_NOT_LOST'
  | 'POSTMORTEM_RECORDED'
  | 'CHANGE_ID_TAKEN'
  | 'NO_WIN_BACK_OPEN'
  | 'OFFER_ID_TAKEN'
  | 'OFFER_NOT_FOUND'
  | 'OFFER_NOT_MADE_YET'
  | 'OFFER_ANSWERED';

interface Needs {
  readonly profile: Profile;
  readonly ownership: Ownership;
  readonly relationship: Relationship;
  readonly commerce: Commerce;
  readonly risk: Risk;
}

export const risk: Facet<'risk', Risk, RiskCommands, RiskEvents, RiskCode, Needs> = {
  name: 'risk',
  initial: NO_RISK,
  decide: {
    FlagChurnRisk: ({ occurredAt, data }, { ownership, risk: { flags } }, context) => {
      const { level, basis = 'person', rationale } = data;
      const refusal = requireBasis(basis, context);
      if (refusal) return refusal;
      const reasons = [...new Set(data.reasons)];
      const flag = valueAt(flags, occurredAt) ?? undefined;
      if (flag?.level === level && flag.basis === basis && sameSet(flag.reasons, reasons)) return [];
      const credit = creditAt(ownership, context, occurredAt);
      if (!isCredit(credit)) return credit;
      return [
        {
          type: 'ChurnRiskFlagged',
          data: {
            level,
            ...(flag === undefined ? {} : { previous: flag.level }),
            reasons,
            basis,
            ...(rationale === undefined ? {} : { rationale }),
            credit,
          },
          ...(basis === 'person' ? {} : { policy: basis }),
        },
      ];
    },

    /** Without a flag there is nothing to clear. */
    ClearChurnRisk: ({ occurredAt, data: { reason } }, { risk: { flags } }) => {
      const flag = valueAt(flags, occurredAt) ?? undefined;
      return flag === undefined ? [] : [{ type: 'ChurnRiskCleared', data: { previous: flag.level, reason } }];
    },

    RenewContract: ({ occurredAt, data }, { risk: { contracts } }) => {
      const { contractId, ...terms } = data;
      const renewals = contracts.get(contractId) ?? [];
      const [before, after] = [valueAt(renewals, occurredAt), renewals.find(({ since }) => since > occurredAt)];
      if (sameData(before, terms)) return [];
      if (before !== undefined && terms.until <= before.until) {
        const detail = `Contract ${contractId} runs until ${before.until} already: a renewal ends on a later day.`;
        return reject('CONTRACT_NOT_EXTENDED', detail, '/until');
      }
      if (after === undefined || terms.until < after.value.until) return [{ type: 'ContractRenewed', data }];
      const detail = `Contract ${contractId} was renewed on ${after.since} until ${after.value.until}: an earlier renewal ends on an earlier day.`;
      return reject('CONTRACT_NOT_EXTENDED', detail, '/until');
    },

    /** A person declares it; what the criterion in force comes to is put on record with it. Said again, it adds what is new. */
    DeclareLost: (command, { profile, ownership, relationship, commerce, risk: state }, context) => {
      const { occurredAt, data } = command;
      const reasons = [...new Set(data.reasons)];
      const { lostSince } = standingAt(state, occurredAt);
      if (lostSince !== undefined && !addsTo(state, lostSince, { ...data, reasons })) return [];
      const refusal = requireLosable(command, profile, relationship, state);
      if (refusal) return refusal;
      const credit = creditAt(ownership, context, occurredAt);
      if (!isCredit(credit)) return credit;
      const { ref, document } = context.policy<ChurnCriterionPolicy>('churn-criterion');
      const evaluation = evaluate(command, document, profile, commerce, context);
      const lost = { ...data, reasons, basis: 'person' as const, criterion: told(evaluation), evaluation, credit };
      return [{ type: 'AccountDeclaredLost', data: lost, policy: ref }];
    },

    RecordPostmortem: ({ stream, occurredAt, data }, { risk: state }) => {
      const { lostSince } = standingAt(state, occurredAt);
      if (lostSince === undefined) return notLost(stream, state, occurredAt);
      const until = endOfLoss(state, lostSince);
      const present = state.postmortems.find(({ since }) => since >= lostSince && (until === undefined || since < until));
      if (present === undefined) return [{ type: 'ChurnPostmortemRecorded', data }];
      if (sameData(present.value, data)) return [];
      return reject(
        'POSTMORTEM_RECORDED',
        'This loss has its postmortem, and it says something else: read it on the timeline; each loss has one, which CorrectFact corrects.',
      );
    },

    RecordExternalChange: ({ data }, { risk: { changes } }) => {
      const known = changes.get(data.changeId);
      if (known === undefined) return [{ type: 'ExternalChangeRecorded', data }];
      if (sameData(known, data)) return [];
      const detail = `Change ${data.changeId} was ${known === null ? 'withdrawn' : 'recorded and says something else'}: give the new one another id.`;
      return reject('CHANGE_ID_TAKEN', detail, '/changeId');
    },

    OpenWinBack: ({ stream, occurredAt, data }, { risk: state }) => {
      const { kind, since } = standingAt(state, occurredAt);
      if (kind === 'customer') return notLost(stream, state, occurredAt);
      const isTold = kind === 'win-back' && state.winBacks.some((told) => told.since >= since! && sameData(told.value, data));
      return isTold ? [] : [{ type: 'WinBackOpened', data }];
    },

    MakeWinBackOffer: ({ stream, occurredAt, data }, { risk: state }) => {
      if (standingAt(state, occurredAt).kind !== 'win-back') return noWinBackOpen(stream, occurredAt);
      if (state.withdrawnOffers.has(data.offerId)) return taken(data.offerId, 'withdrawn');
      return cycle.requireFree(state.offers, data.offerId) ?? [{ type: 'WinBackOfferMade', data }];
    },

    RecordWinBackAnswer: ({ stream, occurredAt, data }, { risk: state }) => {
      if (standingAt(state, occurredAt).kind !== 'win-back') return noWinBackOpen(stream, occurredAt);
      const offer = cycle.findEnding(state.offers, data.offerId, answer(data.accepted), occurredAt);
      if (offer === 'already') return [];
      return isRejection(offer) ? offer : [{ type: 'WinBackAnswerRecorded', data }];
    },

    DeclareWonBack: (command, { ownership, risk: state }, context) => {
      const { stream, occurredAt, data } = command;
      if (standingAt(state, occurredAt).kind === 'customer') return notLost(stream, state, occurredAt);
      const refusal = requireNothingLater(state, 'won-back', occurredAt);
      if (refusal) return refusal;
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'AccountWonBack', data: { ...data, credit } }] : credit;
    },
  },

  evolve: {
    ChurnRiskFlagged: (state, { data: { level, reasons, basis }, meta }) => ({
      ...state,
      flags: withValue(state.flags, { level, reasons, basis }, meta.occurredAt),
    }),
    ChurnRiskCleared: (state, { meta }) => ({ ...state, flags: withValue(state.flags, null, meta.occurredAt) }),
    ContractRenewed: (state, { data: { contractId, ...terms }, meta }) => ({
      ...state,
      contracts: state.contracts.with(contractId, withValue(state.contracts.get(contractId) ?? [], terms, meta.occurredAt)),
    }),
    AccountDeclaredLost: (state, { data: { reasons, competitor }, meta: { occurredAt } }) => ({
      ...withMove(state, 'lost', occurredAt),
      losses: withValue(state.losses, { reasons, ...(competitor === undefined ? {} : { competitor }) }, occurredAt),
    }),
    ChurnPostmortemRecorded: (state, { data, meta }) => ({ ...state, postmortems: withValue(state.postmortems, data, meta.occurredAt) }),
    ExternalChangeRecorded: (state, { data }) => ({ ...state, changes: state.changes.with(data.changeId, data) }),
    WinBackOpened: (state, { data, meta: { occurredAt } }) => ({
      ...withMove(state, 'win-back', occurredAt),
      winBacks: withValue(state.winBacks, data, occurredAt),
    }),
    WinBackOfferMade: (state, { data: { offerId }, meta }) => ({
      ...state,
      offers: state.offers.with(offerId, { begun: meta.occurredAt }),
    }),
    WinBackAnswerRecorded: (state, { data: { offerId, accepted }, meta }) => ({
      ...state,
      offers: ended(state.offers, offerId, answer(accepted), meta.occurredAt),
    }),
    AccountWonBack: (state, { meta }) => withMove(state, 'won-back', meta.occurredAt),
  },

  withdrawn: {
    ExternalChangeRecorded: (state, { data: { changeId } }) => ({ ...state, changes: state.changes.with(changeId, null) }),
    WinBackOfferMade: (state, { data: { offerId } }) => ({ ...state, withdrawnOffers: state.withdrawnOffers.with(offerId, true) }),
  },
  invariants: ({ profile, risk: state }) => contradictionsIn(state, profile.stage === 'absent' ? undefined : profile.openedAt),
};

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((entry) => other.includes(entry));

const withMove = (state: Risk, move: Move, at: Instant): Risk => ({ ...state, moves: withValue(state.moves, move, at) });

const answer = (accepted: boolean): 'accepted' | 'declined' => (accepted ? 'accepted' : 'declined');

/** Whether a declaration says something of a loss that those before did not. */
const addsTo = (state: Risk, lostSince: Instant, { reasons, competitor }: RiskCommands['DeclareLost']): boolean => {
  const until = endOfLoss(state, lostSince);
  const told = state.losses.filter(({ since }) => since >= lostSince && (until === undefined || since < until)).map(({ value }) => value);
  const isNew = competitor !== undefined && !told.some((loss) => loss.competitor === competitor);
  return isNew || !reasons.every((reason) => told.some((loss) => loss.reasons.includes(reason)));
};

const requireLosable = (
  { stream, occurredAt }: Pick<Command<RiskCommands>, 'stream' | 'occurredAt'>,
  profile: Profile,
  { steps }: Relationship,
  state: Risk,
): Rejection<'LOST_BEFORE_OPENING' | 'STAGE_CHANGED_LATER'> | undefined => {
  if (profile.stage !== 'absent' && occurredAt < profile.openedAt) {
    const detail = `Account ${idOf(stream)} was opened on ${profile.openedAt}: correct occurredAt, or correct when it was opened.`;
    return reject('LOST_BEFORE_OPENING', detail, '/occurredAt');
  }
  const moves = withValue(state.moves, 'lost', occurredAt);
  const step = steps.find(
    ({ since }) => standingOf(moves, since).kind !== 'customer' && standingOf(state.moves, since).kind === 'customer',
  );
  if (step === undefined) return undefined;
  const detail = `On ${step.since} the account went from ${step.value.from} to ${step.value.to}, which a lost one does not: correct occurredAt, or withdraw that step first.`;
  return reject('STAGE_CHANGED_LATER', detail, '/occurredAt');
};

/** Refuses a return before what was done about the loss. */
const requireNothingLater = (state: Risk, move: Move, at: Instant): Rejection<'STANDING_CHANGED_LATER'> | undefined => {
  const known = new Set(contradictionsIn(state, undefined).map(({ detail }) => detail));
  const broken = contradictionsIn(withMove(state, move, at), undefined).find(({ detail }) => !known.has(detail));
  if (broken === undefined) return undefined;
  return reject('STANDING_CHANGED_LATER', `${broken.detail} Correct occurredAt, or withdraw what came later first.`, '/occurredAt');
};

const evaluate = (
  command: Pick<Command<RiskCommands>, 'occurredAt'>,
  criterion: ChurnCriterionPolicy,
  profile: Profile,
  { orders }: Commerce,
  context: Context,
): CriterionResult => {
  const today = businessDay(command, context);
  const openedOn = profile.stage === 'absent' ? today : dayIn(context.timeZone, profile.openedAt);
  const ordered = orders.entries().map(([, { placedOn }]) => placedOn);
  return churnCriterion(criterion, ordered, openedOn, today);
};

const told = ({ met, lastOrderOn, daysSilent, intervalDays }: CriterionResult): string => {
  const days = daysSilent === 1 ? '1 day' : `${daysSilent} days`;
  const silent = lastOrderOn === undefined ? `no order in ${days} since it was opened` : `${days} since the order of ${lastOrderOn}`;
  return `${met ? 'met' : 'not met'}, ${silent}${intervalDays === undefined ? '' : `; it ordered every ${intervalDays} days`}`;
};

const notLost = (stream: string, { moves }: Risk, at: Instant): Rejection<'ACCOUNT_NOT_LOST'> => {
  const later = moves.find(({ value, since }) => value === 'lost' && since > at);
  const fix = later === undefined ? 'declare it with DeclareLost first' : `it was declared lost on ${later.since}, correct occurredAt`;
  return reject('ACCOUNT_NOT_LOST', `Account ${idOf(stream)} is not lost on ${at}: ${fix}.`);
};

const noWinBackOpen = (stream: string, at: Instant): Rejection<'NO_WIN_BACK_OPEN'> =>
  reject(
    'NO_WIN_BACK_OPEN',
    `Account ${idOf(stream)} is not being won back on ${at}: open it with OpenWinBack first, or correct occurredAt.`,
  );

const taken = (offerId: string, how: string): Rejection<'OFFER_ID_TAKEN'> =>
  reject('OFFER_ID_TAKEN', `Offer ${offerId} was ${how} already: give the new one another id.`, '/offerId');

const cycle = lifeCycle<Offer, RiskCode>({
  taken: (offerId) => taken(offerId, 'made'),
  unknown: (offerId) =>
    reject('OFFER_NOT_FOUND', `There is no offer ${offerId}: make it with MakeWinBackOffer, or check the id.`, '/offerId'),
  over: (offerId, offer) =>
    reject('OFFER_ANSWERED', `Offer ${offerId} was ${offer.ended?.as}: an answer stands, make a new offer.`, '/offerId'),
  early: (offerId, { begun }, at) =>
    reject('OFFER_NOT_MADE_YET', `Offer ${offerId} was made on ${begun}, after ${at}: correct occurredAt.`, '/occurredAt'),
});
