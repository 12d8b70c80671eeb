import { monthOf } from '#libs/analytics/calendar.js';
import { deals } from './deals.js';
import { eur } from './facets.js';
import { openWork } from './open-work.js';
import { type Story } from './story.js';
import { voices } from './voices.js';

/** The days on which Saffron Spices came, ordered for the last time, and was declared lost. */
export const SAFFRON = { opened: 330, silent: 110, lost: 25 } as const;

/** What makes the stories of the portfolio whole, told by those who were in them. */
export const scenarios = (story: Story): void => {
  starSalesmanSeen(story);
  partsOrderedTwoWeeksAgo(story);
  honeymoon(story);
  dissatisfactionDisclosed(story);
  forecastsPayOff(story);
  noticesInTime(story);
  powerBalanced(story);
  volumeAndReputation(story);
  openWork(story);
  deals(story);
  voices(story);
};

/** Most of a large account hangs on one person, and most of its wallet is elsewhere. */
const starSalesmanSeen = (story: Story): void => {
  const stream = 'account-brightwater-foods';
  const inputs = { topPersonShare: 1, walletShare: 0.3, growth: 0 };
  story.tell(
    stream,
    story.at(46),
    'RaiseAlert',
    { alertId: 'one-head', rule: 'hostage-risk', policy: 'hostage-risk@0', severity: 'critical', inputs },
    { actor: 'emma' },
  );
  story.tell(
    stream,
    story.at(45, 10),
    'AcknowledgeAlert',
    { alertId: 'one-head', remark: 'A backup is named this week.' },
    { actor: 'emma' },
  );
  story.tell(stream, story.at(28), 'MakePromise', {
    promiseId: 'sample-run',
    what: 'A sample run on their new film',
    due: story.day(9),
    stakeholderId: 'plant',
    urgency: 'unplanned',
  });
};

/** An order that nobody spoke of, a furious call, and a promise that nobody could keep. */
const partsOrderedTwoWeeksAgo = (story: Story): void => {
  const stream = 'account-kestrel-parts';
  const said = { actor: 'farid' };
  const order = { orderNumber: 'KES-RUSH', net: eur(1_840), category: 'spare parts', leadTimeDays: 7, requiredOn: story.day(127) };
  story.tell(stream, story.at(134, 8), 'RecordOrder', order);
  story.tell(stream, story.at(134, 9), 'RecordMargin', { orderNumber: 'KES-RUSH', margin: eur(-260) });
  const complaint = { complaintId: 'two-weeks', orderNumber: 'KES-RUSH', complainedBy: 'plant', channel: 'call' } as const;
  story.tell(
    stream,
    story.at(120, 11),
    'RecordComplaint',
    { ...complaint, theme: 'communication', severity: 'severe', what: 'Parts ordered two weeks ago, and nobody told them anything.' },
    said,
  );
  story.tell(stream, story.at(118, 15), 'AcknowledgeComplaint', { complaintId: 'two-weeks' }, said);
  story.tell(stream, story.at(112), 'RecordDelivery', { orderNumber: 'KES-RUSH', deliveryNumber: 'D-KES-RUSH' });
  story.tell(
    stream,
    story.at(111),
    'RecordCustomerUpdate',
    { orderNumber: 'KES-RUSH', update: 'All parts are at the gate.', channel: 'call' },
    said,
  );
  story.tell(stream, story.at(100, 10), 'ResolveComplaint', { complaintId: 'two-weeks', resolution: 'A status every Friday.' }, said);
  story.tell(stream, story.at(95), 'GrantDiscount', { percent: 12, reason: 'For the trouble.' }, said);
  const late = { theme: 'delivery', complainedBy: 'plant' } as const;
  story.tell(stream, story.at(62), 'RecordComplaint', { ...late, complaintId: 'late-again', severity: 'high', what: 'Late again.' }, said);
  story.tell(stream, story.at(60), 'AcknowledgeComplaint', { complaintId: 'late-again' }, said);
  story.tell(stream, story.at(55), 'ResolveComplaint', { complaintId: 'late-again', resolution: 'Sent by courier.' }, said);
  story.tell(stream, story.at(50), 'ReopenComplaint', { complaintId: 'late-again', reason: 'The courier brought half of it.' }, said);
  story.tell(
    stream,
    story.at(12),
    'RecordComplaint',
    { ...late, complaintId: 'third-time', severity: 'severe', what: 'The third time in a season.' },
    said,
  );
  const dispute = { disputeId: 'penalty', about: 'A penalty for the standstill', amount: eur(6_200), complaintId: 'late-again' };
  story.tell(stream, story.at(40), 'OpenDispute', dispute, said);
  story.tell(
    stream,
    story.at(20),
    'EscalateDispute',
    { disputeId: 'penalty', to: 'Emma Lindqvist', reason: 'They withhold an invoice.' },
    said,
  );
  story.tell(stream, story.at(70), 'SetStance', { stakeholderId: 'plant', stance: 'hostile', reason: 'Three late deliveries.' }, said);
};

