import { type Question } from './question.js';
import { account, type AccountAnswer } from './queries/account.js';
import { accountDesignation, type AccountDesignationAnswer } from './queries/account-designation.js';
import { accountSilence, type AccountSilenceAnswer } from './queries/account-silence.js';
import { accountVoice, type AccountVoiceAnswer } from './queries/account-voice.js';
import { accounts, type AccountsAnswer } from './queries/accounts.js';
import { afterSale, type AfterSaleAnswer } from './queries/account-after-sale.js';
import { baselines, type BaselinesAnswer } from './queries/baselines.js';
import { candidates, type CandidatesAnswer } from './queries/candidates.js';
import { companyPlan, type CompanyPlanAnswer } from './queries/company-plan.js';
import { complaintSummary, type ComplaintSummaryAnswer } from './queries/complaint-summary.js';
import { complaints, type ComplaintsAnswer } from './queries/complaints.js';
import { concentration, type ConcentrationAnswer } from './queries/concentration.js';
import { customerQuestions, type CustomerQuestionsAnswer } from './queries/customer-questions.js';
import { dealLinks, type DealLinksAnswer } from './queries/deal-links.js';
import { departedCredits, type DepartedCreditsAnswer } from './queries/departed-credits.js';
import { designationBacktest, type DesignationBacktestAnswer } from './queries/designation-backtest.js';
import { disputes, type DisputesAnswer } from './queries/disputes.js';
import { funnel, type FunnelAnswer } from './queries/funnel.js';
import { growth, type GrowthAnswer } from './queries/growth.js';
import { history, type HistoryAnswer } from './queries/account-history.js';
import { keyAccountLoad, type KeyAccountLoadAnswer } from './queries/key-account-load.js';
import { keyAccounts, type KeyAccountsAnswer } from './queries/key-accounts.js';
import { kpis, type KpisAnswer } from './queries/kpis.js';
import { lossReasons, type LossReasonsAnswer } from './queries/loss-reasons.js';
import { maturity, type MaturityAnswer } from './queries/account-maturity.js';
import { needs, type NeedsAnswer } from './queries/needs.js';
import { opportunities, type OpportunitiesAnswer } from './queries/opportunities.js';
import { orderWishes, type OrderWishesAnswer } from './queries/order-wishes.js';
import { orders, type OrdersAnswer } from './queries/orders.js';
import { policies, type PoliciesAnswer } from './queries/policies.js';
import { promises, type PromisesAnswer } from './queries/account-promises.js';
import { promisesSummary, type PromiseSummaryAnswer } from './queries/promise-summary.js';
import { punctuality, type PunctualityAnswer } from './queries/punctuality.js';
import { satisfactionQuestion, type SatisfactionAnswer } from './queries/satisfaction.js';
import { segments, type SegmentsAnswer } from './queries/segments.js';
import { silence, type SilenceAnswer } from './queries/silence.js';
import { stages, type StagesAnswer } from './queries/stages.js';
import { status, type StatusAnswer } from './queries/status.js';
import { suggestions, type SuggestionsAnswer } from './queries/suggestions.js';
import { tenders, type TendersAnswer } from './queries/tenders.js';
import { territories, type TerritoriesAnswer } from './queries/territories.js';
import { tiers, type TiersAnswer } from './queries/tiers.js';
import { timeline, type TimelineAnswer } from './queries/account-timeline.js';
import { wallet, type WalletAnswer } from './queries/account-wallet.js';
import { wallets, type WalletsAnswer } from './queries/wallets.js';
import { whiteSpace, type WhiteSpaceAnswer } from './queries/white-space.js';
import { winRates, type WinRatesAnswer } from './queries/win-rates.js';

/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */
export const QUESTIONS: readonly Question[] = [
  accounts satisfies Question<AccountsAnswer>,
  account satisfies Question<AccountAnswer>,
  afterSale satisfies Question<AfterSaleAnswer>,
  accountDesignation satisfies Question<AccountDesignationAnswer>,
  history satisfies Question<HistoryAnswer>,
  maturity satisfies Question<MaturityAnswer>,
  promises satisfies Question<PromisesAnswer>,
  accountSilence satisfies Question<AccountSilenceAnswer>,
  timeline satisfies Question<TimelineAnswer>,
  accountVoice satisfies Question<AccountVoiceAnswer>,
  wallet satisfies Question<WalletAnswer>,
  baselines satisfies Question<BaselinesAnswer>,
  candidates satisfies Question<CandidatesAnswer>,
  companyPlan satisfies Question<CompanyPlanAnswer>,
  complaints satisfies Question<ComplaintsAnswer>,
  complaintSummary satisfies Question<ComplaintSummaryAnswer>,
  concentration satisfies Question<ConcentrationAnswer>,
  customerQuestions satisfies Question<CustomerQuestionsAnswer>,
  dealLinks satisfies Question<DealLinksAnswer>,
  departedCredits satisfies Question<DepartedCreditsAnswer>,
  designationBacktest satisfies Question<DesignationBacktestAnswer>,
  disputes satisfies Question<DisputesAnswer>,
  funnel satisfies Question<FunnelAnswer>,
  growth satisfies Question<GrowthAnswer>,
  keyAccountLoad satisfies Question<KeyAccountLoadAnswer>,
  keyAccounts satisfies Question<KeyAccountsAnswer>,
  kpis satisfies Question<KpisAnswer>,
  lossReasons satisfies Question<LossReasonsAnswer>,
  needs satisfies Question<NeedsAnswer>,
  opportunities satisfies Question<OpportunitiesAnswer>,
  orderWishes satisfies Question<OrderWishesAnswer>,
  orders satisfies Question<OrdersAnswer>,
  policies satisfies Question<PoliciesAnswer>,
  promisesSummary satisfies Question<PromiseSummaryAnswer>,
  punctuality satisfies Question<PunctualityAnswer>,
  satisfactionQuestion satisfies Question<SatisfactionAnswer>,
  segments satisfies Question<SegmentsAnswer>,
  silence satisfies Question<SilenceAnswer>,
  stages satisfies Question<StagesAnswer>,
  status satisfies Question<StatusAnswer>,
  suggestions satisfies Question<SuggestionsAnswer>,
  tenders satisfies Question<TendersAnswer>,
  territories satisfies Question<TerritoriesAnswer>,
  tiers satisfies Question<TiersAnswer>,
  wallets satisfies Question<WalletsAnswer>,
  whiteSpace satisfies Question<WhiteSpaceAnswer>,
  winRates satisfies Question<WinRatesAnswer>,
];
