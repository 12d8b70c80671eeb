import { type Question } from './question.js';
import { account, type AccountAnswer } from './queries/account.js';
import { accountPeopleRisk, type AccountPeopleRiskAnswer } from './queries/account-people-risk.js';
import { accounts, type AccountsAnswer } from './queries/accounts.js';
import { decisionMap, type DecisionMapAnswer } from './queries/account-decision-map.js';
import { departedCredits, type DepartedCreditsAnswer } from './queries/departed-credits.js';
import { history, type HistoryAnswer } from './queries/account-history.js';
import { interactions, type InteractionsAnswer } from './queries/account-interactions.js';
import { kpis, type KpisAnswer } from './queries/kpis.js';
import { maturity, type MaturityAnswer } from './queries/account-maturity.js';
import { meetings, type MeetingsAnswer } from './queries/account-meetings.js';
import { peopleRisk, type PeopleRiskAnswer } from './queries/people-risk.js';
import { policies, type PoliciesAnswer } from './queries/policies.js';
import { promises, type PromisesAnswer } from './queries/account-promises.js';
import { stages, type StagesAnswer } from './queries/stages.js';
import { status, type StatusAnswer } from './queries/status.js';
import { tasks, type TasksAnswer } from './queries/account-tasks.js';
import { team, type AccountTeamAnswer } from './queries/account-team.js';
import { territories, type TerritoriesAnswer } from './queries/territories.js';
import { timeline, type TimelineAnswer } from './queries/account-timeline.js';

/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */
export const QUESTIONS: readonly Question[] = [
  accounts satisfies Question<AccountsAnswer>,
  account satisfies Question<AccountAnswer>,
  decisionMap satisfies Question<DecisionMapAnswer>,
  history satisfies Question<HistoryAnswer>,
  interactions satisfies Question<InteractionsAnswer>,
  maturity satisfies Question<MaturityAnswer>,
  meetings satisfies Question<MeetingsAnswer>,
  accountPeopleRisk satisfies Question<AccountPeopleRiskAnswer>,
  promises satisfies Question<PromisesAnswer>,
  tasks satisfies Question<TasksAnswer>,
  team satisfies Question<AccountTeamAnswer>,
  timeline satisfies Question<TimelineAnswer>,
  departedCredits satisfies Question<DepartedCreditsAnswer>,
  kpis satisfies Question<KpisAnswer>,
  peopleRisk satisfies Question<PeopleRiskAnswer>,
  policies satisfies Question<PoliciesAnswer>,
  stages satisfies Question<StagesAnswer>,
  status satisfies Question<StatusAnswer>,
  territories satisfies Question<TerritoriesAnswer>,
];
