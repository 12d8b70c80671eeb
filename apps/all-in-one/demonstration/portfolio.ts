import { monthOf, shiftMonth } from '#libs/analytics/calendar.js';
import { type MaturityScores } from '#libs/domain/values.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { companyLife } from './company.js';
import { CUSTOMERS } from './customers.js';
import { customerFacets, eur } from './facets.js';
import { monthlyReviews, partnershipInFacts } from './reviews.js';
import { scenarios, SAFFRON } from './scenarios.js';
import { LOST_FROM, silentLossAndWinBack, WON_BACK_FROM } from './win-back.js';
import { createStory, type Story } from './story.js';

/** The seed of the portfolio that a newcomer sees. */
export const DEMONSTRATION_SEED = 7;

/** Days that the portfolio looks back. */
const HISTORY_DAYS = 720;

const PEOPLE = [
  { id: 'ana', name: 'Ana Ruiz', title: 'Key account manager', team: 'north' },
  { id: 'ben', name: 'Ben Okafor', title: 'Key account manager', team: 'north' },
  { id: 'chloe', name: 'Chloé Martin', title: 'Team lead', team: 'north' },
  { id: 'dmitri', name: 'Dmitri Volkov', title: 'Key account manager', team: 'south' },
  { id: 'emma', name: 'Emma Lindqvist', title: 'Team lead', team: 'south' },
  { id: 'farid', name: 'Farid Haddad', title: 'Sales representative', team: 'south' },
] as const;

/** Accounts with a monthly order volume; `late` is the share of promises, in percent, that are kept late. */
const ACCOUNTS = [
  { id: 'helios-retail', name: 'Helios Retail Group', industry: 'retail', owner: 'ana', monthly: 42_000, late: 5 },
  { id: 'brightwater-foods', name: 'Brightwater Foods', industry: 'food', owner: 'dmitri', monthly: 38_000, late: 10 },
  { id: 'northgate-controls', name: 'Northgate Controls', industry: 'automation', owner: 'ben', monthly: 21_000, late: 5 },
  { id: 'kestrel-parts', name: 'Kestrel Parts', industry: 'machinery', owner: 'farid', monthly: 9_000, late: 35 },
  { id: 'lumen-care', name: 'Lumen Care', industry: 'household', owner: 'ana', monthly: 2_500, late: 0 },
  { id: 'orchid-pharma', name: 'Orchid Pharma', industry: 'pharma', owner: 'farid', monthly: 12_000, late: 20 },
  { id: 'summit-logistics', name: 'Summit Logistics', industry: 'logistics', owner: 'emma', monthly: 17_000, late: 8 },
  { id: 'delta-mills', name: 'Delta Mills', industry: 'textiles', owner: 'ben', monthly: 6_500, late: 12 },
  { id: 'quarry-stone', name: 'Quarry & Stone', industry: 'building', owner: 'chloe', monthly: 8_200, late: 15 },
  { id: 'fjord-marine', name: 'Fjord Marine', industry: 'shipping', owner: 'emma', monthly: 5_100, late: 5 },
  { id: 'tessera-labs', name: 'Tessera Labs', industry: 'electronics', owner: 'ana', monthly: 3_900, late: 0 },
  { id: 'umbra-design', name: 'Umbra Design', industry: 'furniture', owner: 'dmitri', monthly: 1_800, late: 10 },
  { id: 'saffron-spices', name: 'Saffron Spices', industry: 'food', owner: 'farid', monthly: 7_400, late: 45 },
] as const;

/** The days on which Orchid Pharma fell silent and came back. */
const SILENT_FROM = 300;
const BACK_FROM = 60;
/**
 * The demonstration portfolio as commands, for the ordinary command path: two teams, thirteen accounts, two years, and stories in
 * them: a star salesman, a promise without authority, adversaries that become partners, forecasts shared, power balanced by notices and
 * reports, volume beside reputation, a honeymoon in which nobody asked, and a silent loss that is won back.
 */
