import { type Instant } from '#libs/kernel/message.js';
import { type SegmentedAccount } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { designationOf, isKey, standingOf, type When } from './account-lines.js';

/** Where an account stands on its way to a key account and out of it; `none`: nobody has proposed it, or the proposal came to nothing. */
export const FUNNEL_STAGES = ['none', 'nominated', 'screened', 'approved', 'active', 'retired'] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

/**
 * Approved: designated for a day that has not come. Screened: nominated, and evaluated since. Retired until it is nominated anew. An account that is
 * closed or merged is on its way no more: it is retired where it was a key account.
 */
export const funnelStageOf = (account: SegmentedAccount, when: When): FunnelStage => {
  const { designations, nominations, evaluations } = account.designation;
  if (designationOf(account) !== null) return isKey(account, when) ? 'active' : 'approved';
  const last = designations.at(-1);
  if (standingOf(account) !== 'open') return last === undefined ? 'none' : 'retired';
  const nomination = nominations.at(-1);
  const isOpen = nomination?.value.as === 'nominated' && (last === undefined || nomination.since > last.since);
  if (!isOpen) return last === undefined ? 'none' : 'retired';
  return evaluations.some(({ since }) => since >= nominatedSince(account, last?.since)) ? 'screened' : 'nominated';
};

/** When the nomination that stands was made first: several people may have said so since. */
const nominatedSince = ({ designation: { nominations } }: SegmentedAccount, after: Instant = ''): Instant => {
  const declined = nominations.findLastIndex(({ value }) => value.as === 'declined');
  return nominations.slice(declined + 1).find(({ since }) => since > after)!.since;
};
