import { type AccountEvents } from '#libs/domain/messages.js';
import { type TextSamples } from './text-samples.js';

const EUR = { amount: '440.00', currency: 'EUR' };

type Events = Pick<
  AccountEvents,
  | 'OrderRecorded'
  | 'DeliveryRecorded'
  | 'InvoiceRecorded'
  | 'ReturnRecorded'
  | 'MarginRecorded'
  | 'CostToServeRecorded'
  | 'DiscountGranted'
  | 'PaymentTermsGranted'
  | 'OrderDeclined'
  | 'WalletEstimated'
  | 'CompetitorSpendRecorded'
  | 'CompetitorSighted'
  | 'MarketRegimeSet'
  | 'OpportunityOpened'
  | 'OpportunityLinked'
  | 'ProspectQualified'
  | 'ProspectDisqualified'
  | 'OpportunityStageChanged'
  | 'OpportunityWon'
  | 'OpportunityLost'
  | 'TenderEntered'
  | 'BidSubmitted'
  | 'TenderOutcomeRecorded'
  | 'PromiseMade'
  | 'PromiseKept'
  | 'PromiseBroken'
  | 'PromiseRenegotiated'
  | 'CustomerUpdateRecorded'
>;

/** The least that each event can say, the most, and how the most reads. */
export const tradeTexts: TextSamples<Events> = {
  OrderRecorded: [
    { orderNumber: '10248', net: EUR, credit: {} },
    {
      orderNumber: '10248',
      net: EUR,
      gross: EUR,
      freight: EUR,
      lines: 3,
      requiredOn: '2026-04-01',
      category: 'pumps',
      division: 'Ulm',
      credit: { employeeId: 'ann' },
    },
    'Order 10248 over 440.00 EUR net, 3 lines, required on 2026-04-01, pumps for Ulm.',
  ],
  DeliveryRecorded: [
    { orderNumber: '10248', deliveryNumber: 'D1', credit: {} },
    { orderNumber: '10248', deliveryNumber: 'D1', net: EUR, credit: {} },
    'Delivery D1 of order 10248 over 440.00 EUR net.',
  ],
  InvoiceRecorded: [
    { invoiceNumber: 'R1', net: EUR, credit: {} },
    { invoiceNumber: 'R1', orderNumber: '10248', net: EUR, credit: {} },
    'Invoice R1 over 440.00 EUR net for order 10248.',
  ],
  ReturnRecorded: [
    { returnNumber: 'B1', orderNumber: '10248', net: EUR, credit: {} },
    { returnNumber: 'B1', orderNumber: '10248', net: EUR, reason: 'broken', credit: {} },
    'Return B1 of 440.00 EUR for order 10248: broken.',
  ],
  MarginRecorded: [
    { orderNumber: '10248', margin: EUR, credit: {} },
    { orderNumber: '10248', margin: EUR, previous: { amount: '400.00', currency: 'EUR' }, credit: {} },
    '440.00 EUR for order 10248, instead of 400.00 EUR.',
  ],
  CostToServeRecorded: [
    { month: '2026-01', cost: EUR, credit: {} },
    { month: '2026-01', cost: EUR, kind: 'freight', credit: {} },
    '440.00 EUR in 2026-01 for freight.',
  ],
  DiscountGranted: [
    { percent: 5, reason: 'volume' },
    { orderNumber: '10248', percent: 5, reason: 'volume', grantedBy: 'ann' },
    '5 % for order 10248 by ann: volume.',
  ],
  PaymentTermsGranted: [
    { paymentDays: 60, reason: 'seasonal stock' },
    { paymentDays: 60, reason: 'seasonal stock', grantedBy: 'ann' },
    '60 days by ann: seasonal stock.',
  ],
  OrderDeclined: [
    { reason: 'too small' },
    { orderNumber: '10249', reason: 'too small', category: 'pumps', value: EUR },
    'We declined order 10249 over 440.00 EUR: too small.',
  ],
  WalletEstimated: [
    { period: '2026', amount: EUR, method: 'judgement' },
    { category: 'pumps', period: '2026', amount: EUR, method: 'survey', interval: { low: EUR, high: EUR, level: 80 }, previous: EUR },
    '440.00 EUR on pumps in 2026 (by survey), 440.00 EUR to 440.00 EUR at 80 %, instead of 440.00 EUR.',
  ],
  CompetitorSpendRecorded: [
    { competitor: 'Vireo', period: '2026', amount: EUR },
    { competitor: 'Vireo', category: 'pumps', period: '2026', amount: EUR },
    '440.00 EUR with Vireo on pumps in 2026.',
  ],
  CompetitorSighted: [
    { competitor: 'Vireo' },
    { competitor: 'Vireo', category: 'pumps', offer: 'free service', threat: 'high', holdsAccount: true, rank: 1 },
    'Vireo for pumps, high threat: free service.',
  ],
  MarketRegimeSet: [
    { regime: 'growing' },
    { regime: 'shrinking', growthPercent: -3, ownSharePercent: 12 },
    'Shrinking market, -3 % a year; 12 % of it is theirs.',
  ],
  OpportunityOpened: [
    { opportunityId: 'o', title: 'Pumps', credit: {} },
    {
      opportunityId: 'o',
      title: 'Pumps',
      stage: 'engaging',
      value: EUR,
      strategicPotential: 'high',
      impactMonths: 24,
      uniqueAdvantage: { what: 'life', proof: 'test' },
      business: 'new',
      category: 'pumps',
      competitors: ['Vireo'],
      expectedCloseOn: '2026-06-01',
      opens: ['service', 'parts'],
      openedBy: { accountId: 'big', opportunityId: 'a' },
      credit: { employeeId: 'ann' },
    },
    'Pumps, worth 440.00 EUR (new business), for 24 months, may open: service, parts.',
  ],
  OpportunityLinked: [
    { opportunityId: 'o', openedBy: { opportunityId: 'a' } },
    { opportunityId: 'o', openedBy: { accountId: 'big', opportunityId: 'a' } },
    'o was opened by a of account big.',
  ],
  ProspectQualified: [
    { opportunityId: 'o', need: true, solvency: true, authority: true },
    { opportunityId: 'o', need: true, solvency: false, authority: true, missing: ['solvency'], override: 'prepaid', remark: 'a start-up' },
    'o can be pursued although solvency is missing (prepaid): a start-up.',
  ],
  ProspectDisqualified: [
    { opportunityId: 'o', need: false, solvency: true, authority: true, missing: ['need'] },
    { opportunityId: 'o', need: false, solvency: true, authority: false, missing: ['need', 'authority'], remark: 'too early' },
    'o lacks need, authority: too early.',
  ],
  OpportunityStageChanged: [
    { opportunityId: 'o', stage: 'engaging', previous: 'prospecting' },
    { opportunityId: 'o', stage: 'proposal', previous: 'engaging', reason: 'asked', missing: ['authority'], override: 'the board' },
    'o to proposal after engaging: asked. Overridden (the board) although missing: authority.',
  ],
  OpportunityWon: [
    { opportunityId: 'o', credit: {} },
    { opportunityId: 'o', value: EUR, reasons: ['service'], against: ['Vireo'], orderNumber: '10248', credit: {} },
    'o, worth 440.00 EUR, against Vireo, for service.',
  ],
  OpportunityLost: [
    { opportunityId: 'o', reasons: ['unknown'], credit: {} },
    { opportunityId: 'o', reasons: ['price', 'delivery'], winner: 'Vireo', remark: 'close', credit: {} },
    'o, to Vireo, for price, delivery: close.',
  ],
  TenderEntered: [
    { tenderId: 't', title: 'Framework', credit: {} },
    { tenderId: 't', title: 'Framework', opportunityId: 'o', value: EUR, dueOn: '2026-04-01', competitors: ['Vireo'], credit: {} },
    'Framework, worth 440.00 EUR, due 2026-04-01.',
  ],
  BidSubmitted: [
    { tenderId: 't', amount: EUR },
    { tenderId: 't', amount: EUR, validUntil: '2026-06-01' },
    '440.00 EUR for t, valid until 2026-06-01.',
  ],
  TenderOutcomeRecorded: [
    { tenderId: 't', outcome: 'cancelled', credit: {} },
    {
      tenderId: 't',
      outcome: 'lost',
      reasons: ['price'],
      winner: 'Vireo',
      winningPrice: EUR,
      priceGapPercent: 8,
      bid: EUR,
      credit: {},
    },
    't: lost, to Vireo for 440.00 EUR against our 440.00 EUR, for price.',
  ],
  PromiseMade: [
    { promiseId: 'p', what: 'Call back', due: '2026-03-01', credit: {} },
    { promiseId: 'p', what: 'Call back', due: '2026-03-01', promisedTo: 'Eve', authority: 'head', orderNumber: '10248', credit: {} },
    'Call back, due 2026-03-01, to Eve.',
  ],
  PromiseKept: [
    { promiseId: 'p', due: '2026-03-01', daysLate: 0, credit: {} },
    { promiseId: 'p', due: '2026-03-01', missedDue: '2026-02-01', daysLate: 28, credit: {} },
    '28 days late, due 2026-03-01, 2026-02-01 was missed.',
  ],
  PromiseBroken: [
    { promiseId: 'p', reason: 'forgotten', due: '2026-03-01', credit: {} },
    { promiseId: 'p', reason: 'forgotten', due: '2026-03-01', credit: {} },
    'Due 2026-03-01: forgotten.',
  ],
  PromiseRenegotiated: [
    { promiseId: 'p', due: '2026-04-01', previousDue: '2026-03-01', reason: 'parts' },
    { promiseId: 'p', due: '2026-04-01', previousDue: '2026-03-01', reason: 'parts' },
    'Due 2026-04-01 instead of 2026-03-01: parts.',
  ],
  CustomerUpdateRecorded: [
    { orderNumber: '7', update: 'leaves on Thursday', credit: {} },
    { orderNumber: '7', update: 'leaves on Thursday', expectedOn: '2026-03-05', channel: 'call', credit: {} },
    'Of order 7: leaves on Thursday (expected on 2026-03-05).',
  ],
};
