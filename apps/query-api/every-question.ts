import { type Question } from './question.js';
import { account, type AccountAnswer } from './queries/account.js';
import { accountForecasts, type ForecastsAnswer } from './queries/account-forecasts.js';
import { accountPowerBalance, type PowerBalanceAnswer } from './queries/account-power-balance.js';
import { accountRelationshipProgress, type RelationshipProgressAnswer } from './queries/account-relationship-progress.js';
import { accounts, type AccountsAnswer } from './queries/accounts.js';
import { departedCredits, type DepartedCreditsAnswer } from './queries/departed-credits.js';
import { history, type HistoryAnswer } from './queries/account-history.js';
import { kpis, type KpisAnswer } from './queries/kpis.js';
import { maturity, type MaturityAnswer } from './queries/account-maturity.js';
import { policies, type PoliciesAnswer } from './queries/policies.js';
import { promises, type PromisesAnswer } from './queries/account-promises.js';
import { stages, type StagesAnswer } from './queries/stages.js';
import { status, type StatusAnswer } from './queries/status.js';
import { territories, type TerritoriesAnswer } from './queries/territories.js';
import { timeline, type TimelineAnswer } from './queries/account-timeline.js';

/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */
export const QUESTIONS: readonly Question[] = [
  accounts satisfies Question<AccountsAnswer>,
  account satisfies Question<AccountAnswer>,
  accountForecasts satisfies Question<ForecastsAnswer>,
  history satisfies Question<HistoryAnswer>,
  maturity satisfies Question<MaturityAnswer>,
  accountPowerBalance satisfies Question<PowerBalanceAnswer>,
  promises satisfies Question<PromisesAnswer>,
  accountRelationshipProgress satisfies Question<RelationshipProgressAnswer>,
  timeline satisfies Question<TimelineAnswer>,
  departedCredits satisfies Question<DepartedCreditsAnswer>,
  kpis satisfies Question<KpisAnswer>,
  policies satisfies Question<PoliciesAnswer>,
  stages satisfies Question<StagesAnswer>,
  status satisfies Question<StatusAnswer>,
  territories satisfies Question<TerritoriesAnswer>,
];
