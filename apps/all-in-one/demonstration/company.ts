import { eur } from './facets.js';
import { type Story } from './story.js';

const COMPANY = 'portfolio-company';

/** What concerns no single account: goals, the market, how well the company manages key accounts, and what its people can. */
export const companyLife = (story: Story): void => {
  const year = story.day(0).slice(0, 4);
  story.tell(COMPANY, story.at(600), 'PublishCompanyGoal', {
    goalId: 'joint-replenishment',
    goal: 'A third of sales replenished by what our customers sell',
    horizon: 'long',
  });
  story.tell(COMPANY, story.at(340), 'PublishCompanyGoal', {
    goalId: 'no-silent-loss',
    goal: 'Nobody leaves without having been asked',
    horizon: 'short',
  });
  for (const [accountId, goalId, how] of [
    ['helios-retail', 'joint-replenishment', 'All their brands by one plan.'],
    ['northgate-controls', 'joint-replenishment', 'Their forecast decides what we carry.'],
    ['orchid-pharma', 'no-silent-loss', 'Asked after every quarter.'],
  ] as const)
    story.tell(COMPANY, story.at(300), 'LinkStrategyToGoal', { accountId, goalId, how });
  story.tell(COMPANY, story.at(330), 'EstimateMarketUniverse', {
    region: 'North',
    type: 'retail',
    count: 40,
    size: eur(9_000_000),
    method: 'trade register',
  });
  story.tell(COMPANY, story.at(329), 'DefineTargetGroup', {
    groupId: 'regional-retail',
    name: 'Regional retailers',
    priority: 1,
    size: 12,
    conversionMethod: 'A reference visit at Helios.',
  });
  story.tell(COMPANY, story.at(328), 'SetAcquisitionTarget', { period: year, accounts: 3, groupId: 'regional-retail' });
  story.tell(COMPANY, story.at(320), 'SetSkillRequirement', { skill: 'negotiation', level: 3 });
  for (const [lever, level, because] of [
    ['strategy-and-purpose', 3, 'Every key account has a goal and a plan.'],
    ['organisation', 2, 'Half of the portfolio has no backup.'],
    ['deployment', 2, 'Hours follow noise rather than value.'],
    ['relationship-building', 3, 'Executives meet at one account only.'],
    ['capabilities', 2, 'Negotiation is untrained in the south.'],
  ] as const)
    story.tell(COMPANY, story.at(100), 'AssessLever', { lever, level, because: [because] });
  for (const [team, target] of [
    ['north', '950000'],
    ['south', '1000000'],
  ] as const)
    story.tell(`team-${team}`, story.at(340), 'SetTeamTarget', { kpi: 'netSales', period: year, value: target });
  for (const [id, keyAccountsMax, negotiation] of [
    ['ana', 3, 4],
    ['ben', 2, 3],
    ['chloe', 2, 4],
    ['dmitri', 2, 4],
    ['emma', 2, 3],
    ['farid', 1, 1],
  ] as const) {
    story.tell(`employee-${id}`, story.at(700), 'SetServiceCapacity', { keyAccountsMax });
    story.tell(`employee-${id}`, story.at(310), 'AssessSkill', { skill: 'negotiation', level: negotiation, basis: 'Seen at work.' });
  }
  story.tell('employee-farid', story.at(70), 'CompleteTraining', { title: 'Saying no, and saying when', skills: ['negotiation'] });
};
