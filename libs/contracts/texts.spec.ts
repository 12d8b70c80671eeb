import { describe, expect, it } from '@jest/globals';
import { type AccountEvents, eventDeclarations } from '#libs/domain/messages.js';
import { exampleOf } from '#libs/kernel/fields.js';
import { de } from './languages/de.js';
import { maturityTexts } from './testing/maturity-texts.js';
import { collaborationTexts } from './testing/collaboration-texts.js';
import { stakeholderTexts } from './testing/stakeholder-texts.js';
import { type TextSamples } from './testing/text-samples.js';
import { designationSamples } from './testing/designation-samples.js';
import { workTexts } from './testing/work-texts.js';
import { textOf } from './texts.js';

const LANGUAGES = ['en', 'de'];

const EUR = { amount: '440.00', currency: 'EUR' };
const TOTAL = { contactStructure: 2, functions: 2, executiveCadence: 2, offering: 2, informationSharing: 2, trust: 2 };

/** Of every event of an account: the least that it can say, the most, and how the most reads. */
const samples: TextSamples<AccountEvents> = {
  ...stakeholderTexts,
  ...maturityTexts,
  ...collaborationTexts,
  ...workTexts,
  AccountOpened: [
    { name: 'Acme' },
    { name: 'Acme', industry: 'Retail', segment: 'A', country: 'DE', city: 'Ulm', splitFrom: 'big' },
    'Acme, Retail, Ulm, DE, split from big.',
  ],
  AccountRenamed: [{ name: 'New', previous: 'Old' }, { name: 'New', previous: 'Old', reason: 'merger' }, 'From Old to New: merger.'],
  DossierSectionUpdated: [
    { section: 'finance', fields: {} },
    { section: 'finance', fields: { rating: 'AA', bank: 'KfW' }, validAt: '2026-01-01' },
    'Section finance: rating AA, bank KfW.',
  ],
  ParentAccountSet: [{ parentId: null, previous: 'big' }, { parentId: 'big', previous: null }, 'Part of big.'],
  AccountsMerged: [{ into: 'big', reason: 'bought' }, { into: 'big', reason: 'bought' }, 'Lives on as big: bought.'],
  AccountAbsorbed: [{ accountId: 'small', reason: 'bought' }, { accountId: 'small', reason: 'bought' }, 'small lives on here: bought.'],
  AccountUnmerged: [{ from: 'big', reason: 'mistake' }, { from: 'big', reason: 'mistake' }, 'Stands apart from big again: mistake.'],
  AccountReleased: [
    { accountId: 'small', reason: 'mistake' },
    { accountId: 'small', reason: 'mistake' },
    'small stands apart again: mistake.',
  ],
  AccountSplitOff: [{ from: 'big', reason: 'sold' }, { from: 'big', reason: 'sold' }, 'To be opened as a part of big: sold.'],
  AccountSplit: [{ newAccountId: 'small', reason: 'sold' }, { newAccountId: 'small', reason: 'sold' }, 'small goes its own way: sold.'],
  AccountClosed: [{ reason: 'Bankrupt.' }, { reason: 'bankrupt' }, 'bankrupt.'],
  AccountReopened: [{ reason: 'rescued' }, { reason: 'rescued' }, 'rescued.'],
  OwnerAssigned: [{ employeeId: 'ann' }, { employeeId: 'ann', reason: 'new' }, 'ann is in charge: new.'],
  OwnershipTransferred: [{ from: 'ann', to: 'ben' }, { from: 'ann', to: 'ben', reason: 'leave' }, 'From ann to ben: leave.'],
  BackupOwnerAssigned: [{ employeeId: 'ben' }, { employeeId: 'ben' }, 'ben stands in.'],
  HandoverStarted: [
    { from: 'ann', to: 'ben', checklist: [] },
    { from: 'ann', to: 'ben', checklist: ['prices', 'people'] },
    'From ann to ben, to pass on: prices, people.',
  ],
  HandoverCompleted: [
    { from: 'ann', to: 'ben', checklist: [] },
    { from: 'ann', to: 'ben', checklist: ['prices'] },
    'From ann to ben, passed on: prices.',
  ],
  HandoverCancelled: [
    { from: 'ann', to: 'ben', reason: 'ben stays' },
    { from: 'ann', to: 'ben', reason: 'ben stays' },
    'From ann to ben, because: ben stays.',
  ],
  TeamMemberAdded: [
    { employeeId: 'cid', department: 'logistics', role: 'planner' },
    { employeeId: 'cid', department: 'logistics', role: 'planner', commitment: 'weekly call' },
    'cid as planner (logistics), committed to: weekly call.',
  ],
  TeamMemberRemoved: [{ employeeId: 'cid' }, { employeeId: 'cid', reason: 'left' }, 'cid: left.'],
  TerritoryAssigned: [
    { territory: 'north', effectiveFrom: '2026-01-01' },
    { territory: 'north', effectiveFrom: '2026-01-01', previous: 'west' },
    'north from 2026-01-01, before west.',
  ],
  InteractionRecorded: [
    { interactionId: 'i', channel: 'mail', credit: {} },
    {
      interactionId: 'i',
      channel: 'meeting',
      direction: 'outbound',
      ourPeople: ['ann'],
      contacts: ['Eve', 'Fay'],
      durationMinutes: 45,
      topics: ['prices', 'delivery'],
      sentiment: 'positive',
      outcome: 'agreed',
      summary: 'They were glad!',
      executive: true,
      credit: { employeeId: 'ann', teamId: 'north' },
    },
    'Outbound meeting with Eve, Fay about prices, delivery. They were glad! agreed.',
  ],
  InteractionCorrected: [
    { interactionId: 'i', corrects: 'e', changes: {}, reason: 'typo' },
    { interactionId: 'i', corrects: 'e', changes: { outcome: 'agreed', topics: [] }, reason: 'misheard' },
    'Corrected outcome, topics: misheard.',
  ],
  InteractionRetracted: [
    { interactionId: 'i', retracts: 'e', reason: 'twice' },
    { interactionId: 'i', retracts: 'e', reason: 'twice' },
    'twice.',
  ],
  MeetingPrepared: [
    { meetingId: 'm', checklist: [] },
    { meetingId: 'm', plannedFor: '2026-03-01T09:00:00.000Z', checklist: ['dossier'], brief: 'be kind' },
    'For 2026-03-01; prepared: dossier. be kind.',
  ],
  RelationshipAssessed: [
    { scores: TOTAL, total: 12, supports: 'value' },
    { scores: TOTAL, total: 12, supports: 'value' },
    '12 of 24 points, as many as value asks for.',
  ],
  RelationshipStageChanged: [
    { from: 'transactional', to: 'value', direction: 'advance' },
    {
      from: 'value',
      to: 'strategic',
      direction: 'advance',
      reason: 'alliance',
      override: { reason: 'the board', missing: ['score', 'plan'] },
    },
    'From value to strategic: alliance. Overridden (the board) although missing: score, plan.',
  ],
  AccountGoalSet: [
    { horizon: 'short', goal: 'two lines' },
    { horizon: 'long', goal: 'sole supplier', due: '2030-01-01' },
    'Long-term: sole supplier, by 2030-01-01.',
  ],
  AccountStrategySet: [{ horizonYears: 5, goals: [] }, { horizonYears: 5, goals: ['trust', 'growth'] }, 'For 5 years: trust, growth.'],
  AccountPlanShared: [{ planVersion: '2026', sharedWith: [] }, { planVersion: '2026', sharedWith: ['Eve'] }, '2026 with Eve.'],
  AccountPlanAcknowledged: [{ planVersion: '2026', by: 'Eve' }, { planVersion: '2026', by: 'Eve' }, '2026 by Eve.'],
  InitiativePlanned: [
    { initiativeId: 'n', title: 'Depot', startsOn: '2026-04-01' },
    { initiativeId: 'n', title: 'Depot', startsOn: '2026-04-01' },
    'Depot, from 2026-04-01.',
  ],
  InitiativeAnnounced: [{ initiativeId: 'n', noticeDays: 1 }, { initiativeId: 'n', noticeDays: 30 }, 'n, 30 days ahead.'],
  JointInitiativeStarted: [{ initiativeId: 'n', title: 'Depot' }, { initiativeId: 'n', title: 'Depot' }, 'Depot.'],
  JointInitiativeMeasured: [
    { initiativeId: 'n', metric: 'stock', value: '-12 %' },
    { initiativeId: 'n', metric: 'stock', value: '-12 %' },
    'n: stock -12 %.',
  ],
  ForecastShared: [
    { horizonMonths: 1, quantities: {} },
    { horizonMonths: 6, quantities: { bolts: '5000 pcs' } },
    'Over 6 months: bolts 5000 pcs.',
  ],
  DataSharingAgreed: [{ scope: 'sell-out' }, { scope: 'sell-out' }, 'sell-out.'],
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
    { orderNumber: '10248', percent: 5, reason: 'volume' },
    '5 % for order 10248: volume.',
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
  MarketRegimeSet: [{ regime: 'growing' }, { regime: 'shrinking', growthPercent: -3 }, 'Shrinking market, -3 % a year.'],
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
  ChurnRiskFlagged: [
    { level: 'watch', reasons: [], basis: 'person' },
    { level: 'critical', previous: 'watch', reasons: ['price', 'forgotten'], basis: 'silence@2', rationale: 'no call' },
    'Critical after watch: price, forgotten (by silence@2).',
  ],
  ChurnRiskCleared: [
    { previous: 'watch', reason: 'they called' },
    { previous: 'watch', reason: 'they called' },
    'No longer watch: they called.',
  ],
  ContractRenewed: [
    { contractId: 'K1', until: '2027-01-01' },
    { contractId: 'K1', until: '2027-01-01', value: EUR },
    'K1 until 2027-01-01, worth 440.00 EUR.',
  ],
  AccountDeclaredLost: [
    { reasons: ['price'], criterion: 'churn-criterion@0' },
    {
      reasons: ['price'],
      competitor: 'Globex',
      basis: 'person',
      criterion: 'not met, 1 day since the order of 2026-03-01',
      evaluation: { met: false, orderDays: 1, lastOrderOn: '2026-03-01', daysSilent: 1 },
    },
    'For price, to Globex (by person; criterion: not met, 1 day since the order of 2026-03-01).',
  ],
  ChurnPostmortemRecorded: [
    { internal: [], external: [] },
    { internal: ['slow'], external: ['market'] },
    'Internal: slow; external: market.',
  ],
  ExternalChangeRecorded: [
    { changeId: 'c-1', kind: 'policy', what: 'Duty on imports.' },
    { changeId: 'c-1', kind: 'policy', what: 'Duty on imports.', effect: 'threat', party: 'Customs', reasons: ['price'] },
    'Policy: Duty on imports (Customs), a threat.',
  ],
  AlertRaised: [
    { alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@0', severity: 'warning', inputs: {}, credit: {} },
    { alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@0', severity: 'warning', inputs: { quietDays: 97 }, credit: {} },
    'Warning: silence.quiet (by silence@0).',
  ],
  AlertUpdated: [
    { alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@0', severity: 'critical', inputs: {} },
    { alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@1', severity: 'critical', inputs: { quietDays: 120 } },
    'Critical: silence.quiet (by silence@1).',
  ],
  AlertAcknowledged: [{ alertId: 'a-1' }, { alertId: 'a-1', remark: 'I call them.' }, 'a-1: I call them.'],
  AlertCleared: [{ alertId: 'a-1', reason: 'they called' }, { alertId: 'a-1', reason: 'they called' }, 'a-1: they called.'],
  WinBackOpened: [{ reason: 'they miss us' }, { reason: 'they miss us', value: EUR }, 'they miss us, worth 440.00 EUR.'],
  WinBackOfferMade: [
    { offerId: 'A1', kind: 'discount' },
    { offerId: 'A1', kind: 'discount', cost: EUR },
    'A1: discount, costing 440.00 EUR.',
  ],
  WinBackAnswerRecorded: [
    { offerId: 'A1', accepted: false },
    { offerId: 'A1', accepted: true, remark: 'at last' },
    'A1 was accepted. at last.',
  ],
  ComplaintRecorded: [
    { complaintId: 'c', theme: 'shipping', severity: 'high', what: 'wrong papers', credit: {} },
    {
      complaintId: 'c',
      theme: 'shipping',
      severity: 'high',
      what: 'wrong papers',
      complainedBy: 'Eva',
      channel: 'call',
      orderNumber: '7',
      credit: {},
    },
    'Shipping, high: wrong papers (Eva); order 7.',
  ],
  ComplaintAcknowledged: [
    { complaintId: 'c', credit: {} },
    { complaintId: 'c', remark: 'called back', credit: {} },
    'c was answered: called back.',
  ],
  ComplaintResolved: [
    { complaintId: 'c', resolution: 'checked now', credit: {} },
    { complaintId: 'c', resolution: 'checked now', credit: {} },
    'c: checked now.',
  ],
  ComplaintReopened: [{ complaintId: 'c', reason: 'wrong again' }, { complaintId: 'c', reason: 'wrong again' }, 'c: wrong again.'],
  DisputeOpened: [
    { disputeId: 'd', about: 'freight', credit: {} },
    { disputeId: 'd', about: 'freight', amount: EUR, complaintId: 'c', orderNumber: '7', credit: {} },
    'freight; 440.00 EUR in dispute.',
  ],
  DisputeEscalated: [
    { disputeId: 'd', to: 'the board', reason: 'no answer' },
    { disputeId: 'd', to: 'the board', reason: 'no answer' },
    'd to the board: no answer.',
  ],
  DisputeSettled: [{ disputeId: 'd', terms: 'halves' }, { disputeId: 'd', terms: 'halves', amount: EUR }, 'd: halves; 440.00 EUR.'],
  FrictionRecorded: [
    { frictionId: 'f', theme: 'invoicing', severity: 'low', what: 'twice billed', credit: {} },
    { frictionId: 'f', theme: 'invoicing', severity: 'low', what: 'twice billed', orderNumber: '7', credit: {} },
    'Invoicing, low: twice billed; order 7.',
  ],
  SurveySent: [
    { surveyId: 's', asks: ['nps'], recipients: 1, credit: {} },
    { surveyId: 's', asks: ['nps', 'csat'], recipients: 12, occasion: 'won', channel: 'mail', credit: {} },
    'Asks nps, csat of 12 people, on occasion: won.',
  ],
  SurveyResponseRecorded: [
    { surveyId: 's', responseId: 'r', words: 'no time', credit: {} },
    { surveyId: 's', responseId: 'r', nps: 9, csat: 4, level: 'satisfied', words: 'good people', respondent: 'Eva', credit: {} },
    'Eva answered s: satisfied, satisfaction 4 of 5, recommends 9 of 10. good people.',
  ],
  SentimentRecorded: [
    { sentiment: 'negative', credit: {} },
    { sentiment: 'negative', about: 'deliveries', words: 'late again', of: 'Eva', credit: {} },
    'Eva: negative about deliveries. late again.',
  ],
  CustomerAsked: [
    { questionId: 'q', question: 'Which papers?', credit: {} },
    { questionId: 'q', question: 'Which papers?', askedOf: 'Eva', channel: 'call', credit: {} },
    'Eva: Which papers?',
  ],
  CustomerAnswerRecorded: [
    { questionId: 'q', answer: 'a customs form' },
    { questionId: 'q', answer: 'a customs form', answeredBy: 'Eva' },
    'Eva: a customs form.',
  ],
  SuggestionRecorded: [
    { suggestionId: 's', suggestion: 'mail them first', credit: {} },
    { suggestionId: 's', suggestion: 'mail them first', suggestedBy: 'Eva', credit: {} },
    'Eva: mail them first.',
  ],
  SuggestionImplemented: [{ suggestionId: 's' }, { suggestionId: 's', remark: 'since March' }, 's: since March.'],
  SuggestionDeclined: [{ suggestionId: 's', reason: 'too dear' }, { suggestionId: 's', reason: 'too dear' }, 's: too dear.'],
  NeedRecorded: [
    { needId: 'n', need: 'before seven', dimension: 'service', credit: {} },
    { needId: 'n', need: 'before seven', dimension: 'service', importance: 4, toldBy: 'Eva', credit: {} },
    'Service: before seven (4 of 5).',
  ],
  NeedChanged: [
    { needId: 'n', direction: 'up', change: 'on Saturdays too' },
    { needId: 'n', direction: 'outward', change: 'spares too' },
    'n (outward): spares too.',
  ],
  NeedMet: [{ needId: 'n' }, { needId: 'n', by: 'a tour at five' }, 'n: a tour at five.'],
  ServiceFormPreferred: [{ form: 'remote' }, { form: 'on-site' }, 'They want to be served: on-site.'],
  DesiredPositionSet: [{ attribute: 'quality', target: 4 }, { attribute: 'reliability', target: 5 }, 'Reliability: 5 of 5.'],
  PerceptionRecorded: [
    { attribute: 'quality', score: 3 },
    { attribute: 'reliability', score: 3, respondents: 8, after: 'lost' },
    'Reliability: 3 of 5, by 8 people, on occasion: lost.',
  ],
  CustomerUpdateRecorded: [
    { orderNumber: '7', update: 'leaves on Thursday', credit: {} },
    { orderNumber: '7', update: 'leaves on Thursday', expectedOn: '2026-03-05', channel: 'call', credit: {} },
    'Of order 7: leaves on Thursday (expected on 2026-03-05).',
  ],
  FactWithdrawn: [{ fact: 'e', reason: 'twice' }, { fact: 'e', reason: 'twice' }, 'twice.'],
  FactCorrected: [
    { fact: 'e', reason: 'misread' },
    { fact: 'e', changes: { net: EUR }, occurredAt: '2026-03-01T09:00:00.000Z', credit: {}, reason: 'misread' },
    'net 440.00 EUR. It happened on 2026-03-01. Misread.',
  ],
  AccountWonBack: [{}, { reason: 'new owner' }, 'new owner.'],
  ...designationSamples,
};

const READS_WELL = /^\S.*[.!?]$/;
const READS_BADLY = /undefined|null|NaN|\[object|\.\.| {2}|[{}]/;

describe('the words for an event', () => {
  it.each(Object.entries(samples))('read well: %s', (type, [bare, full, reads]) => {
    for (const language of LANGUAGES) {
      for (const data of [bare, full]) {
        const { title, summary } = textOf(type, data, language);
        expect(title).toMatch(/^\p{Lu}/u);
        expect(summary).toMatch(READS_WELL);
        expect(summary).not.toMatch(READS_BADLY);
      }
    }
    expect(textOf(type, full).summary).toBe(reads);
  });

  it.each(Object.entries(eventDeclarations))('are there for %s, whatever it says, in every language', (type, { fields }) => {
    const least = Object.fromEntries(Object.entries(exampleOf(fields)).filter(([name]) => !fields[name]!.optional));
    for (const language of LANGUAGES) {
      for (const data of [exampleOf(fields), least]) {
        const { summary } = textOf(type, data, language);
        expect(summary).toMatch(READS_WELL);
        expect(summary).not.toMatch(READS_BADLY);
      }
    }
  });

  it('are those of the language that is asked for, and English where it has none', () => {
    const made = { promiseId: 'p', what: 'Rückruf', due: '2026-03-01', promisedTo: 'Eva', credit: {} };
    expect(textOf('PromiseMade', made, 'de')).toEqual({ title: 'Zusage gegeben', summary: 'Rückruf, fällig am 2026-03-01, an Eva.' });
    expect(textOf('PromiseMade', made, 'fr')).toEqual(textOf('PromiseMade', made));
    expect(textOf('InteractionRecorded', { channel: 'call', credit: {} }, 'de').summary).toBe('Anruf.');
  });

  it('are the name of a type that a newer program has written', () => {
    expect(textOf('NobodyKnowsIt', { a: 1 })).toEqual({ title: 'NobodyKnowsIt', summary: '' });
    expect(textOf('constructor', {})).toEqual({ title: 'constructor', summary: '' });
  });

  it('take what people wrote as it is: braces and quotes are no format', () => {
    expect(textOf('AccountClosed', { reason: "{it} isn't <b>ours</b> #1" }).summary).toBe("{it} isn't <b>ours</b> #1.");
  });

  it('of German leave out no event', () => {
    expect(Object.keys(de.events).toSorted()).toEqual(Object.keys(eventDeclarations).toSorted());
  });
});
