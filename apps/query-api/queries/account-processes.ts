import { PROCESS_STEPS, type ProcessName } from '#libs/domain/work-log/documents.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { type Conformance, conformanceOf } from '#libs/read-models/process-traces/conformance.js';
import { processTraces, type ProcessTrace } from '#libs/read-models/process-traces/process-traces.js';
import { type Listed } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { list } from '../list.js';
import { policyInForce } from '../policy-in-force.js';
import { reportingOf } from '../reporting.js';

/** A case as it really went, held against what was expected. */
export type ProcessLine = ProcessTrace & Conformance;

export type AccountProcessesAnswer = Listed<ProcessLine>;

/** The cases of an account, by the day on which they began. */
export const accountProcesses = list({
  name: 'AccountProcesses',
  path: '/v1/accounts/{id}/processes',
  summary: 'Orders, complaints, tenders, initiatives and plans step by step, held against policy process',
  readModel: processTraces,
  filters: { process: oneOf(Object.keys(PROCESS_STEPS) as ProcessName[]) },
  prepare: async ({ sources, moment, until, spokenFor }) => ({
    closed: await closedAccounts(sources, moment, spokenFor),
    today: (await reportingOf(sources, moment, until)).today,
    policy: await policyInForce(sources.store, 'process', moment, until),
  }),
  sort: { field: 'startedOn' },
  item: (trace, _, { today, policy, closed }): ProcessLine => ({
    ...trace,
    ...conformanceOf(trace, policy[trace.process], {
      today,
      stuckAfterDays: policy.stuckAfterDays,
      isOver: closed.has(trace.accountId),
    }),
  }),
});
