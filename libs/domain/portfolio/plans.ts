import { type Instant, type Message } from '#libs/kernel/message.js';
import { type PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { type DatedLine, valueAt, withValue } from '../dated-line.js';
import { sameData } from '#libs/kernel/same-data.js';
import { type PortfolioEvents } from './messages.js';

/** Everything that is told of the company and holds from a date on, told in any order. */
export type PlanType = Exclude<keyof PortfolioEvents, 'ExchangeRateSet'>;

export type Plan = Message<Pick<PortfolioEvents, PlanType>>;

/** What was told, by what it is about. */
export type Plans = PersistentMap<string, DatedLine<object>>;

/** Why a command may be refused. */
export type PlanCode =
  'ID_TAKEN' | 'UNKNOWN_ACCOUNT' | 'GOAL_NOT_FOUND' | 'TARGET_GROUP_NOT_FOUND' | 'RUN_NOT_FOUND' | 'MONTH_NOT_OVER' | 'BOUNDS_OUT_OF_ORDER';

/** What each of them is about. */
const ABOUT: { readonly [Type in PlanType]: (data: PortfolioEvents[Type]) => string } = {
  CompanyGoalPublished: ({ goalId }) => goalId,
  StrategyLinkedToGoal: ({ accountId, goalId }) => `${accountId} ${goalId}`,
  MarketUniverseEstimated: ({ region, type }) => JSON.stringify([region, type]),
  TargetGroupDefined: ({ groupId }) => groupId,
  AcquisitionTargetSet: ({ period, groupId = '' }) => `${period} ${groupId}`,
  SegmentPolicyDefined: ({ segment }) => segment,
  SegmentationPublished: ({ runId }) => runId,
  BaselineFrozen: ({ baselineId }) => baselineId,
};

/** What is about the same: the later of two holds from its date on. */
export const aboutOf = ({ type, data }: Plan): string => (ABOUT[type] as (data: object) => string)(data);

const keyOf = (plan: Plan): string => `${plan.type} ${aboutOf(plan)}`;

/** Folds what was told. */
export const withPlan = (told: Plans, plan: Plan, since: Instant): Plans => {
  const key = keyOf(plan);
  return told.with(key, withValue(told.get(key) ?? [], plan.data, since));
};

/** The event, unless the same holds already. What is told `once` under an id is not told otherwise under it: it is corrected. */
export const news = <Type extends PlanType>(
  told: Plans,
  type: Type,
  data: PortfolioEvents[Type],
  at: Instant,
  how: 'once' | 'anew' = 'anew',
): readonly Message<PortfolioEvents, Type>[] | Rejection<'ID_TAKEN'> => {
  const plan = { type, data } as Plan;
  const line = told.get(keyOf(plan)) ?? [];
  const known = how === 'once' ? line[0]?.value : valueAt(line, at);
  if (known !== undefined && sameData(known, data)) return [];
  if (how === 'anew' || line.length === 0) return [{ type, data } as Message<PortfolioEvents, Type>];
  const fix = 'choose another id, or correct the fact with CorrectPortfolioFact';
  return reject('ID_TAKEN', `${aboutOf(plan)} is told already, with other data: ${fix}.`);
};

const MISSING = {
  CompanyGoalPublished: (id: string, field: string) =>
    reject('GOAL_NOT_FOUND', `There is no goal ${id}: publish it with PublishCompanyGoal, or check the id.`, field),
  TargetGroupDefined: (id: string, field: string) =>
    reject('TARGET_GROUP_NOT_FOUND', `There is no target group ${id}: define it with DefineTargetGroup, or check the id.`, field),
  SegmentationPublished: (id: string, field: string) =>
    reject('RUN_NOT_FOUND', `There is no segmentation ${id}: run it with RunSegmentation, or check the id.`, field),
} satisfies Partial<Record<PlanType, (id: string, field: string) => Rejection<PlanCode>>>;

/** Refuses what names something that nobody told. */
export const requireTold = (told: Plans, type: keyof typeof MISSING, id: string, field: string): Rejection<PlanCode> | undefined =>
  (told.get(`${type} ${id}`) ?? []).length > 0 ? undefined : MISSING[type](id, field);
