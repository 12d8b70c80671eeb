import { eur } from './facets.js';
import { type Story } from './story.js';

/** The days on which it was declared lost, and won back. */
export const LOST_FROM = 200;
export const WON_BACK_FROM = 62;

/** A customer that fell silent, was declared lost, and came back. */
export const silentLossAndWinBack = (story: Story): void => {
  const stream = 'account-orchid-pharma';
  const said = { actor: 'emma' };
  story.tell(stream, story.at(LOST_FROM), 'DeclareLost', { reasons: ['forgotten', 'ignored_opinion'], competitor: 'Vireo Supply' }, said);
  story.tell(
    stream,
    story.at(190),
    'RecordPostmortem',
    { internal: ['No survey in their first year'], external: ['Vireo opened a depot nearby'] },
    said,
  );
  story.tell(stream, story.at(150), 'OpenWinBack', { reason: 'Their volume covers a van.', value: eur(144_000) }, said);
  story.tell(
    stream,
    story.at(140),
    'MakeWinBackOffer',
    { offerId: 'first-year-service', kind: 'service', cost: { amount: '1800.00', currency: 'EUR' } },
    said,
  );
  story.tell(
    stream,
    story.at(90),
    'RecordWinBackAnswer',
    { offerId: 'first-year-service', accepted: true, remark: 'On trial for half a year.' },
    said,
  );
  story.tell(stream, story.at(WON_BACK_FROM), 'DeclareWonBack', { reason: 'First order placed.' }, said);
  winBack(story);
};

const winBack = (story: Story): void => {
  const stream = 'account-orchid-pharma';
  const said = { actor: 'emma' };
  const plan = {
    investmentId: 'return',
    purpose: 'win-back',
    title: 'A year of service',
    amount: eur(1_800),
    expectedReturn: eur(14_000),
  } as const;
  story.tell(stream, story.at(142), 'PlanAccountInvestment', plan, said);
  story.tell(stream, story.at(80), 'RecordInvestmentSpend', { investmentId: 'return', amount: eur(1_200) }, said);
  story.tell(stream, story.at(148), 'StartPlaybook', { runId: 'back', playbook: 'win-back' }, said);
  story.tell(
    stream,
    story.at(146),
    'CompletePlaybookStep',
    { runId: 'back', step: 'ask-why', result: 'Nobody had asked them for a year.' },
    said,
  );
  story.tell(stream, story.at(140, 10), 'CompletePlaybookStep', { runId: 'back', step: 'make-offer' }, said);
  story.tell(stream, story.at(90, 10), 'CompletePlaybookStep', { runId: 'back', step: 'ask-for-trial' }, said);
};
