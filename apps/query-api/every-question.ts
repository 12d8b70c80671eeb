import { type Question } from './question.js';
import { account, type AccountAnswer } from './queries/account.js';
import { accountDesignation, type AccountDesignationAnswer } from './queries/account-designation.js';
import { accounts, type AccountsAnswer } from './queries/accounts.js';
import { candidates, type CandidatesAnswer } from './queries/candidates.js';
import { companyPlan, type CompanyPlanAnswer } from './queries/company-plan.js';
import { concentration, type ConcentrationAnswer } from './queries/concentration.js';
import { departedCredits, type DepartedCreditsAnswer } from './queries/departed-credits.js';
import { designationBacktest, type DesignationBacktestAnswer } from './queries/designation-backtest.js';
import { history, type HistoryAnswer } from './queries/account-history.js';
import { keyAccountLoad, type KeyAccountLoadAnswer } from './queries/key-account-load.js';
import { keyAccounts, type KeyAccountsAnswer } from './queries/key-accounts.js';
import { kpis, type KpisAnswer } from './queries/kpis.js';
import { maturity, type MaturityAnswer } from './queries/account-maturity.js';
import { policies, type PoliciesAnswer } from './queries/policies.js';
import { promises, type PromisesAnswer } from './queries/account-promises.js';
import { segments, type SegmentsAnswer } from './queries/segments.js';
import { stages, type StagesAnswer } from './queries/stages.js';
import { status, type StatusAnswer } from './queries/status.js';
import { tiers, type TiersAnswer } from './queries/tiers.js';
import { timeline, type TimelineAnswer } from './queries/account-timeline.js';

/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */
export const QUESTIONS: readonly Question[] = [
  accounts satisfies Question<AccountsAnswer>,
  account satisfies Question<AccountAnswer>,
  accountDesignation satisfies Question<AccountDesignationAnswer>,
  history satisfies Question<HistoryAnswer>,
  maturity satisfies Question<MaturityAnswer>,
  promises satisfies Question<PromisesAnswer>,
  timeline satisfies Question<TimelineAnswer>,
  candidates satisfies Question<CandidatesAnswer>,
  companyPlan satisfies Question<CompanyPlanAnswer>,
  concentration satisfies Question<ConcentrationAnswer>,
  departedCredits satisfies Question<DepartedCreditsAnswer>,
  designationBacktest satisfies Question<DesignationBacktestAnswer>,
  keyAccountLoad satisfies Question<KeyAccountLoadAnswer>,
  keyAccounts satisfies Question<KeyAccountsAnswer>,
  kpis satisfies Question<KpisAnswer>,
  policies satisfies Question<PoliciesAnswer>,
  segments satisfies Question<SegmentsAnswer>,
  stages satisfies Question<StagesAnswer>,
  status satisfies Question<StatusAnswer>,
  tiers satisfies Question<TiersAnswer>,
];
