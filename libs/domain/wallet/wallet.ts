import { identityOf } from '#libs/kernel/command-identity.js';
import { type Context, type Facet, type Violation } from '#libs/kernel/decider.js';
import { type Fact } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Commerce } from '../commerce/commerce.js';
import { valueAt, withValue } from '../dated-line.js';
import { sameData } from '../guards.js';
import { addMoney, compareMoney, format } from '../money.js';
import { type CalendarPolicy } from '../policy/documents.js';
import { type Money } from '../values.js';
import { type WalletCommands, type WalletEvents } from './messages.js';
import {
  contradictionsIn,
  currenciesOf,
  type Estimate,
  estimateAt,
  isPresent,
  keyOf,
  NO_WALLET,
  spentWithOthers,
  spentWithUs,
  walletsOver,
  type Wallet,
} from './state.js';

export type WalletCode = 'INTERVAL_OUT_OF_ORDER' | 'CURRENCY_MISMATCH' | 'WALLET_BELOW_SPEND' | 'SPEND_EXCEEDS_WALLET';

interface Needs {
  readonly commerce: Commerce;
  readonly wallet: Wallet;
}

/**
 * What the account could spend, and with whom. No share is above 100 %: an estimate below what is known to be spent is refused, and so is
 * what a competitor is said to have beyond it. Both are opinions, and whoever tells the later one can mend the other first. An order is
 * none: it is recorded whatever was estimated, and answers say that it has overtaken the estimate (docs/adr/0071).
 */
export const wallet: Facet<'wallet', Wallet, WalletCommands, WalletEvents, WalletCode, Needs> = {
  name: 'wallet',
  initial: NO_WALLET,
  decide: {
    EstimateWallet: ({ occurredAt, data }, { commerce, wallet: state }, context) => {
      const estimate = told(data);
      const refusal = requireBounds(data);
      if (refusal) return refusal;
      const line = state.estimates.get(keyOf(data))?.line ?? [];
      const previous = valueAt(line, occurredAt);
      if (sameData(previous, estimate)) return [];
      if (isPresent(line, occurredAt)) {
        const wrong = requireCurrency(state, data) ?? requireAtLeastSpent(commerce, state, data, context);
        if (wrong) return wrong;
      }
      return [{ type: 'WalletEstimated', data: { ...data, ...(previous === undefined ? {} : { previous: previous.amount }) } }];
    },

    RecordCompetitorSpend: ({ occurredAt, data }, { commerce, wallet: state }, context) => {
      const line = state.spends.get(keyOf(data))?.line ?? [];
      if (sameData(valueAt(line, occurredAt), data.amount)) return [];
      const wrong = isPresent(line, occurredAt)
        ? (requireCurrency(state, data) ?? requireWithinWallet(commerce, state, data, context))
        : undefined;
      return wrong ?? [{ type: 'CompetitorSpendRecorded', data }];
    },

    SightCompetitor: (command, { wallet: { commands } }) =>
      commands.has(identityOf(command)) ? [] : [{ type: 'CompetitorSighted', data: command.data }],

    SetMarketRegime: ({ occurredAt, data }, { wallet: { regimes } }) =>
      sameData(valueAt(regimes, occurredAt), data) ? [] : [{ type: 'MarketRegimeSet', data }],
  },

  evolve: {
    WalletEstimated: (state, { data, meta }) => {
      const { period, category } = data;
      const key = keyOf({ period, category });
      const line = withValue(state.estimates.get(key)?.line ?? [], told(data), meta.occurredAt);
      return { ...state, estimates: state.estimates.with(key, { period, category, line }) };
    },
    CompetitorSpendRecorded: (state, { data: { amount, ...of }, meta }) => {
      const line = withValue(state.spends.get(keyOf(of))?.line ?? [], amount, meta.occurredAt);
      return { ...state, spends: state.spends.with(keyOf(of), { ...of, line }) };
    },
    CompetitorSighted: byCommand,
    MarketRegimeSet: (state, { data, meta }) => ({ ...state, regimes: withValue(state.regimes, data, meta.occurredAt) }),
  },

  withdrawn: { CompetitorSighted: byCommand },
  invariants: ({ wallet: state }): readonly Violation[] => contradictionsIn(state),
};