export const demonstrationPortfolio = (lastDay: string, seed = DEMONSTRATION_SEED): readonly CommandEnvelope[] => {
  const story = createStory(seed, lastDay);
  company(story);
  for (const account of ACCOUNTS) {
    const stream = `account-${account.id}`;
    const since = account.id === 'saffron-spices' ? SAFFRON.opened : HISTORY_DAYS;
    story.tell(stream, story.at(since), 'OpenAccount', { name: account.name, industry: account.industry });
    story.tell(stream, story.at(since, 10), 'AssignOwner', { employeeId: account.owner });
    customerFacets(story, { id: account.id, owner: account.owner, since }, CUSTOMERS[account.id]!);
    everyday(story, account, since);
  }
  adversariesBecomePartners(story);
  starSalesman(story);
  promiseWithoutAuthority(story);
  forecastShared(story);
  silentLossAndWinBack(story);
  partnershipInFacts(story);
  scenarios(story);
  companyLife(story);
  // Who was lost at the end of a month is not reviewed for it.
  const lost: Readonly<Record<string, { readonly from: string; readonly until: string }>> = {
    'orchid-pharma': { from: story.day(LOST_FROM), until: story.day(WON_BACK_FROM) },
    'saffron-spices': { from: story.day(SAFFRON.lost), until: '9999-12-31' },
  };
  const isCustomer = (id: string, end: string): boolean => !(id in lost) || end < lost[id]!.from || end >= lost[id]!.until;
  monthlyReviews(story, lastDay, isCustomer, ACCOUNTS);
  return byStreamAndTime(story.commands());
};

const company = (story: Story): void => {
  const start = story.at(HISTORY_DAYS + 30);
  story.tell('team-north', start, 'FormTeam', { name: 'Team North', region: 'North' });
  story.tell('team-south', start, 'FormTeam', { name: 'Team South', region: 'South' });
  for (const { id, name, title, team } of PEOPLE) {
    story.tell(`employee-${id}`, start, 'RegisterEmployee', { name, title });
    story.tell(`employee-${id}`, start, 'JoinTeam', { teamId: team });
  }
  // A move between teams: figures before it stay with the old team.
  story.tell('employee-ben', story.at(200), 'JoinTeam', { teamId: 'south' });
};

/** Orders with their delivery promises, and the talk around them. */
const everyday = (story: Story, { id, owner, monthly, late }: (typeof ACCOUNTS)[number], since: number): void => {
  const stream = `account-${id}`;
  const { category, margin, second } = CUSTOMERS[id]!;
  for (let days = since - 10, n = 1; days > 5; days -= 30, n++) {
    if (id === 'saffron-spices' && days < SAFFRON.silent) continue;
    if (id === 'orchid-pharma' && days < SILENT_FROM && days > BACK_FROM) continue;
    const orderNumber = `${id.slice(0, 3).toUpperCase()}-${String(n).padStart(3, '0')}`;
    const promiseId = `delivery-${orderNumber}`;
    const net = { amount: `${Math.round((monthly * story.dice(70, 130)) / 100)}.${story.dice(10, 99)}`, currency: 'EUR' };
    story.tell(stream, story.at(days), 'RecordOrder', { orderNumber, net, category, requiredOn: story.day(days - 14) });
    story.tell(stream, story.at(days, 11), 'RecordMargin', { orderNumber, margin: eur((Number(net.amount) * margin) / 100) });
    story.tell(stream, story.at(days, 10), 'MakePromise', {
      promiseId,
      what: `Deliver ${orderNumber}`,
      due: story.day(days - 14),
      orderNumber,
      authority: 'standard lead time',
    });
    const delivered = days - (story.dice(1, 100) <= late ? story.dice(15, 24) : story.dice(7, 14));
    if (delivered > 0) {
      story.tell(stream, story.at(delivered), 'RecordDelivery', { orderNumber, deliveryNumber: `D-${orderNumber}` });
      story.tell(stream, story.at(delivered, 10), 'KeepPromise', { promiseId });
    }
    // Nobody asked, and so nobody said a word.
    if (id === 'saffron-spices' && n > 1) continue;
    const channel = (['call', 'mail', 'meeting', 'video'] as const)[story.dice(0, 3)]!;
    story.tell(stream, story.at(days - 3, 14), 'RecordInteraction', {
      channel,
      direction: story.dice(0, 1) === 0 ? 'inbound' : 'outbound',
      ourPeople: [owner],
      stakeholders: ['buyer'],
      durationMinutes: story.dice(10, 60),
      sentiment: story.dice(1, 5) === 1 ? 'neutral' : 'positive',
    });
    if (second === undefined || n % 3 !== 0) continue;
    story.tell(stream, story.at(days - 4, 10), 'RecordInteraction', {
      channel: 'visit',
      ourPeople: [second.employee],
      stakeholders: [second.theirs],
      durationMinutes: 60,
      sentiment: id === 'kestrel-parts' ? 'negative' : 'positive',
    });
  }
};

