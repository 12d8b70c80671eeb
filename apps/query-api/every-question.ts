import { type Question } from './question.js';
import { account, type AccountAnswer } from './queries/account.js';
import { accountAlerts, type AccountAlertsAnswer } from './queries/account-alerts.js';
import { accountCadence, type CadenceAnswer } from './queries/account-cadence.js';
import { accountDesignation, type AccountDesignationAnswer } from './queries/account-designation.js';
import { accountForecasts, type ForecastsAnswer } from './queries/account-forecasts.js';
import { accountLoyalty, type AccountLoyaltyAnswer } from './queries/account-loyalty.js';
import { accountPeopleRisk, type AccountPeopleRiskAnswer } from './queries/account-people-risk.js';
import { accountPlaybooks, type AccountPlaybooksAnswer } from './queries/account-playbooks.js';
import { accountPowerBalance, type PowerBalanceAnswer } from './queries/account-power-balance.js';
import { accountProcesses, type AccountProcessesAnswer } from './queries/account-processes.js';
import { accountProfit, type AccountProfitAnswer } from './queries/account-profit.js';
import { accountRelationshipProgress, type RelationshipProgressAnswer } from './queries/account-relationship-progress.js';
import { accountResources, type AccountResourcesAnswer } from './queries/account-resources.js';
import { accountSilence, type AccountSilenceAnswer } from './queries/account-silence.js';
import { accountStructure, type AccountStructureAnswer } from './queries/account-structure.js';
import { accountSurvival, type AccountSurvivalAnswer } from './queries/account-survival.js';
import { accountTypes, type AccountTypesAnswer } from './queries/account-types.js';
import { accountValue, type ValueAnswer } from './queries/account-value.js';
import { accountVoice, type AccountVoiceAnswer } from './queries/account-voice.js';
import { accounts, type AccountsAnswer } from './queries/accounts.js';
import { afterSale, type AfterSaleAnswer } from './queries/account-after-sale.js';
import { alerts, type AlertsAnswer } from './queries/alerts.js';
import { assets, type AssetsAnswer } from './queries/assets.js';
import { baselines, type BaselinesAnswer } from './queries/baselines.js';
import { brief, type BriefAnswer } from './queries/account-brief.js';
import { cadences, type CadencesAnswer } from './queries/cadences.js';
import { candidates, type CandidatesAnswer } from './queries/candidates.js';
import { churnCriterionBacktest, type ChurnCriterionBacktestAnswer } from './queries/churn-criterion-backtest.js';
import { churnRisk, type ChurnRiskAnswer } from './queries/churn-risk.js';
import { companyPlan, type CompanyPlanAnswer } from './queries/company-plan.js';
import { complaintSummary, type ComplaintSummaryAnswer } from './queries/complaint-summary.js';
import { complaints, type ComplaintsAnswer } from './queries/complaints.js';
import { concentration, type ConcentrationAnswer } from './queries/concentration.js';
import { contracts, type ContractsAnswer } from './queries/contracts.js';
import { customerQuestions, type CustomerQuestionsAnswer } from './queries/customer-questions.js';
import { dealLinks, type DealLinksAnswer } from './queries/deal-links.js';
import { decisionMap, type DecisionMapAnswer } from './queries/account-decision-map.js';
import { departedCredits, type DepartedCreditsAnswer } from './queries/departed-credits.js';
import { designationBacktest, type DesignationBacktestAnswer } from './queries/designation-backtest.js';
import { disputes, type DisputesAnswer } from './queries/disputes.js';
import { dossier, type DossierAnswer } from './queries/account-dossier.js';
import { dossiers, type DossiersAnswer } from './queries/dossiers.js';
import { earlyWarnings, type EarlyWarningsAnswer } from './queries/early-warnings.js';
import { externalChanges, type ExternalChangesAnswer } from './queries/external-changes.js';
import { funnel, type FunnelAnswer } from './queries/funnel.js';
import { growingShares, type GrowingSharesAnswer } from './queries/growing-shares.js';
import { growth, type GrowthAnswer } from './queries/growth.js';
import { health, type HealthAnswer } from './queries/health.js';
import { history, type HistoryAnswer } from './queries/account-history.js';
import { home, type HomeAnswer } from './queries/home.js';
import { interactions, type InteractionsAnswer } from './queries/account-interactions.js';
import { investments, type InvestmentsAnswer } from './queries/investments.js';
import { keyAccountLoad, type KeyAccountLoadAnswer } from './queries/key-account-load.js';
import { keyAccounts, type KeyAccountsAnswer } from './queries/key-accounts.js';
import { kpis, type KpisAnswer } from './queries/kpis.js';
import { leadingIndicators, type LeadingIndicatorsAnswer } from './queries/leading-indicators.js';
import { lessons, type LessonsAnswer } from './queries/lessons.js';
import { lossImpact, type LossImpactAnswer } from './queries/loss-impact.js';
import { lossReasons, type LossReasonsAnswer } from './queries/loss-reasons.js';
import { losses, type LossesAnswer } from './queries/losses.js';
import { lostAccounts, type LostAccountsAnswer } from './queries/lost-accounts.js';
import { managerEffect, type ManagerEffectAnswer } from './queries/manager-effect.js';
import { maturity, type MaturityAnswer } from './queries/account-maturity.js';
import { meetings, type MeetingsAnswer } from './queries/account-meetings.js';
import { needDrift, type NeedDriftAnswer } from './queries/need-drift.js';
import { needs, type NeedsAnswer } from './queries/needs.js';
import { nextPurchases, type NextPurchasesAnswer } from './queries/next-purchases.js';
import { opportunities, type OpportunitiesAnswer } from './queries/opportunities.js';
import { orderWishes, type OrderWishesAnswer } from './queries/order-wishes.js';
import { orders, type OrdersAnswer } from './queries/orders.js';
import { peopleRisk, type PeopleRiskAnswer } from './queries/people-risk.js';
import { playbooks, type PlaybooksAnswer } from './queries/playbooks.js';
import { policies, type PoliciesAnswer } from './queries/policies.js';
import { postmortems, type PostmortemsAnswer } from './queries/postmortems.js';
import { practice, type PracticeAnswer } from './queries/practice.js';
import { predictionScores, type PredictionScoresAnswer } from './queries/prediction-scores.js';
import { predictions, type PredictionsAnswer } from './queries/predictions.js';
import { processes, type ProcessesAnswer } from './queries/processes.js';
import { programs, type AccountProgramsAnswer } from './queries/account-programs.js';
import { promises, type PromisesAnswer } from './queries/account-promises.js';
import { promisesSummary, type PromiseSummaryAnswer } from './queries/promise-summary.js';
import { punctuality, type PunctualityAnswer } from './queries/punctuality.js';
import { references, type ReferencesAnswer } from './queries/references.js';
import { resources, type ResourcesAnswer } from './queries/resources.js';
import { satisfactionQuestion, type SatisfactionAnswer } from './queries/satisfaction.js';
import { scorecards, type ScorecardsAnswer } from './queries/scorecards.js';
import { segments, type SegmentsAnswer } from './queries/segments.js';
import { sharing, type SharingAnswer } from './queries/account-sharing.js';
import { silence, type SilenceAnswer } from './queries/silence.js';
import { skillGaps, type SkillGapsAnswer } from './queries/skill-gaps.js';
import { stages, type StagesAnswer } from './queries/stages.js';
import { status, type StatusAnswer } from './queries/status.js';
import { suggestions, type SuggestionsAnswer } from './queries/suggestions.js';
import { tasks, type TasksAnswer } from './queries/account-tasks.js';
import { team, type AccountTeamAnswer } from './queries/account-team.js';
import { tenders, type TendersAnswer } from './queries/tenders.js';
import { territories, type TerritoriesAnswer } from './queries/territories.js';
import { tiers, type TiersAnswer } from './queries/tiers.js';
import { time, type TimeAnswer } from './queries/time.js';
import { timeline, type TimelineAnswer } from './queries/account-timeline.js';
import { values, type ValuesAnswer } from './queries/values.js';
import { wallet, type WalletAnswer } from './queries/account-wallet.js';
import { wallets, type WalletsAnswer } from './queries/wallets.js';
import { whiteSpace, type WhiteSpaceAnswer } from './queries/white-space.js';
import { winBacks, type WinBacksAnswer } from './queries/win-backs.js';
import { winRates, type WinRatesAnswer } from './queries/win-rates.js';

