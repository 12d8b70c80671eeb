import { type Day } from '#libs/kernel/message.js';
import { type Credit, type MaturityScores, type Stage } from '../values.js';

/** Stored contract. */
export type RelationshipEvents = {
  /** Six items scored 1–4; `total` is their sum (6–24); `supports` is the stage that the sum supports. */
  RelationshipAssessed: { readonly scores: MaturityScores; readonly total: number; readonly supports: Stage };
  RelationshipStageChanged: {
    readonly from: Stage;
    readonly to: Stage;
    readonly direction: 'advance' | 'regress';
    readonly reason?: string;
    /** Present when the evidence was insufficient and someone decided all the same. */
    readonly override?: { readonly reason: string; readonly missing: readonly string[] };
    /** The owner of that time with the team of that time; absent where the event is older than the field. */
    readonly credit?: Credit;
  };
  AccountGoalSet: { readonly horizon: 'short' | 'long'; readonly goal: string; readonly due?: Day };
  AccountStrategySet: { readonly horizonYears: number; readonly goals: readonly string[] };
  AccountPlanShared: { readonly planVersion: string; readonly sharedWith: readonly string[] };
  AccountPlanAcknowledged: { readonly planVersion: string; readonly by: string };
  InitiativePlanned: { readonly initiativeId: string; readonly title: string; readonly startsOn: Day };
  /** `noticeDays`: days between the announcement and the start. */
  InitiativeAnnounced: { readonly initiativeId: string; readonly noticeDays: number };
  JointInitiativeStarted: { readonly initiativeId: string; readonly title: string };
  JointInitiativeMeasured: { readonly initiativeId: string; readonly metric: string; readonly value: string };
  ForecastShared: { readonly horizonMonths: number; readonly quantities: Readonly<Record<string, string>> };
  DataSharingAgreed: { readonly scope: string };
};
