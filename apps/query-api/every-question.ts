import { type Question } from './question.js';
import { account, type AccountAnswer } from './queries/account.js';
import { accountCadence, type CadenceAnswer } from './queries/account-cadence.js';
import { accountPlaybooks, type AccountPlaybooksAnswer } from './queries/account-playbooks.js';
import { accountProcesses, type AccountProcessesAnswer } from './queries/account-processes.js';
import { accountResources, type AccountResourcesAnswer } from './queries/account-resources.js';
import { accountValue, type ValueAnswer } from './queries/account-value.js';
import { accounts, type AccountsAnswer } from './queries/accounts.js';
import { cadences, type CadencesAnswer } from './queries/cadences.js';
import { departedCredits, type DepartedCreditsAnswer } from './queries/departed-credits.js';
import { dossier, type DossierAnswer } from './queries/account-dossier.js';
import { dossiers, type DossiersAnswer } from './queries/dossiers.js';
import { history, type HistoryAnswer } from './queries/account-history.js';
import { kpis, type KpisAnswer } from './queries/kpis.js';
import { lessons, type LessonsAnswer } from './queries/lessons.js';
import { maturity, type MaturityAnswer } from './queries/account-maturity.js';
import { playbooks, type PlaybooksAnswer } from './queries/playbooks.js';
import { policies, type PoliciesAnswer } from './queries/policies.js';
import { practice, type PracticeAnswer } from './queries/practice.js';
import { predictionScores, type PredictionScoresAnswer } from './queries/prediction-scores.js';
import { predictions, type PredictionsAnswer } from './queries/predictions.js';
import { processes, type ProcessesAnswer } from './queries/processes.js';
import { programs, type AccountProgramsAnswer } from './queries/account-programs.js';
import { promises, type PromisesAnswer } from './queries/account-promises.js';
import { references, type ReferencesAnswer } from './queries/references.js';
import { resources, type ResourcesAnswer } from './queries/resources.js';
import { skillGaps, type SkillGapsAnswer } from './queries/skill-gaps.js';
import { stages, type StagesAnswer } from './queries/stages.js';
import { status, type StatusAnswer } from './queries/status.js';
import { territories, type TerritoriesAnswer } from './queries/territories.js';
import { time, type TimeAnswer } from './queries/time.js';
import { timeline, type TimelineAnswer } from './queries/account-timeline.js';
import { values, type ValuesAnswer } from './queries/values.js';

/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */
export const QUESTIONS: readonly Question[] = [
  programs satisfies Question<AccountProgramsAnswer>,
  accounts satisfies Question<AccountsAnswer>,
  account satisfies Question<AccountAnswer>,
  accountCadence satisfies Question<CadenceAnswer>,
  dossier satisfies Question<DossierAnswer>,
  history satisfies Question<HistoryAnswer>,
  maturity satisfies Question<MaturityAnswer>,
  accountPlaybooks satisfies Question<AccountPlaybooksAnswer>,
  accountProcesses satisfies Question<AccountProcessesAnswer>,
  promises satisfies Question<PromisesAnswer>,
  accountResources satisfies Question<AccountResourcesAnswer>,
  timeline satisfies Question<TimelineAnswer>,
  accountValue satisfies Question<ValueAnswer>,
  cadences satisfies Question<CadencesAnswer>,
  departedCredits satisfies Question<DepartedCreditsAnswer>,
  dossiers satisfies Question<DossiersAnswer>,
  kpis satisfies Question<KpisAnswer>,
  lessons satisfies Question<LessonsAnswer>,
  playbooks satisfies Question<PlaybooksAnswer>,
  policies satisfies Question<PoliciesAnswer>,
  practice satisfies Question<PracticeAnswer>,
  predictionScores satisfies Question<PredictionScoresAnswer>,
  predictions satisfies Question<PredictionsAnswer>,
  processes satisfies Question<ProcessesAnswer>,
  references satisfies Question<ReferencesAnswer>,
  resources satisfies Question<ResourcesAnswer>,
  skillGaps satisfies Question<SkillGapsAnswer>,
  stages satisfies Question<StagesAnswer>,
  status satisfies Question<StatusAnswer>,
  territories satisfies Question<TerritoriesAnswer>,
  time satisfies Question<TimeAnswer>,
  values satisfies Question<ValuesAnswer>,
];
