import { described, optional, partial } from '#libs/kernel/fields.js';
import { day, id, integer, like, listOf, mapOf, matching, month, oneOf, period, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { accountId, currency, moneyFromZero, newId, reference } from '../kinds.js';
import { SEGMENTATION_BUCKETS, SEGMENTATION_METRICS } from '../values.js';

const rate = matching(
  /^(?!0+(\.0+)?$)\d{1,12}(\.\d{1,12})?$/,
  'a decimal above zero as text, with up to 12 digits before and behind its point, such as "1.0842"',
  '1.0842',
  '160',
);
const exchange = {
  from: like(currency, 'USD', 'GBP'),
  to: like(currency, 'EUR'),
  rate: described(rate, 'What one unit of `from` is worth in `to`, until a later one is told.'),
  validOn: described(day, 'The first day on which it holds.'),
};

const goalId = like(id, 'asia-2028', 'service-2027');
const goal = {
  goalId: newId('companyGoal', goalId),
  goal: text(2_000, 'A fifth of the sales in Asia', 'Service for everything that we sell'),
  horizon: oneOf(['short', 'long']),
  due: optional(day),
};
const link = {
  accountId,
  goalId: reference('companyGoal', goalId),
  how: text(2_000, 'Their plant in Pune buys first.', 'They ask for service contracts.'),
};
const universe = {
  region: text(100, 'north', 'Gilan'),
  type: described(text(100, 'wholesaler', 'retailer'), 'The kind of customers that is counted.'),
  count: described(integer(0, 100_000_000, 240, 18), 'How many of them there are.'),
  size: optional(moneyFromZero, 'What all of them together spend a year on what we sell.'),
  method: optional(text(200, 'trade register', 'three interviews')),
};
const groupId = like(id, 'food-wholesale', 'retail-chains');
const targetGroup = {
  groupId,
  name: text(200, 'Food wholesalers', 'Retail chains'),
  priority: described(integer(1, 9, 1, 2), '1 comes first.'),
  size: optional(integer(0, 100_000_000, 120), 'How many there are that are no customers yet.'),
  conversionMethod: optional(text(2_000, 'A trial delivery to each branch'), 'How they become customers.'),
};
const acquisitionTarget = {
  period,
  accounts: described(integer(0, 1_000_000, 12, 3), 'New customers of the period.'),
  groupId: optional(groupId, 'Of one target group; left out: of all.'),
};
const segment = described(
  matching(/^([ABC][XYZ]?|[XYZ])$/, 'a class such as A, X or AX', 'AX', 'A', 'C'),
  'A class of the last segmentation: a cell goes before its letter.',
);
const segmentPolicy = {
  segment,
  valueProposition: text(2_000, 'Stock at their plant, one person for everything', 'The lowest price, by mail'),
  services: listOf(text(200, 'monthly review', 'delivery within a day')),
  responseHours: optional(integer(1, 8_760, 4, 48)),
  visitsPerYear: optional(integer(0, 366, 12, 0)),
};
const runId = like(id, '2026-q1', '2025-q4');
const share = matching(/^(0|0?\.\d{1,6}|1(\.0{1,6})?)$/, 'a share of one such as 0.8', '0.8', '0.95');
const spread = matching(/^\d{1,2}(\.\d{1,6})?$/, 'a number from 0 on such as 0.5', '0.5', '1');
const segmentation = {
  metric: oneOf(SEGMENTATION_METRICS),
  bucket: oneOf(SEGMENTATION_BUCKETS),
  windowMonths: integer(3, 120, 12, 24),
  until: described(month, 'The last month of the window; it is over.'),
  aBelow: described(share, 'A: the cumulative share before the account lies below it.'),
  bBelow: share,
  xMax: described(spread, 'X: the coefficient of variation does not lie above it.'),
  yMax: spread,
  coreShare: described(share, 'The first tier: ranks up to this share of the accounts.'),
  secondShare: share,
};
const figures = {
  classes: optional(mapOf(integer(0, 100_000_000, 34), ['AX', 'CZ']), 'Accounts by cell, as whoever runs it has seen them.'),
  digest: optional(
    matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal digits', 'f'.repeat(64)),
    'Of the accounts with their cells, so that it can be told whether they still come out the same.',
  ),
};
const baselineId = like(id, 'before-the-programme', 'plan-2027');
const baseline = {
  baselineId: newId('baseline', baselineId),
  runId: reference('segmentation', runId),
  purpose: text(2_000, 'What the programme is measured against', 'The plan of 2027'),
};

/** What can have happened to the company as a whole, `portfolio-company`. Stored contract. */
export const portfolioEvents = {
  ExchangeRateSet: event('Exchange rate set', 'One {from} is {rate} {to} from {validOn} on', exchange),
  CompanyGoalPublished: event('Company goal published', `{Horizon}-term: {goal}${when('due', ', by {due}')}`, goal),
  StrategyLinkedToGoal: event('Strategy linked to a goal', '{accountId} serves {goalId}: {how}', link),
  MarketUniverseEstimated: event(
    'Market universe estimated',
    `{count, plural, one {# {type}} other {# of the type {type}}} in {region}${when('size', ', spending {size} a year')}${when('method', ' ({method})')}`,
    universe,
  ),
  TargetGroupDefined: event(
    'Target group defined',
    `{name}, priority {priority}${when('conversionMethod', ', to be won by: {conversionMethod}')}`,
    targetGroup,
  ),
  AcquisitionTargetSet: event(
    'Acquisition target set',
    `{accounts, plural, one {# new customer} other {# new customers}} in {period}${when('groupId', ' of {groupId}')}`,
    acquisitionTarget,
  ),
  SegmentPolicyDefined: event('Segment policy defined', '{segment}: {valueProposition}', segmentPolicy),
  SegmentationPublished: event(
    'Segmentation published',
    'By {metric} of {windowMonths, plural, one {# month} other {# months}} until {until}, by {bucket}',
    { runId: newId('segmentation', runId), ...segmentation, ...figures },
    'The parameters of a run, complete: classes of any number of accounts follow from them and from what was recorded by then.',
  ),
  BaselineFrozen: event('Baseline frozen', '{runId} as {baselineId}: {purpose}', baseline),
};

/** What may be asked. */
export const portfolioCommands = {
  SetExchangeRate: command('From a day on; told again for the same day, the rate told last holds.', exchange),
  PublishCompanyGoal: command('What the company is to reach; accounts are linked to it.', goal),
  LinkStrategyToGoal: command('How an account serves a goal of the company.', link),
  EstimateMarketUniverse: command('How many customers of a type there are in a region, and what they spend.', universe),
  DefineTargetGroup: command('Whom to win next, in which order, and how.', targetGroup),
  SetAcquisitionTarget: command('How many customers are to be won in a period.', acquisitionTarget),
  DefineSegmentPolicy: command('What accounts of a class are offered and entitled to.', segmentPolicy),
  RunSegmentation: command(
    'ABC, XYZ and tiers by policy `segmentation`, where nothing else is asked for; `GET /v1/segments` shows what it would come to.',
    { runId: newId('segmentation', runId), ...partial(segmentation), ...figures },
  ),
  FreezeBaseline: command('A run that later ones are compared with.', baseline),
};

export type PortfolioEvents = MessagesOf<typeof portfolioEvents>;
export type PortfolioCommands = MessagesOf<typeof portfolioCommands>;
