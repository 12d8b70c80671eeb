import { PROCESS_STEPS, type ProcessName } from '#libs/domain/work-log/documents.js';
import { conformanceOf, type Passage, passagesOf } from '#libs/read-models/process-traces/conformance.js';
import { processTraces, type ProcessTrace } from '#libs/read-models/process-traces/process-traces.js';
import { type AsOf } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { reportingOf } from '../reporting.js';

/** How a process is kept to. */
export interface ProcessFigures {
  readonly process: ProcessName;
  readonly expected: readonly string[];
  readonly cases: number;
  readonly conforming: number;
  /** Share of the cases, 0–1. */
  readonly conformance: number;
  readonly stuck: number;
  /** Cases that lack a step, by the step that comes next. */
  readonly waitingFor: Readonly<Record<string, number>>;
  readonly passages: readonly Passage[];
  /** The passage that takes longest by its median; `null` where none was passed. */
  readonly bottleneck: Passage | null;
}

export interface ProcessesAnswer {
  readonly items: readonly ProcessFigures[];
  readonly asOf: AsOf;
}

/** Every process of which there are cases. */
export const processes = question({
  name: 'Processes',
  path: '/v1/processes',
  summary: 'Expected steps against what really happened: conformance, where cases wait, and the bottleneck',
  read: { traces: processTraces },
  answer: async ({ traces, moment, until, sources }): Promise<Omit<ProcessesAnswer, 'asOf'>> => {
    const policy = await policyInForce(sources.store, 'process', moment, until);
    const { today } = await reportingOf(sources, moment, until);
    const closed = await closedAccounts(sources, moment);
    const items: ProcessFigures[] = [];
    for (const process of Object.keys(PROCESS_STEPS) as ProcessName[]) {
      const found = await traces.all({ process });
      if (found.length > 0)
        items.push(figuresOf(process, found, policy[process], { today, stuckAfterDays: policy.stuckAfterDays, closed }));
    }
    return { items };
  },
});

const figuresOf = (
  process: ProcessName,
  traces: readonly ProcessTrace[],
  expected: readonly string[],
  { closed, ...asked }: { readonly today: string; readonly stuckAfterDays: number; readonly closed: ReadonlySet<string> },
): ProcessFigures => {
  const judged = traces.map((trace) => conformanceOf(trace, expected, { ...asked, isOver: closed.has(trace.accountId) }));
  const conforming = judged.filter(({ conforms }) => conforms).length;
  const waiting = Map.groupBy(
    judged.flatMap(({ next, waitingDays }) => (next === null || waitingDays === null ? [] : [next])),
    (step) => step,
  );
  const passages = passagesOf(traces, expected);
  const passed = passages.filter(({ medianDays }) => medianDays !== null);
  return {
    process,
    expected,
    cases: traces.length,
    conforming,
    conformance: conforming / traces.length,
    stuck: judged.filter(({ stuck }) => stuck).length,
    waitingFor: Object.fromEntries([...waiting].map(([step, found]) => [step, found.length])),
    passages,
    bottleneck: passed.toSorted((left, right) => right.medianDays! - left.medianDays!)[0] ?? null,
  };
};