const scores = (
  contactStructure: number,
  functions: number,
  executiveCadence: number,
  offering: number,
  informationSharing: number,
  trust: number,
) => ({ contactStructure, functions, executiveCadence, offering, informationSharing, trust }) satisfies MaturityScores;

const adversariesBecomePartners = (story: Story): void => {
  const stream = 'account-helios-retail';
  const said = { actor: 'ana' };
  story.tell(stream, story.at(640), 'AssessRelationship', { scores: scores(1, 1, 1, 1, 1, 2) }, said);
  const talk = {
    channel: 'meeting',
    direction: 'inbound',
    ourPeople: ['chloe', 'ana'],
    stakeholders: ['chief'],
    executive: true,
    sentiment: 'negative',
    outcome: 'They see us as one more supplier with too many uncoordinated contacts.',
  } as const;
  story.tell(stream, story.at(600, 11), 'RecordInteraction', talk, { actor: 'chloe', note: 'First honest talk between executives.' });
  story.tell(stream, story.at(560), 'SetAccountGoal', { horizon: 'long', goal: 'One joint replenishment plan for all brands' }, said);
  // Reviews count by the month, and in a row: of three that lie four weeks apart, two are of neighbouring months, whatever the day.
  for (const [days, review] of [
    [546, scores(2, 2, 2, 2, 2, 2)],
    [518, scores(2, 2, 2, 2, 2, 2)],
    [490, scores(2, 2, 2, 2, 3, 2)],
    [296, scores(3, 3, 3, 3, 3, 3)],
    [268, scores(3, 3, 3, 3, 3, 3)],
    [240, scores(3, 3, 3, 3, 4, 3)],
  ] as const) {
    story.tell(stream, story.at(days), 'AssessRelationship', { scores: review }, said);
  }
  story.tell(stream, story.at(480), 'ChangeRelationshipStage', { to: 'value', reason: 'Two reviews support it.' }, said);
  story.tell(stream, story.at(330), 'ShareAccountPlan', { planVersion: '2', sharedWith: ['Chief executive', 'Head of supply'] }, said);
  story.tell(stream, story.at(320), 'AcknowledgeAccountPlan', { planVersion: '2', by: 'Head of supply' }, said);
  story.tell(stream, story.at(310), 'AgreeDataSharing', { scope: 'Daily sell-out by store' }, said);
  story.tell(stream, story.at(230), 'ChangeRelationshipStage', { to: 'strategic', reason: 'Joint plan in force for a quarter.' }, said);
};

const starSalesman = (story: Story): void => {
  const stream = 'account-brightwater-foods';
  for (let days = 700; days > 10; days -= 14) {
    story.tell(stream, story.at(days, 16), 'RecordInteraction', {
      channel: 'meeting',
      ourPeople: ['dmitri'],
      stakeholders: ['director'],
      durationMinutes: 90,
      sentiment: 'positive',
    });
  }
  const reasons = ['forgotten'] as const;
  story.tell(
    stream,
    story.at(45),
    'FlagChurnRisk',
    { level: 'elevated', reasons, rationale: 'Everything that we know of them is in one head.' },
    { actor: 'emma' },
  );
  story.tell(stream, story.at(40), 'AssignBackupOwner', { employeeId: 'emma' }, { actor: 'emma' });
  story.tell(
    stream,
    story.at(30),
    'StartHandover',
    { to: 'emma', checklist: ['contacts', 'open promises', 'price agreements'] },
    { actor: 'emma' },
  );
};