/** Every shipment went wrong a little; nobody asked a new customer how it went, and it left. */
const honeymoon = (story: Story): void => {
  const stream = 'account-saffron-spices';
  for (const [index, what] of [
    'Labels on the wrong side',
    'A pallet short',
    'Papers sent to the wrong dock',
    'Unloaded in the rain',
  ].entries())
    story.tell(stream, story.at(290 - 45 * index), 'RecordFriction', {
      frictionId: `shipment-${index + 1}`,
      theme: 'shipping',
      severity: index < 2 ? 'low' : 'medium',
      what,
    });
  const inputs = { daysWithoutVoice: 250, bound: 90 };
  story.tell(stream, story.at(60), 'RaiseAlert', { alertId: 'nobody-asked', rule: 'silence.honeymoon', policy: 'silence@0', inputs });
  story.tell(
    stream,
    story.at(SAFFRON.lost),
    'DeclareLost',
    { reasons: ['service', 'forgotten'], competitor: 'Vireo Supply' },
    { actor: 'farid' },
  );
  const internal = ['The shipping procedure was ours, and made for others', 'No survey in their first year'];
  story.tell(stream, story.at(20), 'RecordPostmortem', { internal, external: ['Vireo ships in their crates'] }, { actor: 'emma' });
};

/** What was said among executives, and what came of it. */
const dissatisfactionDisclosed = (story: Story): void => {
  const stream = 'account-helios-retail';
  story.tell(
    stream,
    story.at(600, 12),
    'DiscloseDissatisfaction',
    { what: 'Eleven of ours call on them, and none knows of the others.', stakeholderId: 'chief', causes: ['ignored_opinion', 'service'] },
    { actor: 'chloe' },
  );
  story.tell(stream, story.at(215), 'StartJointDevelopment', {
    developmentId: 'own-brand',
    title: 'A refill line under their brand',
    brand: 'Helios Home',
  });
  story.tell(stream, story.at(60), 'LaunchJointDevelopment', { developmentId: 'own-brand', product: 'Refill pouch, 1 litre' });
  story.tell(stream, story.at(90), 'RecordCustomerValue', {
    metric: 'shelf gaps avoided',
    amount: eur(58_000),
    confirmedBy: 'Jonas Bergström',
  });
  story.tell(stream, story.at(200), 'AssignBackupOwner', { employeeId: 'chloe' });
  const run = { runId: 'partnership' };
  story.tell(stream, story.at(228), 'StartPlaybook', { ...run, playbook: 'strategic-stage' });
  for (const [days, step] of [
    [225, 'review-goals'],
    [180, 'agree-data-sharing'],
    [90, 'measure-joint-initiative'],
  ] as const)
    story.tell(stream, story.at(days, 16), 'CompletePlaybookStep', { ...run, step });
  story.tell(stream, story.at(200, 16), 'CaptureLesson', {
    lessonId: 'one-voice',
    lesson: 'One person speaks for all of us, and all of us know it.',
    topic: 'coordination',
  });
};

const forecastsPayOff = (story: Story): void => {
  const stream = 'account-northgate-controls';
  story.tell(stream, story.at(150), 'RecordCustomerValue', {
    metric: 'stock-outs avoided',
    amount: eur(31_000),
    confirmedBy: 'Gesine Roth',
  });
  story.tell(stream, story.at(120), 'RenewContract', { contractId: 'frame', until: story.day(-50), value: eur(250_000) });
  story.tell(stream, story.at(180), 'ReuseLesson', {
    lessonId: 'one-voice',
    fromAccountId: 'helios-retail',
    how: 'Ben speaks for all of us.',
  });
};

