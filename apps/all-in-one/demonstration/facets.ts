import { monthOf } from '#libs/analytics/calendar.js';
import { type Customer, type Decision } from './customer.js';
import { type Story } from './story.js';

export const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' });

/** Days that a customer lies back since which the portfolio keeps figures of its costs and hours. */
const FIGURES_DAYS = 360;
const MONTH_DAYS = 30;

/** Who is who there, what they spend, what they cost, and how they are ranked: `since` is the day, counted back, of the first of it. */
export const customerFacets = (story: Story, { id, owner, since }: { id: string; owner: string; since: number }, of: Customer): void => {
  const stream = `account-${id}`;
  const first = story.at(since, 11);
  story.tell(stream, first, 'AssignTerritory', { territory: of.territory });
  for (const { id: stakeholderId, roles, influence, stance, ...card } of of.people) {
    story.tell(stream, first, 'AddStakeholder', { stakeholderId, ...card });
    story.tell(stream, story.at(since, 12), 'SetDecisionRole', { stakeholderId, roles });
    story.tell(stream, story.at(since, 12), 'SetInfluence', { stakeholderId, influence });
    story.tell(stream, story.at(Math.min(since, 210), 13), 'SetStance', { stakeholderId, stance });
  }
  story.tell(stream, story.at(Math.min(since, 340)), 'SetMarketRegime', { regime: of.wallet.regime, growthPercent: of.wallet.growth });
  wallets(story, stream, since, of);
  if (of.designation !== undefined) designation(story, stream, of.designation);
  for (let days = Math.min(since, FIGURES_DAYS); days > MONTH_DAYS; days -= MONTH_DAYS) {
    const month = monthOf(story.day(days));
    story.tell(stream, story.at(days, 18), 'RecordCostToServe', { month, cost: eur(of.costToServe) });
    story.tell(stream, story.at(days - 2, 17), 'LogTime', {
      minutes: of.minutes - 60,
      taskKind: id === 'kestrel-parts' ? 'problem-solving' : 'customer-contact',
      ...(id === 'kestrel-parts' ? { unplanned: true } : {}),
      employeeId: owner,
    });
    story.tell(stream, story.at(days - 2, 18), 'LogTime', { minutes: 60, taskKind: 'account-planning', employeeId: owner });
  }
};

/** Of the year of the last day, and of the one before. */
const wallets = (story: Story, stream: string, since: number, { category, wallet }: Customer): void => {
  const year = Number(story.day(0).slice(0, 4));
  for (const [days, period] of [
    [Math.min(since, 330), String(year - 1)],
    [Math.min(since, 15), String(year)],
  ] as const) {
    story.tell(stream, story.at(days, 15), 'EstimateWallet', {
      category,
      period,
      amount: eur(wallet.yearly),
      method: wallet.method,
      interval: { low: eur(wallet.yearly * 0.85), high: eur(wallet.yearly * 1.2), level: 80 },
    });
    for (const { name, yearly } of wallet.rivals)
      story.tell(stream, story.at(days, 16), 'RecordCompetitorSpend', { competitor: name, category, period, amount: eur(yearly) });
  }
  for (const [index, { name, threat = 'low' }] of wallet.rivals.entries())
    story.tell(stream, story.at(Math.min(since, 75), 16), 'SightCompetitor', {
      competitor: name,
      category,
      threat,
      rank: index + 1,
      holdsAccount: true,
    });
};

const designation = (story: Story, stream: string, { days, kind, basis, scores, rationale, role }: Decision): void => {
  const [income, reliable, plans, growth, fresh, reputation] = scores;
  story.tell(stream, story.at(days + 20), 'NominateKeyAccount', { rationale });
  story.tell(stream, story.at(days + 10), 'EvaluateAccount', {
    scores: {
      'good-income': income,
      'reliable-partner': reliable,
      'plans-long-term': plans,
      'sales-growth': growth,
      'new-revenue': fresh,
      reputation,
    },
  });
  story.tell(stream, story.at(days), 'DesignateKeyAccount', { kind, basis, rationale }, { actor: 'chloe' });
  if (role !== undefined) story.tell(stream, story.at(days, 11), 'SetStrategicRole', { role });
};
