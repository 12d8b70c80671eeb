/**
 * The answers of the query side under the names that OpenAPI gives them. `answers.schema.json` is generated from this file
 * (libs/quality keeps it fresh), so that the published schemas are the types that the compiler holds the code to.
 */
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type DepartedCredits } from '#libs/read-models/departed-credits/departed-credits.js';
import { type AsOf, type Listed } from './answers.js';
import { type PromiseAnswer, type ToldEntry } from './queries/account-history.query.js';
import { type KpiOverview } from './queries/kpis.query.js';
import { type PolicyAnswer, type SystemStatus } from './queries/status.query.js';
import { type AccountLine } from './questions/account.js';
import { type AccountMaturity, type StageOverview } from './questions/maturity.js';

export type AccountsAnswer = Listed<AccountLine>;
export type AccountAnswer = AccountLine & { readonly asOf: AsOf };
export type TimelineAnswer = Listed<ToldEntry>;
export type MaturityAnswer = AccountMaturity & { readonly asOf: AsOf };
export type PromisesAnswer = Listed<PromiseAnswer>;
export type HistoryAnswer = Listed<RecordedEvent>;
export type StagesAnswer = StageOverview & { readonly asOf: AsOf };
export type KpisAnswer = KpiOverview;
export type DepartedCreditsAnswer = Listed<DepartedCredits>;
export type PoliciesAnswer = { readonly items: readonly PolicyAnswer[]; readonly asOf: AsOf };
export type StatusAnswer = SystemStatus;

/** Every answer by the name of its schema. */
export interface Answers {
  readonly AccountsAnswer: AccountsAnswer;
  readonly AccountAnswer: AccountAnswer;
  readonly TimelineAnswer: TimelineAnswer;
  readonly MaturityAnswer: MaturityAnswer;
  readonly PromisesAnswer: PromisesAnswer;
  readonly HistoryAnswer: HistoryAnswer;
  readonly StagesAnswer: StagesAnswer;
  readonly KpisAnswer: KpisAnswer;
  readonly DepartedCreditsAnswer: DepartedCreditsAnswer;
  readonly PoliciesAnswer: PoliciesAnswer;
  readonly StatusAnswer: StatusAnswer;
}
