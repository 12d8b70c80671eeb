import { type AccountCommands } from '#libs/domain/messages.js';
import { eur } from './facets.js';
import { type Story } from './story.js';

type Opened = AccountCommands['OpenOpportunity'] & { readonly opportunityId: string };
type Entered = AccountCommands['EnterTender'] & { readonly tenderId: string };

const QUALIFIED = { need: true, solvency: true, authority: true } as const;

/** Chances and tenders, won, lost and open. */
export const deals = (story: Story): void => {
  ours(story);
  lostAndOpen(story);
  tenders(story);
};

const ours = (story: Story): void => {
  opened(story, 'tessera-labs', 120, {
    opportunityId: 'second-line',
    title: 'Sensors of their second line',
    value: eur(180_000),
    strategicPotential: 'high',
    impactMonths: 36,
    uniqueAdvantage: { what: 'The only sensor that is sterilised in place', proof: 'Trial at Lumen Care' },
    category: 'sensors',
    competitors: ['Corvane'],
    expectedCloseOn: story.day(-30),
  });
  story.tell('account-tessera-labs', story.at(70), 'ChangeOpportunityStage', { opportunityId: 'second-line', stage: 'proposal' });

  opened(story, 'helios-retail', 260, {
    opportunityId: 'refill',
    title: 'A refill line',
    value: eur(96_000),
    strategicPotential: 'high',
    impactMonths: 24,
    category: 'replenishment',
  });
  story.tell('account-helios-retail', story.at(216), 'WinOpportunity', {
    opportunityId: 'refill',
    value: eur(104_000),
    reasons: ['relationship', 'product'],
  });
};

const lostAndOpen = (story: Story): void => {
  opened(story, 'brightwater-foods', 60, {
    opportunityId: 'film',
    title: 'Film for one season',
    value: eur(40_000),
    strategicPotential: 'low',
    impactMonths: 6,
    category: 'packaging',
    competitors: ['Vireo Supply'],
  });
  opened(story, 'kestrel-parts', 170, {
    opportunityId: 'service',
    title: 'Service contract',
    value: eur(60_000),
    impactMonths: 12,
    category: 'service',
    competitors: ['Vireo Supply'],
  });
  story.tell('account-kestrel-parts', story.at(110), 'LoseOpportunity', {
    opportunityId: 'service',
    reasons: ['service', 'delivery'],
    winner: 'Vireo Supply',
    remark: 'Lost with the parts that came too late.',
  });
};

const tenders = (story: Story): void => {
  opened(story, 'northgate-controls', 165, {
    opportunityId: 'frame',
    title: 'Frame of two years',
    value: eur(250_000),
    strategicPotential: 'medium',
    impactMonths: 24,
    category: 'actuators',
  });
  tender(
    story,
    'northgate-controls',
    160,
    { tenderId: 'frame', title: 'Actuators, two years', opportunityId: 'frame', value: eur(250_000), competitors: ['Corvane'] },
    246_000,
  );
  story.tell('account-northgate-controls', story.at(122), 'RecordTenderOutcome', {
    tenderId: 'frame',
    outcome: 'won',
    reasons: ['relationship', 'quality'],
  });
  story.tell('account-northgate-controls', story.at(121), 'WinOpportunity', {
    opportunityId: 'frame',
    value: eur(246_000),
    reasons: ['relationship'],
  });

  tender(
    story,
    'delta-mills',
    140,
    { tenderId: 'dyes', title: 'Dyes of the year', value: eur(70_000), competitors: ['Vireo Supply', 'Corvane'] },
    71_000,
  );
  story.tell('account-delta-mills', story.at(105), 'RecordTenderOutcome', {
    tenderId: 'dyes',
    outcome: 'lost',
    reasons: ['price'],
    winner: 'Vireo Supply',
    priceGapPercent: 8,
  });

  tender(
    story,
    'fjord-marine',
    25,
    { tenderId: 'coating', title: 'Coating of six hulls', value: eur(48_000), dueOn: story.day(-10) },
    47_500,
  );
};

const opened = (story: Story, account: string, days: number, data: Opened): void => {
  const stream = `account-${account}`;
  story.tell(stream, story.at(days), 'OpenOpportunity', data);
  story.tell(stream, story.at(days - 5), 'QualifyProspect', { opportunityId: data.opportunityId, ...QUALIFIED });
  story.tell(stream, story.at(days - 6), 'ChangeOpportunityStage', { opportunityId: data.opportunityId, stage: 'qualified' });
};

const tender = (story: Story, account: string, days: number, data: Entered, bid: number): void => {
  const stream = `account-${account}`;
  story.tell(stream, story.at(days), 'EnterTender', data);
  story.tell(stream, story.at(days - 12), 'SubmitBid', { tenderId: data.tenderId, amount: eur(bid) });
};
