import {
  busFactor,
  type BusFactor,
  contactShares,
  fragmentation,
  privateKnowledge,
  type Touch,
  touchWeight,
} from '#libs/analytics/contact-network.js';
import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { effectiveNumber, herfindahl } from '#libs/analytics/concentration.js';
import { present, valueAt } from '#libs/domain/dated-line.js';
import { type HostageRiskPolicy } from '#libs/domain/policy/documents.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type InteractionEntry } from '#libs/read-models/interaction-log/interaction-log.js';
import { type AccountPeople } from '#libs/read-models/people-risk/people-risk.js';

/** A contact with what it counts for on a day, and who of ours knows of it then. */
export interface CountedTouch extends Touch {
  readonly entry: InteractionEntry;
}

/** Who holds the contacts with an account. Shares are parts of one; null where there were no contacts. */
export interface ContactFigures {
  /** Of our people, the largest share first; at most {@link PEOPLE_MAX}. */
  readonly people: readonly { readonly employeeId: string; readonly share: number; readonly lastAt: Instant }[];
  /** Herfindahl–Hirschman index of the shares. */
  readonly hhi: number | null;
  /** How many people with equal shares would be as concentrated. */
  readonly effectiveNumber: number | null;
  /** The fewest people whose leaving leaves less than what policy `hostage-risk` wants to keep. */
  readonly busFactor: BusFactor | null;
  /** The share of contacts of which one person alone knows. */
  readonly privateKnowledge: number | null;
  /** Who of ours deals with the account without belonging to its team. */
  readonly fragmentation: { readonly outside: readonly string[]; readonly index: number };
}

/** People that one answer names. */
export const PEOPLE_MAX = 50;

/** What contacts are counted by. */
export interface Counting {
  readonly policy: HostageRiskPolicy;
  readonly departedOn: ReadonlyMap<string, Day>;
}

/** Contacts of the window that ends with a day. Who has left by then knows nothing more; what was passed on is known to both. */
export const touchesOn = (
  entries: readonly InteractionEntry[],
  parts: readonly AccountPeople[],
  day: Day,
  { policy, departedOn }: Counting,
): readonly CountedTouch[] => {
  const passed = parts.flatMap(({ passedOn }) => passedOn).filter(({ on }) => on <= day);
  return entries.flatMap((entry) => {
    const age = calendarDaysBetween(entry.day, day);
    if (age < 0 || age >= policy.windowDays) return [];
    const knowing = new Set(entry.ours);
    for (const { from, to, on } of passed) if (on >= entry.day && knowing.has(from)) knowing.add(to);
    const people = [...knowing].filter((one) => (departedOn.get(one) ?? '9999') > day);
    const weight = touchWeight(policy.channelWeights[entry.channel], age, policy.contactHalfLifeDays);
    return weight > 0 ? [{ entry, weight, people }] : [];
  });
};

/** Owner, backup and members at a moment. */
export const teamOf = ({ owners, backups, members }: AccountPeople, at: Instant): ReadonlySet<string> =>
  new Set([
    ...[valueAt(owners, at), valueAt(backups, at)].filter((one) => one !== undefined),
    ...Object.entries(members).flatMap(([employeeId, line]) => (valueAt(line, at) ? [employeeId] : [])),
  ]);

/** The owner of the account that goes on, and who stands in. */
export const inCharge = (account: AccountPeople | undefined): { readonly owner: string | null; readonly backup: string | null } => ({
  owner: (account && present(account.owners)) ?? null,
  backup: (account && present(account.backups)) ?? null,
});

/** The figures of the contacts of an account. */
export const contactFigures = (
  touches: readonly CountedTouch[],
  team: ReadonlySet<string>,
  { contactsKeptMin }: HostageRiskPolicy,
): ContactFigures => {
  const shares = contactShares(touches);
  const lastAt = new Map<string, Instant>();
  for (const { entry, people } of touches) for (const one of people) if ((lastAt.get(one) ?? '') < entry.at) lastAt.set(one, entry.at);
  const values = [...shares.values()];
  const { outside, index } = fragmentation(touches, team);
  return {
    people: [...shares].slice(0, PEOPLE_MAX).map(([employeeId, share]) => ({ employeeId, share, lastAt: lastAt.get(employeeId)! })),
    hhi: herfindahl(values) ?? null,
    effectiveNumber: effectiveNumber(values) ?? null,
    busFactor: busFactor(touches, contactsKeptMin) ?? null,
    privateKnowledge: privateKnowledge(touches) ?? null,
    fragmentation: { outside: outside.slice(0, PEOPLE_MAX), index },
  };
};
