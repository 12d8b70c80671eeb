import { type Facet, type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type DatedLine, valueAt, withValue } from '../dated-line.js';
import { sameData } from '../guards.js';
import { NOTHING_TOLD, type Told, toldBefore } from '../told.js';
import { type ResourceCommands, type ResourceEvents } from './messages.js';

/** What an account is given, what it takes, and what is invested in it. */
export interface Resources {
  readonly told: Told;
  /** By period: what it is given, as it was said from when on. */
  readonly plans: PersistentMap<string, DatedLine<ResourceEvents['ResourcesAllocated']>>;
  readonly investments: PersistentMap<string, Investment>;
}

interface Investment {
  readonly plannedAt: Instant;
  readonly currency: string;
  /** When money first went out or came back; absent before. */
  readonly firstMovedAt?: Instant;
  readonly currencies: readonly string[];
}

export type ResourceCode =
  | 'RESOURCE_NAMED_TWICE'
  | 'CONSUMPTION_ID_TAKEN'
  | 'INVESTMENT_ID_TAKEN'
  | 'INVESTMENT_NOT_FOUND'
  | 'INVESTMENT_PLANNED_LATER'
  | 'SPEND_ID_TAKEN'
  | 'INVESTMENT_RETURN_ID_TAKEN'
  | 'CURRENCY_MISMATCH';

type Needs = { readonly resources: Resources };

export const resources: Facet<'resources', Resources, ResourceCommands, ResourceEvents, ResourceCode, Needs> = {
  name: 'resources',
  initial: { told: NOTHING_TOLD, plans: PersistentMap.empty(), investments: PersistentMap.empty() },
  decide: {
    AllocateResources: ({ data, occurredAt }, { resources: { plans } }) => {
      const names = data.resources.map(({ resource }) => resource);
      const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
      if (twice >= 0)
        return reject('RESOURCE_NAMED_TWICE', `${names[twice]} is named twice: say how much in one line.`, `/resources/${twice}/resource`);
      return sameData(valueAt(plans.get(data.period) ?? [], occurredAt), data) ? [] : [{ type: 'ResourcesAllocated', data }];
    },

    ConsumeResource: ({ data, commandId }, { resources: { told } }) => {
      const said = { ...data, consumptionId: data.consumptionId ?? commandId };
      const taken = reject('CONSUMPTION_ID_TAKEN', `Consumption ${said.consumptionId} ${TAKEN}`, '/consumptionId');
      return toldBefore(told, `consumption:${said.consumptionId}`, said, taken) ?? [{ type: 'ResourceConsumed', data: said }];
    },

    PlanAccountInvestment: ({ data, commandId }, { resources: { told } }) => {
      const said = { ...data, investmentId: data.investmentId ?? commandId };
      const taken = reject('INVESTMENT_ID_TAKEN', `Investment ${said.investmentId} ${TAKEN}`, '/investmentId');
      const before = toldBefore(told, `investment:${said.investmentId}`, said, taken);
      if (before) return before;
      const { amount, expectedReturn } = said;
      const mismatch = expectedReturn && requireCurrency(expectedReturn.currency, amount.currency, '/expectedReturn/currency');
      return mismatch ?? [{ type: 'AccountInvestmentPlanned', data: said }];
    },

    RecordInvestmentSpend: ({ data, commandId, occurredAt }, { resources: { told, investments } }) => {
      const said = { ...data, spendId: data.spendId ?? commandId };
      const taken = reject('SPEND_ID_TAKEN', `Spend ${said.spendId} ${TAKEN}`, '/spendId');
      const refusal = toldBefore(told, `spend:${said.spendId}`, said, taken) ?? requireOpen(investments, said, occurredAt);
      return refusal ?? [{ type: 'InvestmentSpent', data: said }];
    },

    RecordInvestmentReturn: ({ data, commandId, occurredAt }, { resources: { told, investments } }) => {
      const said = { ...data, returnId: data.returnId ?? commandId };
      const taken = reject('INVESTMENT_RETURN_ID_TAKEN', `Return ${said.returnId} ${TAKEN}`, '/returnId');
      const refusal = toldBefore(told, `return:${said.returnId}`, said, taken) ?? requireOpen(investments, said, occurredAt);
      return refusal ?? [{ type: 'InvestmentReturned', data: said }];
    },
  },

  evolve: {
    ResourcesAllocated: (state, { data, meta }) => ({
      ...state,
      plans: state.plans.with(data.period, withValue(state.plans.get(data.period) ?? [], data, meta.occurredAt)),
    }),
    ResourceConsumed: (state, { data }) => withTold(state, `consumption:${data.consumptionId}`, data),
    AccountInvestmentPlanned: (state, { data, meta }) => ({
      ...withTold(state, `investment:${data.investmentId}`, data),
      investments: state.investments.with(data.investmentId, {
        plannedAt: meta.occurredAt,
        currency: data.amount.currency,
        currencies: data.expectedReturn === undefined ? [] : [data.expectedReturn.currency],
      }),
    }),
    InvestmentSpent: (state, { data, meta }) => moved(withTold(state, `spend:${data.spendId}`, data), data, meta.occurredAt),
    InvestmentReturned: (state, { data, meta }) => moved(withTold(state, `return:${data.returnId}`, data), data, meta.occurredAt),
  },

  withdrawn: {
    ResourceConsumed: (state, { data }) => withTold(state, `consumption:${data.consumptionId}`, null),
    AccountInvestmentPlanned: (state, { data }) => withTold(state, `investment:${data.investmentId}`, null),
    InvestmentSpent: (state, { data }) => withTold(state, `spend:${data.spendId}`, null),
    InvestmentReturned: (state, { data }) => withTold(state, `return:${data.returnId}`, null),
  },
  invariants: ({ resources: { investments } }) =>
    investments.entries().flatMap(([id, { plannedAt, currency, firstMovedAt, currencies }]): readonly Violation[] => {
      const subject = `investment ${id}`;
      const other = currencies.find((one) => one !== currency);
      return [
        ...(firstMovedAt !== undefined && firstMovedAt < plannedAt
          ? [{ code: 'INVESTMENT_MOVED_BEFORE_PLANNED', subject, detail: `Money of investment ${id} would move before it was planned.` }]
          : []),
        ...(other === undefined
          ? []
          : [{ code: 'CURRENCY_MISMATCH', subject, detail: `Investment ${id} would be in ${currency} and in ${other}.` }]),
      ];
    }),
};