/** What an estimate says of its wallet. */
const told = ({ amount, method, interval }: WalletCommands['EstimateWallet']): Estimate => ({
  amount,
  method,
  ...(interval === undefined ? {} : { interval }),
});

const requireBounds = ({ amount, interval }: WalletCommands['EstimateWallet']): Rejection<WalletCode> | undefined => {
  if (interval === undefined) return undefined;
  const { low, high } = interval;
  for (const [name, bound] of [
    ['low', low],
    ['high', high],
  ] as const) {
    if (bound.currency !== amount.currency) return mismatch(bound, amount.currency, `/interval/${name}/currency`);
  }
  if (compareMoney(low, amount) <= 0 && compareMoney(amount, high) <= 0) return undefined;
  const detail = `${format(amount)} does not lie between ${format(low)} and ${format(high)}: turn the bounds around, or mend the amount.`;
  return reject('INTERVAL_OUT_OF_ORDER', detail, '/interval');
};

const mismatch = ({ currency }: Money, known: string, field: string): Rejection<'CURRENCY_MISMATCH'> =>
  reject('CURRENCY_MISMATCH', `What is told of this wallet is in ${known}, not in ${currency}: convert the amount.`, field);

/** What is told of one category and period is held against each other, so that it is in one currency. */
const requireCurrency = (
  state: Wallet,
  data: WalletCommands['EstimateWallet'] | WalletCommands['RecordCompetitorSpend'],
): Rejection<'CURRENCY_MISMATCH'> | undefined => {
  const known = currenciesOf(state, data).find((currency) => currency !== data.amount.currency);
  return known === undefined ? undefined : mismatch(data.amount, known, '/amount/currency');
};

const startOf = (context: Context): number => context.policy<CalendarPolicy>('calendar').document.fiscalYearStartsIn;

const requireAtLeastSpent = (
  commerce: Commerce,
  state: Wallet,
  data: WalletCommands['EstimateWallet'],
  context: Context,
): Rejection<'WALLET_BELOW_SPEND'> | undefined => {
  const { currency } = data.amount;
  const ours = spentWithUs(commerce, data, currency, startOf(context));
  const others = spentWithOthers(state, data, currency, startOf(context));
  const known = addMoney(ours, others);
  if (compareMoney(known, data.amount) <= 0) return undefined;
  const parts = `${format(ours)} were spent with us and ${format(others)} with competitors`;
  const detail = `In ${data.period} ${parts}, which is more than ${format(data.amount)}: estimate at least ${format(known)}.`;
  return reject('WALLET_BELOW_SPEND', detail, '/amount');
};

/** Holds what would be told of a competitor against every wallet that it belongs to: of its period and of those around it. */
const requireWithinWallet = (
  commerce: Commerce,
  state: Wallet,
  data: WalletCommands['RecordCompetitorSpend'],
  context: Context,
): Rejection<'SPEND_EXCEEDS_WALLET'> | undefined => {
  const { currency } = data.amount;
  const start = startOf(context);
  const { amount, ...of } = data;
  const then: Wallet = { ...state, spends: state.spends.with(keyOf(of), { ...of, line: [{ value: amount, since: context.now }] }) };
  for (const whole of walletsOver(state, data, start)) {
    const { amount: estimate } = estimateAt(whole)!;
    if (estimate.currency !== currency) continue;
    const ours = spentWithUs(commerce, whole, currency, start);
    const before = addMoney(ours, spentWithOthers(state, whole, currency, start));
    const known = addMoney(ours, spentWithOthers(then, whole, currency, start));
    // Orders may have overtaken the estimate already: then it is more than before that is refused.
    if (compareMoney(known, estimate) <= 0 || compareMoney(known, before) <= 0) continue;
    const detail = `With it ${format(known)} would be spent in ${whole.period}, ${format(ours)} of it with us, and the wallet is estimated at ${format(estimate)}: estimate it anew with EstimateWallet first, or mend the amount.`;
    return reject('SPEND_EXCEEDS_WALLET', detail, '/amount');
  }
  return undefined;
};

function byCommand(state: Wallet, { meta }: Fact<WalletEvents>): Wallet {
  return { ...state, commands: state.commands.with(identityOf(meta), true) };
}
