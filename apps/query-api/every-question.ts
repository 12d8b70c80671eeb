import { type Question } from './question.js';
import { account, type AccountAnswer } from './queries/account.js';
import { accountAlerts, type AccountAlertsAnswer } from './queries/account-alerts.js';
import { accountProfit, type AccountProfitAnswer } from './queries/account-profit.js';
import { accounts, type AccountsAnswer } from './queries/accounts.js';
import { alerts, type AlertsAnswer } from './queries/alerts.js';
import { churnCriterionBacktest, type ChurnCriterionBacktestAnswer } from './queries/churn-criterion-backtest.js';
import { churnRisk, type ChurnRiskAnswer } from './queries/churn-risk.js';
import { contracts, type ContractsAnswer } from './queries/contracts.js';
import { departedCredits, type DepartedCreditsAnswer } from './queries/departed-credits.js';
import { earlyWarnings, type EarlyWarningsAnswer } from './queries/early-warnings.js';
import { externalChanges, type ExternalChangesAnswer } from './queries/external-changes.js';
import { health, type HealthAnswer } from './queries/health.js';
import { history, type HistoryAnswer } from './queries/account-history.js';
import { kpis, type KpisAnswer } from './queries/kpis.js';
import { leadingIndicators, type LeadingIndicatorsAnswer } from './queries/leading-indicators.js';
import { lossImpact, type LossImpactAnswer } from './queries/loss-impact.js';
import { losses, type LossesAnswer } from './queries/losses.js';
import { lostAccounts, type LostAccountsAnswer } from './queries/lost-accounts.js';
import { maturity, type MaturityAnswer } from './queries/account-maturity.js';
import { nextPurchases, type NextPurchasesAnswer } from './queries/next-purchases.js';
import { policies, type PoliciesAnswer } from './queries/policies.js';
import { postmortems, type PostmortemsAnswer } from './queries/postmortems.js';
import { promises, type PromisesAnswer } from './queries/account-promises.js';
import { stages, type StagesAnswer } from './queries/stages.js';
import { status, type StatusAnswer } from './queries/status.js';
import { timeline, type TimelineAnswer } from './queries/account-timeline.js';
import { winBacks, type WinBacksAnswer } from './queries/win-backs.js';

/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */
export const QUESTIONS: readonly Question[] = [
  accounts satisfies Question<AccountsAnswer>,
  account satisfies Question<AccountAnswer>,
  accountAlerts satisfies Question<AccountAlertsAnswer>,
  earlyWarnings satisfies Question<EarlyWarningsAnswer>,
  history satisfies Question<HistoryAnswer>,
  maturity satisfies Question<MaturityAnswer>,
  accountProfit satisfies Question<AccountProfitAnswer>,
  promises satisfies Question<PromisesAnswer>,
  timeline satisfies Question<TimelineAnswer>,
  alerts satisfies Question<AlertsAnswer>,
  churnCriterionBacktest satisfies Question<ChurnCriterionBacktestAnswer>,
  churnRisk satisfies Question<ChurnRiskAnswer>,
  contracts satisfies Question<ContractsAnswer>,
  departedCredits satisfies Question<DepartedCreditsAnswer>,
  externalChanges satisfies Question<ExternalChangesAnswer>,
  health satisfies Question<HealthAnswer>,
  kpis satisfies Question<KpisAnswer>,
  leadingIndicators satisfies Question<LeadingIndicatorsAnswer>,
  lossImpact satisfies Question<LossImpactAnswer>,
  losses satisfies Question<LossesAnswer>,
  lostAccounts satisfies Question<LostAccountsAnswer>,
  nextPurchases satisfies Question<NextPurchasesAnswer>,
  policies satisfies Question<PoliciesAnswer>,
  postmortems satisfies Question<PostmortemsAnswer>,
  stages satisfies Question<StagesAnswer>,
  status satisfies Question<StatusAnswer>,
  winBacks satisfies Question<WinBacksAnswer>,
];
