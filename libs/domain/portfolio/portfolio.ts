import { dayIn } from '#libs/kernel/calendar.js';
import { type Context, type Decision, type Facet, type Fault, need, type Need } from '#libs/kernel/decider.js';
import { type Fact, idOf } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type DatedLine, entryAt, withValue } from '../dated-line.js';
import { businessDay } from '../days.js';
import { type RecordingPolicy } from '../policy/documents.js';
import { type PortfolioCommands, type PortfolioEvents } from './messages.js';
import { news, type Plan, type PlanCode, type Plans, type PlanType, requireTold, withPlan } from './plans.js';
import { runFault, runOf } from './segmentation-run.js';

/** The one stream of its category. */
export const COMPANY = 'company';

/** What is therefore known: by pair of currencies, `USD EUR`, the rates by day. */
export interface Portfolio {
  readonly rates: PersistentMap<string, DatedLine<string>>;
  /** What else was told of the company, by what it is about: {@link keyOf}. */
  readonly told: Plans;
}

/** Why a command may be refused. */
export type PortfolioCode = 'UNKNOWN_PORTFOLIO' | 'SAME_CURRENCY' | 'RATE_IN_FUTURE' | PlanCode;

/** What holds for the company as a whole. */
export const portfolio: Facet<'portfolio', Portfolio, PortfolioCommands, PortfolioEvents, PortfolioCode> = {
  name: 'portfolio',
  initial: { rates: PersistentMap.empty(), told: PersistentMap.empty() },

  decide: {
    SetExchangeRate: ofCompany(({ data }, { rates }, context) => {
      const wrong = rateFault(data, context);
      if (wrong) return reject(wrong.code, wrong.detail, wrong.pointer);
      const known = entryAt(rates.get(pairOf(data)) ?? [], data.validOn);
      return known?.since === data.validOn && known.value === data.rate ? [] : [{ type: 'ExchangeRateSet', data }];
    }),
    PublishCompanyGoal: ofCompany(({ data, occurredAt }, { told }) => news(told, 'CompanyGoalPublished', data, occurredAt, 'once')),
    LinkStrategyToGoal: ofCompany(
      ({ data, occurredAt }, { told }, context) =>
        requireTold(told, 'CompanyGoalPublished', data.goalId, '/goalId')
        ?? requireAccount(data.accountId, context)
        ?? news(told, 'StrategyLinkedToGoal', data, occurredAt),
    ),
    EstimateMarketUniverse: ofCompany(({ data, occurredAt }, { told }) => news(told, 'MarketUniverseEstimated', data, occurredAt)),
    DefineTargetGroup: ofCompany(({ data, occurredAt }, { told }) => news(told, 'TargetGroupDefined', data, occurredAt)),
    SetAcquisitionTarget: ofCompany(
      ({ data, occurredAt }, { told }) =>
        (data.groupId === undefined ? undefined : requireTold(told, 'TargetGroupDefined', data.groupId, '/groupId'))
        ?? news(told, 'AcquisitionTargetSet', data, occurredAt),
    ),
    DefineSegmentPolicy: ofCompany(({ data, occurredAt }, { told }) => news(told, 'SegmentPolicyDefined', data, occurredAt)),
    RunSegmentation: ofCompany((command, { told }, context) => {
      const { data, policy } = runOf(command, context);
      const fault = runFault(data, businessDay(command, context));
      if (fault) return reject(fault.code, fault.detail, fault.pointer);
      const decided = news(told, 'SegmentationPublished', data, command.occurredAt, 'once');
      return Array.isArray(decided) ? decided.map((event) => ({ ...event, policy })) : decided;
    }),
    FreezeBaseline: ofCompany(
      ({ data, occurredAt }, { told }) =>
        requireTold(told, 'SegmentationPublished', data.runId, '/runId') ?? news(told, 'BaselineFrozen', data, occurredAt, 'once'),
    ),
  },

  evolve: {
    ExchangeRateSet: ({ rates, told }, { data }) => ({
      told,
      rates: rates.with(pairOf(data), withValue(rates.get(pairOf(data)) ?? [], data.rate, data.validOn)),
    }),
    CompanyGoalPublished: tell,
    StrategyLinkedToGoal: tell,
    MarketUniverseEstimated: tell,
    TargetGroupDefined: tell,
    AcquisitionTargetSet: tell,
    SegmentPolicyDefined: tell,
    SegmentationPublished: tell,
    BaselineFrozen: tell,
  },
};

/** A rule for the one company that there is. */
function ofCompany<Asked extends { readonly stream: string }>(
  rule: (command: Asked, known: Portfolio, context: Context) => Decision<PortfolioEvents, PortfolioCode>,
) {
  return (
    command: Asked,
    { portfolio: known }: { readonly portfolio: Portfolio },
    context: Context,
  ): Decision<PortfolioEvents, PortfolioCode> =>
    idOf(command.stream) === COMPANY
      ? rule(command, known, context)
      : reject('UNKNOWN_PORTFOLIO', `There is no portfolio ${idOf(command.stream)}: it is told to ${COMPANY}.`);
}

function tell(state: Portfolio, { type, data, meta }: Fact<PortfolioEvents, PlanType>): Portfolio {
  return { ...state, told: withPlan(state.told, { type, data } as Plan, meta.occurredAt) };
}

const requireAccount = (accountId: string, context: Context): Need | Rejection<'UNKNOWN_ACCOUNT'> | undefined => {
  const account = context.other<{ readonly profile: { readonly stage: string } }>(`account-${accountId}`);
  if (account === undefined) return need(`account-${accountId}`);
  if (account.profile.stage !== 'absent') return undefined;
  return reject('UNKNOWN_ACCOUNT', `There is no account ${accountId}: open it with OpenAccount, or check the id.`, '/accountId');
};

type Rate = PortfolioEvents['ExchangeRateSet'];

const pairOf = ({ from, to }: Rate): string => `${from} ${to}`;

/** What is wrong with a rate beside the form of its fields, told or corrected. */
export const rateFault = (
  { from, to, validOn }: Rate,
  context: Context,
): (Required<Fault> & { readonly code: PortfolioCode }) | undefined => {
  if (from === to)
    return { code: 'SAME_CURRENCY', detail: `One ${from} is one ${to} always: name another currency on one side.`, pointer: '/to' };
  const { futureToleranceMinutes } = context.policy<RecordingPolicy>('recording').document;
  const latest = dayIn(context.timeZone, new Date(Date.parse(context.now) + futureToleranceMinutes * 60_000).toISOString());
  if (validOn <= latest) return undefined;
  return {
    code: 'RATE_IN_FUTURE',
    detail: `${validOn} is to come, today is ${latest}: tell a rate when it is known.`,
    pointer: '/validOn',
  };
};