const TAKEN = 'says something else already, or was withdrawn: give the new one another id.';

type Booking = { readonly investmentId: string; readonly amount: { readonly currency: string } };

const requireOpen = (
  investments: Resources['investments'],
  { investmentId, amount }: Booking,
  at: Instant,
): Rejection<ResourceCode> | undefined => {
  const investment = investments.get(investmentId);
  if (investment === undefined) {
    const fix = 'plan it with PlanAccountInvestment first, or check the id';
    return reject('INVESTMENT_NOT_FOUND', `There is no investment ${investmentId}: ${fix}.`, '/investmentId');
  }
  if (at < investment.plannedAt) {
    const detail = `Investment ${investmentId} was planned on ${investment.plannedAt}, after ${at}: correct occurredAt.`;
    return reject('INVESTMENT_PLANNED_LATER', detail, '/occurredAt');
  }
  return requireCurrency(amount.currency, investment.currency, '/amount/currency');
};

const requireCurrency = (given: string, expected: string, field: string): Rejection<'CURRENCY_MISMATCH'> | undefined =>
  given === expected
    ? undefined
    : reject('CURRENCY_MISMATCH', `The investment is in ${expected}, this amount in ${given}: state it in ${expected}.`, field);

const withTold = (state: Resources, key: string, data: object | null): Resources => ({ ...state, told: state.told.with(key, data) });

const moved = (state: Resources, { investmentId, amount }: Booking, at: Instant): Resources => {
  const before = state.investments.get(investmentId);
  if (before === undefined) return state;
  const firstMovedAt = before.firstMovedAt !== undefined && before.firstMovedAt < at ? before.firstMovedAt : at;
  const currencies = before.currencies.includes(amount.currency) ? before.currencies : [...before.currencies, amount.currency];
  return { ...state, investments: state.investments.with(investmentId, { ...before, firstMovedAt, currencies }) };
};
