import { type Command, type Context } from '#libs/kernel/decider.js';
import { type Day } from '#libs/kernel/message.js';
import { businessDay } from '../days.js';
import { type SegmentationPolicy } from '../policy/documents.js';
import { type PortfolioCommands, type PortfolioEvents } from './messages.js';
import { type PlanCode } from './plans.js';

type Run = PortfolioEvents['SegmentationPublished'];

/** A run with all of its parameters: those that were not asked for are the policy's, the window ends with the last month that is over. */
export const runOf = (
  command: Command<PortfolioCommands, 'RunSegmentation'>,
  context: Context,
): { readonly data: Run; readonly policy: string } => {
  const { ref, document } = context.policy<SegmentationPolicy>('segmentation');
  const { metric, bucket, windowMonths, abc, xyz, tiers } = document;
  return {
    policy: ref,
    data: {
      metric,
      bucket,
      windowMonths,
      until: monthBefore(businessDay(command, context).slice(0, 7)),
      aBelow: String(abc.aBelow),
      bBelow: String(abc.bBelow),
      xMax: String(xyz.xMax),
      yMax: String(xyz.yMax),
      coreShare: String(tiers.coreShare),
      secondShare: String(tiers.secondShare),
      ...command.data,
    },
  };
};

const monthBefore = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 1 ? `${String(year - 1).padStart(4, '0')}-12` : `${month.slice(0, 5)}${String(number - 1).padStart(2, '0')}`;
};

interface RunFault {
  readonly code: PlanCode;
  readonly detail: string;
  readonly pointer: string;
}

const ORDERED = [
  ['aBelow', 'bBelow'],
  ['xMax', 'yMax'],
  ['coreShare', 'secondShare'],
] as const;

/** What is wrong with a run beside the form of its fields: bounds out of order, and a month that is not over. */
export const runFault = (run: Run, today: Day): RunFault | undefined => {
  const wrong = ORDERED.find(([lower, higher]) => Number(run[lower]) > Number(run[higher]));
  if (wrong) {
    const [lower, higher] = wrong;
    return { code: 'BOUNDS_OUT_OF_ORDER', detail: `${lower} must not be above ${higher}: turn them around.`, pointer: `/${lower}` };
  }
  if (run.until < today.slice(0, 7)) return undefined;
  const detail = `${run.until} is not over on ${today}: name a month that is.`;
  return { code: 'MONTH_NOT_OVER', detail, pointer: '/until' };
};