/** Who needs whom more, brought into balance by more communication and benefit that is shown. */
const powerBalanced = (story: Story): void => {
  const stream = 'account-summit-logistics';
  const said = { actor: 'emma' };
  story.tell(stream, story.at(310), 'AssessSwitchingCost', { side: 'us', mark: 4, reason: 'A depot of ours serves them alone.' }, said);
  story.tell(stream, story.at(310), 'AssessSwitchingCost', { side: 'them', mark: 2, reason: 'Corvane has the same racks.' }, said);
  for (const [index, what] of [
    'Nobody announced the works',
    'Two visits on one day',
    'An old price list',
    'A gate that was shut',
  ].entries())
    story.tell(stream, story.at(340 - 25 * index), 'RecordFriction', { theme: 'communication', severity: 'medium', what }, said);
  const run = { runId: 'balance' };
  story.tell(
    stream,
    story.at(265),
    'StartPlaybook',
    { ...run, playbook: 'rebalance-power', reason: 'We need them more than they need us.' },
    said,
  );
  for (const [days, step, result] of [
    [255, 'communication:agree-rhythm', 'A report by the month'],
    [225, 'communication:inform-ahead', 'Thirty and fifteen days before'],
    [150, 'mutual-benefit:brief', 'Fewer trucks for both'],
    [100, 'mutual-benefit:confirm-value', 'Confirmed by Hanne Vik'],
  ] as const)
    story.tell(stream, story.at(days), 'CompletePlaybookStep', { ...run, step, result }, said);
  for (let days = 190; days > 30; days -= 31) {
    const month = monthOf(story.day(days));
    story.tell(
      stream,
      story.at(days, 15),
      'DeliverIntelReport',
      { month, advice: 'Corvane hires drivers near your depot.', competitors: ['Corvane'] },
      said,
    );
    story.tell(stream, story.at(days - 4, 15), 'AcknowledgeIntelReport', { month, by: 'Hanne Vik' }, said);
  }
  story.tell(
    stream,
    story.at(150, 11),
    'BriefMutualBenefit',
    { briefed: ['Hanne Vik', 'Iker Soto'], points: ['Fewer trucks', 'One depot for both'] },
    said,
  );
  story.tell(
    stream,
    story.at(100, 11),
    'RecordCustomerValue',
    { metric: 'trucks saved', amount: eur(26_000), confirmedBy: 'Hanne Vik' },
    said,
  );
  story.tell(stream, story.at(60), 'AssessSwitchingCost', { side: 'them', mark: 4, reason: 'Their planning runs on our notices.' }, said);
};

const noticesInTime = (story: Story): void => {
  const stream = 'account-summit-logistics';
  for (const [n, days] of [260, 170, 80].entries()) {
    const initiativeId = `initiative-${n + 1}`;
    story.tell(stream, story.at(days + 45), 'PlanInitiative', {
      initiativeId,
      title: `Depot improvement ${n + 1}`,
      startsOn: story.day(days),
    });
    story.tell(stream, story.at(days + (n === 2 ? 10 : 31)), 'AnnounceInitiative', { initiativeId });
  }
};

/** A small customer that opens doors beside a large one that costs more than it brings. */
const volumeAndReputation = (story: Story): void => {
  const stream = 'account-lumen-care';
  story.tell(stream, story.at(190), 'GrantReference', {
    referenceId: 'case-study',
    kind: 'case study',
    grantedBy: 'Salma Idris',
    validUntil: story.day(-300),
  });
  story.tell('account-tessera-labs', story.at(130), 'UseReference', {
    referenceId: 'case-study',
    fromAccountId: 'lumen-care',
    purpose: 'Their second line.',
  });
  story.tell(stream, story.at(110), 'RecordSuggestion', {
    suggestionId: 'refill',
    suggestion: 'Sell the refill without the bottle.',
    suggestedBy: 'founder',
  });
  story.tell(stream, story.at(65), 'ImplementSuggestion', { suggestionId: 'refill' });
  story.tell('account-brightwater-foods', story.at(120), 'GrantDiscount', { percent: 6, reason: 'Said on the golf course.' });
};
