import { type Facet } from '#libs/kernel/decider.js';
import { type Day, idOf, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { creditAt, isCredit } from '../credit.js';
import { requireDay } from '../days.js';
import { sameData } from '../guards.js';
import { requireAmount } from '../money.js';
import { type Ownership } from '../ownership/ownership.js';
import { type ChurnCriterionPolicy, isPolicyName, POLICY_NAMES } from '../policy/documents.js';
import { CHURN_REASONS, type ChurnReason, type Money, type RiskLevel } from '../values.js';
import { type RiskCommands, type RiskEvents } from './messages.js';

export interface Risk {
  readonly flag?: { readonly level: RiskLevel; readonly reasons: readonly ChurnReason[]; readonly basis: string; readonly eventId: string };
  /** By id. */
  readonly contracts: PersistentMap<string, { readonly until: Day; readonly value?: Money }>;
  readonly standing: Standing;
}

/** Whether the account is with us. An account in win-back is still lost. */
export type Standing =
  | { readonly kind: 'customer' }
  | { readonly kind: 'lost'; readonly since: Instant; readonly postmortem?: Postmortem }
  | {
      readonly kind: 'win-back';
      readonly since: Instant;
      readonly postmortem?: Postmortem;
      readonly offers: PersistentMap<string, 'made' | 'accepted' | 'declined'>;
    };

export type Postmortem = RiskEvents['ChurnPostmortemRecorded'];

export type RiskCode =
  | 'UNKNOWN_EMPLOYEE'
  | 'INVALID_AMOUNT'
  | 'INVALID_BASIS'
  | 'INVALID_DAY'
  | 'INVALID_REASONS'
  | 'CONTRACT_NOT_EXTENDED'
  | 'ACCOUNT_NOT_LOST'
  | 'POSTMORTEM_RECORDED'
  | 'NO_WIN_BACK_OPEN'
  | 'OFFER_ID_TAKEN'
  | 'OFFER_NOT_FOUND'
  | 'OFFER_ANSWERED';

interface Needs {
  readonly ownership: Ownership;
  readonly risk: Risk;
}

export const risk: Facet<'risk', Risk, RiskCommands, RiskEvents, RiskCode, Needs> = {
  name: 'risk',
  initial: { contracts: PersistentMap.empty(), standing: { kind: 'customer' } },
  decide: {
    FlagChurnRisk: ({ occurredAt, data }, { ownership, risk: { flag } }, context) => {
      const { level, basis = 'person', rationale } = data;
      const refusal = requireReasons(data.reasons) ?? requireBasis(basis);
      if (refusal) return refusal;
      const reasons = [...new Set(data.reasons)];
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
    ClearChurnRisk: ({ data: { reason } }, { risk: { flag } }) =>
      flag === undefined ? [] : [{ type: 'ChurnRiskCleared', data: { previous: flag.level, reason } }],

    RenewContract: ({ data }, { risk: { contracts } }) => {
      const { contractId, ...terms } = data;
      const refusal = requireDay(terms.until, '/until') ?? requireAmount(terms.value, '/value', 'not-negative');
      if (refusal) return refusal;
      const present = contracts.get(contractId);
      if (sameData(present, terms)) return [];
      if (present !== undefined && terms.until <= present.until) {
        const detail = `Contract ${contractId} runs until ${present.until} already: a renewal ends on a later day.`;
        return reject('CONTRACT_NOT_EXTENDED', detail, '/until');
      }
      return [{ type: 'ContractRenewed', data }];
    },

    /** A person declares it; the criterion in force is put on record with it. */
    DeclareLost: ({ occurredAt, data }, { ownership, risk: { standing } }, context) => {
      const refusal = requireReasons(data.reasons);
      if (refusal) return refusal;
      if (standing.kind !== 'customer') return [];
      const credit = creditAt(ownership, context, occurredAt);
      if (!isCredit(credit)) return credit;
      const { ref, document } = context.policy<ChurnCriterionPolicy>('churn-criterion');
      const lost = { ...data, reasons: [...new Set(data.reasons)], criterion: told(document), credit };
      return [{ type: 'AccountDeclaredLost', data: lost, policy: ref }];
    },

    RecordPostmortem: ({ stream, data }, { risk: { standing } }) => {
      if (standing.kind === 'customer') return notLost(stream);
      if (standing.postmortem === undefined) return [{ type: 'ChurnPostmortemRecorded', data }];
      if (sameData(standing.postmortem, data)) return [];
      return reject(
        'POSTMORTEM_RECORDED',
        'This loss has its postmortem, and it says something else: read it on the timeline; each loss has one.',
      );
    },

    OpenWinBack: ({ stream, data }, { risk: { standing } }) => {
      const refusal = requireAmount(data.value, '/value', 'not-negative');
      if (refusal) return refusal;
      if (standing.kind === 'customer') return notLost(stream);
      return standing.kind === 'win-back' ? [] : [{ type: 'WinBackOpened', data }];
    },

    MakeWinBackOffer: ({ stream, data }, { risk: { standing } }) => {
      const refusal = requireAmount(data.cost, '/cost', 'not-negative');
      if (refusal) return refusal;
      if (standing.kind !== 'win-back') return noWinBackOpen(stream);
      if (!standing.offers.has(data.offerId)) return [{ type: 'WinBackOfferMade', data }];
      return reject('OFFER_ID_TAKEN', `Offer ${data.offerId} was made already: give the new one another id.`, '/offerId');
    },

    RecordWinBackAnswer: ({ stream, data }, { risk: { standing } }) => {
      const { offerId, accepted } = data;
      if (standing.kind !== 'win-back') return noWinBackOpen(stream);
      const offer = standing.offers.get(offerId);
      if (offer === undefined) {
        return reject('OFFER_NOT_FOUND', `There is no offer ${offerId}: make it with MakeWinBackOffer, or check the id.`, '/offerId');
      }
      if (offer === 'made') return [{ type: 'WinBackAnswerRecorded', data }];
      if (offer === answer(accepted)) return [];
      return reject('OFFER_ANSWERED', `Offer ${offerId} was ${offer}: an answer stands, make a new offer.`, '/offerId');
    },

    DeclareWonBack: ({ stream, occurredAt, data }, { ownership, risk: { standing } }, context) => {
      if (standing.kind === 'customer') return notLost(stream);
      const credit = creditAt(ownership, context, occurredAt);
      return isCredit(credit) ? [{ type: 'AccountWonBack', data: { ...data, credit } }] : credit;
    },
  },

  evolve: {
    ChurnRiskFlagged: (state, { id: eventId, data: { level, reasons, basis } }) => ({ ...state, flag: { level, reasons, basis, eventId } }),
    ChurnRiskCleared: ({ contracts, standing }) => ({ contracts, standing }),
    ContractRenewed: (state, { data: { contractId, ...terms } }) => ({ ...state, contracts: state.contracts.with(contractId, terms) }),
    AccountDeclaredLost: (state, { meta }) => ({ ...state, standing: { kind: 'lost', since: meta.occurredAt } }),
    ChurnPostmortemRecorded: (state, { data: postmortem }) =>
      state.standing.kind === 'customer' ? state : { ...state, standing: { ...state.standing, postmortem } },
    WinBackOpened: (state, { meta }) => ({
      ...state,
      standing: { offers: PersistentMap.empty(), ...state.standing, kind: 'win-back', since: meta.occurredAt },
    }),
    WinBackOfferMade: (state, { data: { offerId } }) => withOffer(state, offerId, 'made'),
    WinBackAnswerRecorded: (state, { data: { offerId, accepted } }) => withOffer(state, offerId, answer(accepted)),
    AccountWonBack: (state) => ({ ...state, standing: { kind: 'customer' } }),
  },
};

const requireReasons = (reasons: readonly ChurnReason[]): Rejection<'INVALID_REASONS'> | undefined => {
  if (reasons.length > 0 && reasons.every((reason) => CHURN_REASONS.includes(reason))) return undefined;
  return reject('INVALID_REASONS', `Give at least one reason, each one of ${CHURN_REASONS.join(', ')}.`, '/reasons');
};

const VERSION = /^(?<name>[^@]+)@\d+$/;

const requireBasis = (basis: string): Rejection<'INVALID_BASIS'> | undefined => {
  if (basis === 'person' || isPolicyName(VERSION.exec(basis)?.groups?.['name'] ?? '')) return undefined;
  const allowed = `write person, or the version of the policy that raised it, silence@2, of ${POLICY_NAMES.join(', ')}`;
  return reject('INVALID_BASIS', `"${basis}" is no basis: ${allowed}.`, '/basis');
};

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((entry) => other.includes(entry));

const told = ({ inactivityDays, intervalFactor, ordersMin }: ChurnCriterionPolicy): string =>
  `no order for ${inactivityDays} days, or from ${ordersMin} orders on for ${intervalFactor} times the account's own interval between orders`;

const notLost = (stream: string): Rejection<'ACCOUNT_NOT_LOST'> =>
  reject('ACCOUNT_NOT_LOST', `Account ${idOf(stream)} is not lost: declare it with DeclareLost first.`);

const noWinBackOpen = (stream: string): Rejection<'NO_WIN_BACK_OPEN'> =>
  reject('NO_WIN_BACK_OPEN', `Account ${idOf(stream)} is not being won back: open it with OpenWinBack first.`);

const answer = (accepted: boolean): 'accepted' | 'declined' => (accepted ? 'accepted' : 'declined');

const withOffer = (state: Risk, offerId: string, offer: 'made' | 'accepted' | 'declined'): Risk =>
  state.standing.kind === 'win-back'
    ? { ...state, standing: { ...state.standing, offers: state.standing.offers.with(offerId, offer) } }
    : state;
