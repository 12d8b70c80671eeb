import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

/** SC4, from adversaries to partners: many brands of ours deal with a retailer, each on its own, until executives talk. */
let product: Product;

const ask = (path: string) => product.ask(`/v1/accounts/mart/${path}`);
const tell = (type: string, day: string, data: object) => product.send(type, 'mart', day, data);
const eur = (amount: string) => ({ amount, currency: 'EUR' });

const OURS = ['ann', 'ben', 'cid', 'dee', 'ceo'];

beforeAll(async () => {
  product = await startProduct();
  for (const one of OURS) await product.send('RegisterEmployee', { employeeId: one }, '2025-01-02', { name: one.toUpperCase() });
  await tell('OpenAccount', '2025-01-02', { name: 'Mart', industry: 'retail' });
  await product.send('OpenAccount', 'other', '2025-01-02', { name: 'Other' });
  await tell('AssignOwner', '2025-01-03', { employeeId: 'ann' });
  await product.send('AssignOwner', 'other', '2025-01-03', { employeeId: 'ben' });
  for (const [id, year, net] of [
    ['mart', 2024, '100.00'],
    ['mart', 2025, '150.00'],
    ['other', 2024, '100.00'],
    ['other', 2025, '80.00'],
  ] as const)
    await product.send('RecordOrder', id, `${year}-12-10`, { orderNumber: `${id}-${year}`, net: eur(net) });
  const card = {
    name: 'Eve Adler',
    function: 'Head of purchasing',
    department: 'purchasing',
    seniority: 'executive',
    email: 'eve@example.com',
  };
  await tell('AddStakeholder', '2025-01-10', { stakeholderId: 'eve', ...card, phone: '+49 431 1', persona: 'careful' });
  await tell('AddStakeholder', '2025-01-10', { stakeholderId: 'kim', name: 'Kim Sand', department: 'logistics', reportsTo: 'eve' });
  await tell('AddStakeholder', '2025-01-10', { stakeholderId: 'sam', name: 'Sam Roth', organisation: 'Sand consultants' });
  await tell('SetDecisionRole', '2025-01-11', { stakeholderId: 'eve', roles: ['decider', 'economic'] });
  await tell('SetDecisionRole', '2025-01-11', { stakeholderId: 'kim', roles: ['user'] });
  await tell('SetInfluence', '2025-01-11', { stakeholderId: 'eve', influence: 5 });
  await tell('SetStance', '2025-01-11', { stakeholderId: 'eve', stance: 'critical' });
  await tell('SetStance', '2025-01-11', { stakeholderId: 'kim', stance: 'advocate' });
  for (const [index, one] of ['ann', 'ben', 'cid', 'dee'].entries())
    await tell('RecordInteraction', `2025-02-0${index + 1}`, {
      channel: 'call',
      ourPeople: [one],
      contacts: ['kim'],
      interactionId: `brand-${one}`,
    });
  await product.caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

describe('who decides', () => {
  it('[53: figure] shows parts in decisions, influence and stance as of a day, who knows whom, and what is missing', async () => {
    expect(await ask('decision-map?asOf=2025-02-10')).toMatchObject({
      people: [
        { contact: 'eve', roles: ['decider', 'economic'], influence: 5, stance: 'critical', contacts: 0, uncontacted: true },
        { contact: 'kim', stance: 'advocate', contacts: 4, uncontacted: false },
        { contact: 'sam', card: { organisation: 'Sand consultants' } },
      ],
      roles: { decider: ['eve'], economic: ['eve'], user: ['kim'], buyer: [] },
      missingRoles: ['initiator', 'influencer', 'buyer', 'gatekeeper'],
      gaps: ['decider-uncontacted'],
      departments: ['logistics', 'purchasing'],
    });
    const { edges } = (await ask('decision-map?asOf=2025-02-10')) as unknown as { edges: readonly object[] };
    expect(edges).toEqual(
      expect.arrayContaining([
        { kind: 'knows', from: 'ben', to: 'kim', contacts: 1, lastAt: '2025-02-02T09:00:00.000Z' },
        { kind: 'reports-to', from: 'kim', to: 'eve', contacts: 0, lastAt: null },
      ]),
    );
    expect(await ask('decision-map?asOf=2025-01-10')).toMatchObject({
      gaps: ['decider-unknown', 'economic-unknown', 'no-advocate'],
      coverage: 0,
    });
  });

  it('[57] says how complete a contact card is, and who is the right buyer', async () => {
    const { people } = (await ask('decision-map?asOf=2025-02-10')) as unknown as { people: readonly object[] };
    expect(people[0]).toMatchObject({ contact: 'eve', cardCompleteness: 1, cardMissing: [], card: { persona: 'careful' } });
    expect(people[1]).toMatchObject({ contact: 'kim', cardMissing: ['function', 'seniority', 'email', 'phone', 'persona'] });
  });
});

describe('from many calls to one plan', () => {
  it('[115] executives talk, what is wrong comes out, and the stage follows', async () => {
    const before = await ask('people-risk?asOf=2025-02-28');
    expect(before).toMatchObject({ fragmentation: { outside: ['ben', 'cid', 'dee'], index: 0.75 } });
    const held = {
      topic: 'Five years',
      ourPeople: ['ann', 'ceo'],
      executives: ['ceo'],
      stakeholders: ['eve', 'kim'],
      outcome: 'One plan for all.',
    };
    await tell('HoldWorkshop', '2025-09-01', { ...held, workshopId: 'lake' });
    await tell('DiscloseDissatisfaction', '2025-09-01', {
      what: 'Every brand sends its own people.',
      stakeholderId: 'eve',
      causes: ['ignored_opinion'],
    });
    for (const one of ['ceo']) await tell('AddTeamMember', '2025-09-02', { employeeId: one, department: 'board', role: 'sponsor' });
    await tell('SetStance', '2025-09-02', { stakeholderId: 'eve', stance: 'supportive', reason: 'we listened' });
    await tell('ChangeRelationshipStage', '2025-09-10', { to: 'value', override: { reason: 'agreed between executives' } });
    await product.caughtUp();
    expect(await ask('people-risk?asOf=2025-09-30')).toMatchObject({ fragmentation: { outside: [], index: 0 } });
    expect((await ask('timeline?type=DissatisfactionDisclosed')).items).toMatchObject([
      { summary: 'eve said: Every brand sends its own people.' },
    ]);
    expect(await product.ask('/v1/accounts/mart?asOf=2025-09-30')).toMatchObject({ stage: 'value' });
  });

  it('[66: figure] counts workshops and the days since an executive of ours was there', async () => {
    expect(await ask('meetings?asOf=2025-09-30')).toMatchObject({
      workshops: 1,
      executive: { lastOn: '2025-09-01', daysSince: 29, contacts: 1, due: false },
    });
    expect(await ask('meetings?asOf=2025-12-31')).toMatchObject({ executive: { daysSince: 121, due: true } });
  });

  it('[52] an expert decides how we deal with the account now and later', async () => {
    const steps = [{ what: 'Show the new line', due: '2025-10-20', channel: 'visit' }];
    await tell('DecideInteractionPlan', '2025-09-12', {
      expertId: 'dee',
      present: 'They buy by price.',
      future: 'We keep their stock.',
      steps,
    });
    await product.caughtUp();
    expect(await ask('brief?asOf=2025-09-30')).toMatchObject({ plan: { expertId: 'dee', future: 'We keep their stock.', steps } });
    expect(await ask('brief?asOf=2025-09-11')).toMatchObject({ plan: null });
  });

  it('brings experts in', async () => {
    await tell('EngageExpert', '2025-09-15', { expert: 'Dr Lang', topic: 'merger with Globex', reason: 'nobody of ours knows it' });
    await product.caughtUp();
    expect((await ask('timeline?type=ExpertEngaged')).items).toMatchObject([
      { summary: 'Dr Lang on merger with Globex: nobody of ours knows it.' },
    ]);
  });
});

describe('meetings', () => {
  it('[125] are prepared by a checklist and a brief; preparation is held against outcome', async () => {
    const checklist = ['open promises', 'prices'];
    await tell('MakePromise', '2025-10-01', { promiseId: 'p', what: 'Stock figures every week', due: '2025-10-10', stakeholderId: 'eve' });
    await tell('UpdateDossierSection', '2025-10-01', { section: 'logistics', fields: { carrier: 'Rail' } });
    await tell('PrepareMeeting', '2025-10-12', { meetingId: 'm-1', plannedFor: '2025-10-20T09:00:00Z', checklist, stakeholders: ['eve'] });
    await product.caughtUp();
    expect(await ask('brief?asOf=2025-10-15')).toMatchObject({
      meeting: { meetingId: 'm-1', checklist },
      people: [{ contact: 'eve', stance: 'supportive' }],
      promises: [{ promiseId: 'p', due: '2025-10-10', overdue: true }],
      lastInteractions: [{ workshop: true }, { interactionId: 'brand-dee' }, {}, {}, {}],
    });
    const meeting = { channel: 'meeting', ourPeople: ['ann'], stakeholders: ['eve'] };
    await tell('RecordInteraction', '2025-10-20', {
      ...meeting,
      meetingId: 'm-1',
      outcome: 'Signed.',
      sentiment: 'positive',
      minutesLate: 0,
    });
    await tell('RecordInteraction', '2025-10-27', { ...meeting, minutesLate: 20, sentiment: 'negative' });
    await tell('RecordInteraction', '2025-10-28', { ...meeting, minutesLate: 10 });
    await product.caughtUp();
    expect(await ask('meetings?asOf=2025-10-31')).toMatchObject({
      prepared: { meetings: 1, outcomeRate: 1, positiveRate: 1 },
      unprepared: { meetings: 3, withOutcome: 1, positiveRate: 0 },
      preparationRate: 0.25,
    });
    expect(await ask('brief?asOf=2025-10-31')).toMatchObject({ meeting: null });
  });

  it('[85: figure] begin in time, or not: the rate, and how many in a row did not', async () => {
    expect(await ask('meetings?asOf=2025-10-31')).toMatchObject({
      punctuality: { told: 3, onTime: 1, onTimeRate: 1 / 3, lateInARow: 2, minutesLate: 30 },
    });
  });

  it('are a log that can be read by channel', async () => {
    expect((await ask('interactions?channel=meeting&asOf=2025-10-31')).items).toHaveLength(4);
    expect((await ask('interactions?asOf=2025-02-01')).items).toMatchObject([
      { interactionId: 'brand-ann', ours: ['ann'], theirs: ['kim'] },
    ]);
  });
});

describe('the team and the plan', () => {
  it('[63: figure] has members by department, and is held against what a large customer needs', async () => {
    await tell('AddTeamMember', '2025-11-01', { employeeId: 'cid', department: 'logistics', role: 'planner' });
    await product.caughtUp();
    expect(await ask('team?asOf=2025-11-30')).toMatchObject({
      size: 3,
      members: [{ employeeId: 'ann', as: 'owner' }, { employeeId: 'ceo' }, { employeeId: 'cid', department: 'logistics' }],
      large: true,
      sizeMin: 10,
      sizeMissing: 7,
      departmentsMissing: 1,
    });
  });

  it('[64] knows who kept what they took upon themselves; skills are assessed beside it', async () => {
    await product.send('AssessSkill', { employeeId: 'cid' }, '2025-11-02', { skill: 'logistics', level: 3, basis: 'two plans' });
    const make = (commitmentId: string, employeeId: string) =>
      tell('MakeCommitment', '2025-11-03', { commitmentId, employeeId, what: 'weekly stock call', due: '2025-11-20' });
    await make('k-1', 'cid');
    await make('k-2', 'cid');
    await make('k-3', 'ann');
    await tell('KeepCommitment', '2025-11-10', { commitmentId: 'k-1' });
    await tell('BreakCommitment', '2025-11-12', { commitmentId: 'k-2', reason: 'no time' });
    await product.caughtUp();
    expect(await ask('team?asOf=2025-11-30')).toMatchObject({
      members: [
        { employeeId: 'ann', commitments: { made: 1, overdue: 1, keptRate: 0 } },
        { employeeId: 'ceo', commitments: { made: 0, keptRate: null } },
        { employeeId: 'cid', commitments: { made: 2, kept: 1, broken: 1, keptRate: 0.5 } },
      ],
    });
  });

  it('[68] gives steps of the plan to people of theirs', async () => {
    await tell('InviteCustomerToPlan', '2025-11-04', { stakeholders: ['eve', 'kim'], about: '2026' });
    await tell('PlanAction', '2025-11-05', { actionId: 'theirs', what: 'Send sell-out figures', due: '2025-11-20', stakeholderId: 'kim' });
    await tell('CompleteAction', '2025-11-18', { actionId: 'theirs', result: 'sent' });
    await product.caughtUp();
    expect((await ask('tasks?side=theirs')).items).toMatchObject([
      { taskId: 'theirs', stakeholderId: 'kim', status: 'completed', result: 'sent' },
    ]);
    const refused = await product.command('PlanAction', 'mart', '2025-11-05', { what: 'x', due: '2025-11-20', stakeholderId: 'kym' });
    expect(refused.body).toMatchObject({ code: 'STAKEHOLDER_NOT_FOUND' });
  });

  it('[76: figure] shows what lies with which department, and how long it has been stuck there', async () => {
    await tell('PlanAction', '2025-11-05', { actionId: 'ours', what: 'Load plan', due: '2025-11-20', department: 'logistics' });
    await product.caughtUp();
    expect(await ask('team?asOf=2025-11-30')).toMatchObject({
      departments: [
        { department: 'board', open: 0 },
        { department: 'logistics', members: 1, open: 1, overdue: 1, daysOverdueMax: 10 },
      ],
      actionsOfTheirs: 1,
      coAuthoredShare: 0.5,
    });
    expect((await ask('tasks?asOf=2025-11-30&status=overdue')).items).toMatchObject([
      { taskId: 'ours', daysOverdue: 10 },
      { taskId: 'k-3' },
    ]);
  });

  it('says how much of the growth of accounts goes with who manages them', async () => {
    expect(await product.ask('/v1/manager-effect?asOf=2025-12-31')).toMatchObject({
      managers: [
        { employeeId: 'ann', accounts: 1, growthMean: 0.5 },
        { employeeId: 'ben', accounts: 1, growthMean: -0.2 },
      ],
      accounts: 2,
      growthExplained: 1,
    });
  });

  it('a person who has left takes part in nothing, and is missed on the map', async () => {
    await tell('RecordDeparture', '2025-12-01', { stakeholderId: 'kim', to: 'Globex' });
    const call = await product.command('RecordInteraction', 'mart', '2025-12-02', { channel: 'call', contacts: ['kim'] });
    expect(call.body).toMatchObject({ code: 'STAKEHOLDER_DEPARTED' });
    await product.caughtUp();
    expect(await ask('decision-map?asOf=2025-12-05')).toMatchObject({ gaps: ['champion-left', 'no-advocate'] });
  });
});
