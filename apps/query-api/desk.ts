import { type ServiceLevelsPolicy } from '#libs/domain/policy/documents.js';
import { dayIn } from '#libs/kernel/calendar.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import {
  complaintDesk,
  type DeskDocument,
  type EntitlementRecord,
  isExpertAt,
  isKeyAccountAt,
} from '#libs/read-models/complaint-desk/complaint-desk.js';
import { type ServiceLevel } from '#libs/read-models/complaint-desk/clocks.js';
import { type Moment } from './answers.js';
import { closedAccounts } from './closed.js';
import { policyInForce } from './policy-in-force.js';
import { reportingOf } from './reporting.js';
import { type Sources } from './sources.js';
import { openView } from './view.js';

/** What complaints are judged by at a moment. */
export interface Desk {
  readonly until: Instant;
  readonly today: Day;
  readonly timeZone: string;
  readonly policy: ServiceLevelsPolicy;
  /** What an account was entitled to when a complaint of it reached us. */
  readonly levelOf: (accountId: string, at: Instant) => ServiceLevel;
  /** Of a closed account nothing is late any more. */
  readonly isClosed: (accountId: string) => boolean;
}

/** Looks up what complaints are judged by. */
export const deskOf = async (sources: Sources, moment: Moment | undefined, until: Instant): Promise<Desk> => {
  const { today, timeZone } = await reportingOf(sources, moment, until);
  const policy = await policyInForce(sources.store, 'service-levels', moment, until);
  await using view = await openView<DeskDocument>(sources, complaintDesk, 'everything', moment);
  const entitlements = (await view.all({ kind: 'entitlement' })) as readonly EntitlementRecord[];
  const byAccount = new Map(entitlements.map((entitlement) => [entitlement.accountId, entitlement]));
  const levelOf = (accountId: string, at: Instant): ServiceLevel => {
    const entitlement = byAccount.get(accountId);
    if (entitlement === undefined) return 'standard';
    if (isExpertAt(entitlement, at)) return 'expert';
    return isKeyAccountAt(entitlement, at, dayIn(timeZone, at)) ? 'keyAccount' : 'standard';
  };
  const closed = await closedAccounts(sources, moment);
  return { until, today, timeZone, policy, levelOf, isClosed: (accountId) => closed.has(accountId) };
};