const promiseWithoutAuthority = (story: Story): void => {
  const stream = 'account-kestrel-parts';
  const promise = {
    promiseId: 'parts-in-two-days',
    what: 'Spare parts within two days',
    due: story.day(118),
    stakeholderId: 'plant',
    orderNumber: 'KES-RUSH',
    urgency: 'urgent',
  } as const;
  const call = {
    channel: 'call',
    direction: 'inbound',
    ourPeople: ['farid'],
    stakeholders: ['plant'],
    sentiment: 'very-negative',
  } as const;
  story.tell(stream, story.at(120, 11), 'RecordInteraction', {
    ...call,
    outcome: 'Parts ordered two weeks ago, nobody told them anything.',
  });
  story.tell(stream, story.at(120, 12), 'MakePromise', promise, {
    actor: 'farid',
    note: 'Said on the phone, without asking the warehouse.',
  });
  story.tell(
    stream,
    story.at(117),
    'BreakPromise',
    { promiseId: 'parts-in-two-days', reason: 'The supplier had no stock.' },
    { actor: 'farid' },
  );
  story.tell(stream, story.at(116), 'FlagChurnRisk', { level: 'critical', reasons: ['deadline_promise', 'service'] }, { actor: 'emma' });
  story.tell(stream, story.at(100), 'MakePromise', {
    promiseId: 'weekly-status',
    what: 'A status every Friday',
    due: story.day(93),
    authority: 'Emma Lindqvist',
  });
  story.tell(stream, story.at(94), 'KeepPromise', { promiseId: 'weekly-status' });
};

const forecastShared = (story: Story): void => {
  const stream = 'account-northgate-controls';
  story.tell(stream, story.at(400), 'ShareForecast', {
    horizonMonths: 6,
    quantities: { 'valve actuators': '4200 pieces', sensors: '900 pieces' },
    expected: expectedFrom(story, 400),
  });
  story.tell(stream, story.at(215), 'ShareForecast', {
    horizonMonths: 6,
    quantities: { 'valve actuators': '4600 pieces', sensors: '1100 pieces' },
    expected: expectedFrom(story, 215),
  });
  story.tell(stream, story.at(380), 'StartJointInitiative', { initiativeId: 'consignment', title: 'Stock held at their plant' });
  story.tell(stream, story.at(200), 'MeasureJointInitiative', { initiativeId: 'consignment', metric: 'stock-outs avoided', value: '17' });
  for (const days of [386, 358, 330]) story.tell(stream, story.at(days), 'AssessRelationship', { scores: scores(2, 2, 2, 3, 3, 3) });
  story.tell(
    stream,
    story.at(320),
    'ChangeRelationshipStage',
    { to: 'value', reason: 'Six-month forecasts have been shared twice.' },
    { actor: 'ben' },
  );
};

/** Six months from the one after, each at what they order in a month. */
const expectedFrom = (story: Story, days: number) =>
  [1, 2, 3, 4, 5, 6].map((ahead) => ({ month: shiftMonth(monthOf(story.day(days)), ahead), net: eur(21_000) }));

/** Phase by phase; each stream's commands in the order in which they happened. */
const byStreamAndTime = (commands: readonly CommandEnvelope[]): readonly CommandEnvelope[] =>
  commands.toSorted((a, b) => phaseOf(a) - phaseOf(b) || (a.occurredAt! < b.occurredAt! ? -1 : a.occurredAt! > b.occurredAt! ? 1 : 0));

/** Commands of an account that refer to what another one has told. */
const BORROWING: ReadonlySet<string> = new Set(['ReuseLesson', 'UseReference']);
const PHASES = ['team', 'employee', 'account', 'borrowing', 'portfolio'];

/** The later phases refer to the earlier ones; within one, streams know nothing of each other. */
export const phaseOf = ({ stream, type }: CommandEnvelope): number =>
  PHASES.indexOf(BORROWING.has(type) ? 'borrowing' : stream.slice(0, stream.indexOf('-')));