/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */
export const QUESTIONS: readonly Question[] = [
  programs satisfies Question<AccountProgramsAnswer>,
  accountSurvival satisfies Question<AccountSurvivalAnswer>,
  accountTypes satisfies Question<AccountTypesAnswer>,
  accounts satisfies Question<AccountsAnswer>,
  account satisfies Question<AccountAnswer>,
  afterSale satisfies Question<AfterSaleAnswer>,
  accountAlerts satisfies Question<AccountAlertsAnswer>,
  brief satisfies Question<BriefAnswer>,
  accountCadence satisfies Question<CadenceAnswer>,
  decisionMap satisfies Question<DecisionMapAnswer>,
  accountDesignation satisfies Question<AccountDesignationAnswer>,
  dossier satisfies Question<DossierAnswer>,
  earlyWarnings satisfies Question<EarlyWarningsAnswer>,
  accountForecasts satisfies Question<ForecastsAnswer>,
  history satisfies Question<HistoryAnswer>,
  interactions satisfies Question<InteractionsAnswer>,
  lossImpact satisfies Question<LossImpactAnswer>,
  accountLoyalty satisfies Question<AccountLoyaltyAnswer>,
  maturity satisfies Question<MaturityAnswer>,
  meetings satisfies Question<MeetingsAnswer>,
  accountPeopleRisk satisfies Question<AccountPeopleRiskAnswer>,
  accountPlaybooks satisfies Question<AccountPlaybooksAnswer>,
  accountPowerBalance satisfies Question<PowerBalanceAnswer>,
  accountProcesses satisfies Question<AccountProcessesAnswer>,
  accountProfit satisfies Question<AccountProfitAnswer>,
  promises satisfies Question<PromisesAnswer>,
  accountRelationshipProgress satisfies Question<RelationshipProgressAnswer>,
  accountResources satisfies Question<AccountResourcesAnswer>,
  sharing satisfies Question<SharingAnswer>,
  accountSilence satisfies Question<AccountSilenceAnswer>,
  accountStructure satisfies Question<AccountStructureAnswer>,
  tasks satisfies Question<TasksAnswer>,
  team satisfies Question<AccountTeamAnswer>,
  timeline satisfies Question<TimelineAnswer>,
  accountValue satisfies Question<ValueAnswer>,
  accountVoice satisfies Question<AccountVoiceAnswer>,
  wallet satisfies Question<WalletAnswer>,
  alerts satisfies Question<AlertsAnswer>,
  assets satisfies Question<AssetsAnswer>,
  baselines satisfies Question<BaselinesAnswer>,
  cadences satisfies Question<CadencesAnswer>,
  candidates satisfies Question<CandidatesAnswer>,
  churnCriterionBacktest satisfies Question<ChurnCriterionBacktestAnswer>,
  churnRisk satisfies Question<ChurnRiskAnswer>,
  companyPlan satisfies Question<CompanyPlanAnswer>,
  complaints satisfies Question<ComplaintsAnswer>,
  complaintSummary satisfies Question<ComplaintSummaryAnswer>,
  concentration satisfies Question<ConcentrationAnswer>,
  contracts satisfies Question<ContractsAnswer>,
  customerQuestions satisfies Question<CustomerQuestionsAnswer>,
  dealLinks satisfies Question<DealLinksAnswer>,
  departedCredits satisfies Question<DepartedCreditsAnswer>,
  designationBacktest satisfies Question<DesignationBacktestAnswer>,
  disputes satisfies Question<DisputesAnswer>,
  dossiers satisfies Question<DossiersAnswer>,
  externalChanges satisfies Question<ExternalChangesAnswer>,
  funnel satisfies Question<FunnelAnswer>,
  growingShares satisfies Question<GrowingSharesAnswer>,
  growth satisfies Question<GrowthAnswer>,
  health satisfies Question<HealthAnswer>,
  home satisfies Question<HomeAnswer>,
  investments satisfies Question<InvestmentsAnswer>,
  keyAccountLoad satisfies Question<KeyAccountLoadAnswer>,
  keyAccounts satisfies Question<KeyAccountsAnswer>,
  kpis satisfies Question<KpisAnswer>,
  leadingIndicators satisfies Question<LeadingIndicatorsAnswer>,
  lessons satisfies Question<LessonsAnswer>,
  lossReasons satisfies Question<LossReasonsAnswer>,
  losses satisfies Question<LossesAnswer>,
  lostAccounts satisfies Question<LostAccountsAnswer>,
  managerEffect satisfies Question<ManagerEffectAnswer>,
  needDrift satisfies Question<NeedDriftAnswer>,
  needs satisfies Question<NeedsAnswer>,
  nextPurchases satisfies Question<NextPurchasesAnswer>,
  opportunities satisfies Question<OpportunitiesAnswer>,
  orderWishes satisfies Question<OrderWishesAnswer>,
  orders satisfies Question<OrdersAnswer>,
  peopleRisk satisfies Question<PeopleRiskAnswer>,
  playbooks satisfies Question<PlaybooksAnswer>,
  policies satisfies Question<PoliciesAnswer>,
  postmortems satisfies Question<PostmortemsAnswer>,
  practice satisfies Question<PracticeAnswer>,
  predictionScores satisfies Question<PredictionScoresAnswer>,
  predictions satisfies Question<PredictionsAnswer>,
  processes satisfies Question<ProcessesAnswer>,
  promisesSummary satisfies Question<PromiseSummaryAnswer>,
  punctuality satisfies Question<PunctualityAnswer>,
  references satisfies Question<ReferencesAnswer>,
  resources satisfies Question<ResourcesAnswer>,
  satisfactionQuestion satisfies Question<SatisfactionAnswer>,
  scorecards satisfies Question<ScorecardsAnswer>,
  segments satisfies Question<SegmentsAnswer>,
  silence satisfies Question<SilenceAnswer>,
  skillGaps satisfies Question<SkillGapsAnswer>,
  stages satisfies Question<StagesAnswer>,
  status satisfies Question<StatusAnswer>,
  suggestions satisfies Question<SuggestionsAnswer>,
  tenders satisfies Question<TendersAnswer>,
  territories satisfies Question<TerritoriesAnswer>,
  tiers satisfies Question<TiersAnswer>,
  time satisfies Question<TimeAnswer>,
  values satisfies Question<ValuesAnswer>,
  wallets satisfies Question<WalletsAnswer>,
  whiteSpace satisfies Question<WhiteSpaceAnswer>,
  winBacks satisfies Question<WinBacksAnswer>,
  winRates satisfies Question<WinRatesAnswer>,
];
