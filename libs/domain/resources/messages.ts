import { described, optional } from '#libs/kernel/fields.js';
import { id, integer, like, listOf, oneOf, period, record, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { moneyFromZero, newId, reason, reference } from '../kinds.js';

/** What is allocated to an account beside money, each with its unit (closed list). Hours of salespeople are consumed by logged time. */
export const RESOURCES = ['salespeople-hours', 'outlets', 'logistics-runs'] as const;
export type Resource = (typeof RESOURCES)[number];

const quantity = integer(0, 1_000_000, 120, 12);
const line = record('ResourceLine', { resource: oneOf(RESOURCES), quantity: described(quantity, 'In the unit that the name says.') });
const plan = { period: like(period, '2026-Q1', '2026-Q2'), resources: listOf(line, { min: 1, max: RESOURCES.length }) };
const anyConsumption = like(id, 'c-1', 'c-2', 'c-3');
const consumption = {
  resource: described(oneOf(['outlets', 'logistics-runs']), 'Hours of salespeople are logged with LogTime.'),
  quantity: integer(1, 1_000_000, 12, 1),
};
const anyInvestment = like(id, 'service-desk', 'trial');
const investmentId = reference('investment', anyInvestment);
const PURPOSES = ['acquisition', 'development', 'retention', 'win-back'] as const;
const investment = {
  purpose: oneOf(PURPOSES),
  title: text(200, 'A service desk at their plant', 'A trial line'),
  amount: described(moneyFromZero, 'What is to be spent.'),
  expectedReturn: optional(moneyFromZero, 'What it is to bring; in the currency of the amount.'),
};
const anyBooking = like(id, 's-1', 's-2', 's-3');

/** What can have happened. Stored contract. */
export const resourceEvents = {
  ResourcesAllocated: event('Resources allocated', `For {period}: {resources}${when('reason', ' ({reasonPhrase})')}`, {
    ...plan,
    reason: optional(reason),
  }),
  ResourceConsumed: event('Resource consumed', '{quantity} {resource}', {
    consumptionId: newId('consumption', anyConsumption),
    ...consumption,
  }),
  AccountInvestmentPlanned: event(
    'Investment planned',
    `{title}: {amount}${when('expectedReturn', ', to bring {expectedReturn}')}`,
    { investmentId: newId('investment', anyInvestment), ...investment },
    'An account is invested in as an asset: what is spent on it is to come back.',
  ),
  InvestmentSpent: event('Investment spent', `{amount} of {investmentId}`, {
    spendId: newId('spend', anyBooking),
    investmentId,
    amount: moneyFromZero,
  }),
  InvestmentReturned: event('Investment returned', `{amount} from {investmentId}${when('how', ': {how}')}`, {
    returnId: newId('investment-return', anyBooking),
    investmentId,
    amount: moneyFromZero,
    how: optional(text(2_000, 'Margin of the second line')),
  }),
};

/** What may be asked. */
export const resourceCommands = {
  AllocateResources: command('What the account is given in a period; said once more, it takes the place of what was said of that period.', {
    ...plan,
    reason: optional(reason),
  }),
  ConsumeResource: command('What it took of it.', {
    consumptionId: optional(newId('consumption', anyConsumption), 'The command id where it is left out.'),
    ...consumption,
  }),
  PlanAccountInvestment: command('Money that is to be spent on the account beside what serves its orders.', {
    investmentId: optional(newId('investment', anyInvestment), 'The command id where it is left out.'),
    ...investment,
  }),
  RecordInvestmentSpend: command(
    'What was spent of it, in its currency.',
    { spendId: optional(newId('spend', anyBooking), 'The command id where it is left out.'), investmentId, amount: moneyFromZero },
    'settling',
  ),
  RecordInvestmentReturn: command(
    'What it brought, in its currency.',
    {
      returnId: optional(newId('investment-return', anyBooking), 'The command id where it is left out.'),
      investmentId,
      amount: moneyFromZero,
      how: optional(text(2_000, 'Margin of the second line')),
    },
    'settling',
  ),
};

export type ResourceEvents = MessagesOf<typeof resourceEvents>;
export type ResourceCommands = MessagesOf<typeof resourceCommands>;
