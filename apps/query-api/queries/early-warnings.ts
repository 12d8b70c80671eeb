import { daysBetween } from '#libs/analytics/calendar.js';
import { type Day } from '#libs/kernel/message.js';
import { accountTimeline } from '#libs/read-models/account-timeline/account-timeline.js';
import { healthSignals } from '#libs/read-models/health-signals/health-signals.js';
import { type AsOf } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { policyInForce } from '../policy-in-force.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { type EarlyWarning, earlyWarnings as warningsOf } from '../questions/early-warnings.js';
import { reportingOf } from '../reporting.js';

/** What speaks for each reason to leave, before anybody has left. */
export interface EarlyWarnings {
  readonly accountId: string;
  readonly warnings: readonly EarlyWarning[];
  /** The reason `forgotten`: days since the last contact against policy `silence`; null where there was none. */
  readonly silence: { readonly lastContactOn: Day; readonly days: number; readonly quietDays: number; readonly isQuiet: boolean } | null;
}

export type EarlyWarningsAnswer = EarlyWarnings & { readonly asOf: AsOf };

/** What of the last half-year speaks for each reason to leave, down to the events. */
export const earlyWarnings = question({
  name: 'EarlyWarnings',
  path: '/v1/accounts/{id}/early-warnings',
  summary: 'What of the last half-year speaks for each reason to leave, down to the events',
  read: { timeline: accountTimeline, signals: healthSignals },
  answer: async ({ timeline, signals, id, spokenFor, language, sources, moment, until }): Promise<EarlyWarnings> => {
    await demandAccount(sources.store, id, moment);
    const { today } = await reportingOf(sources, moment, until);
    const { quietDays } = await policyInForce(sources.store, 'silence', moment, until);
    const months = (await Promise.all(spokenFor.map((accountId) => signals.all({ accountId })))).flat();
    const lastContactOn = months
      .flatMap(({ contactsOn }) => contactsOn)
      .filter((on) => on <= today)
      .toSorted()
      .at(-1);
    const isClosed = (await closedAccounts(sources, moment, [id])).has(id);
    const days = lastContactOn === undefined ? 0 : daysBetween(lastContactOn, today);
    return {
      accountId: id,
      warnings: await warningsOf(timeline, spokenFor, today, language),
      silence: lastContactOn === undefined ? null : { lastContactOn, days, quietDays, isQuiet: days > quietDays && !isClosed },
    };
  },
});
