import { describe, expect, it } from '@jest/globals';
import { type Message } from '#libs/kernel/message.js';
import { type Past, type World } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { open, policies } from '../testing/world.js';
import { type PortfolioCommands, type PortfolioEvents } from './messages.js';
import { portfolio } from './portfolio.js';

const facet = decider(portfolio, {});
const others = { 'account-acme': { profile: open }, 'account-nobody': { profile: { stage: 'absent' } } };
const company = { stream: 'portfolio-company', occurredAt: '2026-02-10T09:00:00.000Z', policies, others };
const given = (...events: readonly Past<PortfolioEvents>[]) => {
  const history = facet.given(...events);
  return { when: (command: Message<PortfolioCommands>, world: World = {}) => history.when(command, { ...company, ...world }) };
};
const at = (day: string) => ({ occurredAt: `2026-${day}T09:00:00.000Z` });

const goal = { goalId: 'asia', goal: 'A fifth of the sales in Asia', horizon: 'long' } as const;
const published = { type: 'CompanyGoalPublished', data: goal, ...at('01-02') } as const;
const link = { accountId: 'acme', goalId: 'asia', how: 'Their plant in Pune buys first.' };
const group = { groupId: 'food', name: 'Food wholesalers', priority: 1 };
const grouped = { type: 'TargetGroupDefined', data: group, ...at('01-02') } as const;

describe('a goal of the company', () => {
  it('9: is published once under its id, and is corrected, not told otherwise', () => {
    given().when({ type: 'PublishCompanyGoal', data: goal }).thenEvents({ type: 'CompanyGoalPublished', data: goal });
    given(published).when({ type: 'PublishCompanyGoal', data: goal }).thenEvents();
    given(published)
      .when({ type: 'PublishCompanyGoal', data: { ...goal, horizon: 'short' } })
      .thenRejected('ID_TAKEN', /CorrectPortfolioFact/);
  });

  it('has accounts linked to it that there are', () => {
    given(published).when({ type: 'LinkStrategyToGoal', data: link }).thenEvents({ type: 'StrategyLinkedToGoal', data: link });
    given()
      .when({ type: 'LinkStrategyToGoal', data: link })
      .thenRejected('GOAL_NOT_FOUND', /PublishCompanyGoal/, '/goalId');
    given(published)
      .when({ type: 'LinkStrategyToGoal', data: { ...link, accountId: 'nobody' } })
      .thenRejected('UNKNOWN_ACCOUNT', /nobody/, '/accountId');
  });
});

describe('a market', () => {
  const universe = { region: 'north', type: 'wholesaler', count: 240 };
  const estimated = { type: 'MarketUniverseEstimated', data: universe, ...at('01-02') } as const;

  it('43: is estimated by region and type, from a date on', () => {
    given().when({ type: 'EstimateMarketUniverse', data: universe }).thenEvents({ type: 'MarketUniverseEstimated', data: universe });
    given(estimated).when({ type: 'EstimateMarketUniverse', data: universe }).thenEvents();
    expect(given(estimated).when({ type: 'EstimateMarketUniverse', data: universe }, at('01-01')).decision).toHaveLength(1);
    expect(given(estimated).when({ type: 'EstimateMarketUniverse', data: { ...universe, region: 'south' } }).decision).toHaveLength(1);
  });

  it('44, 45: has target groups, and targets for a period and a group that there is', () => {
    given().when({ type: 'DefineTargetGroup', data: group }).thenEvents({ type: 'TargetGroupDefined', data: group });
    const target = { period: '2026', accounts: 12, groupId: 'food' };
    given(grouped).when({ type: 'SetAcquisitionTarget', data: target }).thenEvents({ type: 'AcquisitionTargetSet', data: target });
    given()
      .when({ type: 'SetAcquisitionTarget', data: target })
      .thenRejected('TARGET_GROUP_NOT_FOUND', /DefineTargetGroup/, '/groupId');
  });
});

describe('a segmentation', () => {
  const defaults = {
    metric: 'revenue',
    bucket: 'quarter',
    windowMonths: 12,
    until: '2026-01',
    aBelow: '0.8',
    bBelow: '0.95',
    xMax: '0.5',
    yMax: '1',
    coreShare: '0.05',
    secondShare: '0.25',
  } as const;
  const run = (more: object = {}) => ({ type: 'RunSegmentation', data: { runId: '2026-q1', ...more } }) as const;
  const ran = { type: 'SegmentationPublished', data: { runId: '2026-q1', ...defaults } } as const;

  it('31: is published with all of its parameters, those of the policy where nothing else is asked for', () => {
    given()
      .when(run())
      .thenEvents({ ...ran, policy: 'segmentation@0' });
    given()
      .when(run({ bucket: 'month', until: '2025-11' }))
      .thenEvents({ ...ran, data: { ...ran.data, bucket: 'month', until: '2025-11' }, policy: 'segmentation@0' });
    given(ran).when(run()).thenEvents();
    given(ran)
      .when(run({ bucket: 'month' }))
      .thenRejected('ID_TAKEN');
  });

  it('ends with a month that is over in the company, and has bounds in order', () => {
    given()
      .when(run({ until: '2026-02' }))
      .thenRejected('MONTH_NOT_OVER', /2026-02 is not over on 2026-02-10/, '/until');
    given()
      .when(run({ aBelow: '0.96' }))
      .thenRejected('BOUNDS_OUT_OF_ORDER', /aBelow must not be above bBelow/, '/aBelow');
    const night = { occurredAt: '2026-02-28T20:00:00.000Z', timeZone: 'Asia/Shanghai' };
    expect(given().when(run(), night).decision).toMatchObject([{ data: { until: '2026-02' } }]);
  });

  it('34: has an offer for each class; a run is frozen as a baseline', () => {
    const offer = { segment: 'AX', valueProposition: 'One person for everything', services: ['monthly review'] };
    given().when({ type: 'DefineSegmentPolicy', data: offer }).thenEvents({ type: 'SegmentPolicyDefined', data: offer });
    const baseline = { baselineId: 'plan', runId: '2026-q1', purpose: 'the plan' };
    given(ran).when({ type: 'FreezeBaseline', data: baseline }).thenEvents({ type: 'BaselineFrozen', data: baseline });
    given()
      .when({ type: 'FreezeBaseline', data: baseline })
      .thenRejected('RUN_NOT_FOUND', /RunSegmentation/, '/runId');
  });
});
