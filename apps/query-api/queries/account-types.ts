import { present } from '#libs/domain/dated-line.js';
import { ACCOUNT_TYPES, type AccountType, type Money } from '#libs/domain/values.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type Instant } from '#libs/kernel/message.js';
import { directory } from '#libs/read-models/directory/directory.js';
import { type SegmentedAccount, segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { sharedKnowledge } from '#libs/read-models/shared-knowledge/shared-knowledge.js';
import { sumsOf } from '#libs/read-models/team-kpis/account-window.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { voiceRegister } from '#libs/read-models/voice-register/voice-register.js';
import { type CompetitorPresence, wallet } from '#libs/read-models/wallet/wallet.js';
import { type Listed } from '../answers.js';
import { deskOf } from '../desk.js';
import { pageOf } from '../page.js';
import { question } from '../question.js';
import { isKey, moneyOf, standingOf } from '../questions/account-lines.js';
import { type Demonstration, demonstrations } from '../questions/demonstration.js';
import { gather, segmentingOf, WINDOW } from '../segmenting.js';

/** A classified account, with what its type is about. */
export interface AccountTypeLine {
  readonly accountId: string;
  readonly name: string;
  readonly type: AccountType;
  readonly since: Instant;
  readonly rationale: string | null;
  readonly isKeyAccount: boolean;
  readonly revenue: Money;
  /** Of prospective accounts: competitors that were seen as main suppliers there, whose breadwinner it may be; the latest seen first. */
  readonly heldBy: readonly { readonly competitor: string; readonly lastSeenAt: Instant; readonly rank: number | null }[];
  /** Of image accounts: what its name has brought, and the sales of the window of those that came by it. */
  readonly reference: (Demonstration & { readonly value: Money }) | null;
  /** Of experts: what they suggested, and what became of it. */
  readonly suggestions: { readonly open: number; readonly implemented: number; readonly declined: number } | null;
  /** The clocks that its complaints are held to. */
  readonly serviceLevel: { readonly level: string; readonly acknowledgeHours: number; readonly resolveDays: number };
}

export type AccountTypesAnswer = Listed<AccountTypeLine>;

/** Breadwinners, prospects, images and experts as they were classified; what figures say of breadwinners stands in `/v1/concentration`. */
export const accountTypes = question({
  name: 'AccountTypes',
  path: '/v1/account-types',
  summary: 'Classified accounts: who holds a prospect, what the name of an image account brought, what experts suggested',
  parameters: { ...WINDOW, type: oneOf(ACCOUNT_TYPES), accountId: id },
  read: { board: segmentsAndTiers, figures: teamKpis, names: directory, facts: wallet, knowledge: sharedKnowledge, voice: voiceRegister },
  paged: true,
  answer: async ({ board, figures, names, facts, knowledge, voice, ...asked }): Promise<Omit<AccountTypesAnswer, 'asOf'>> => {
    const { parameters, sources, moment, until } = asked;
    const segmenting = await segmentingOf(parameters, sources, moment, until);
    const { accounts, now } = await gather({ board, figures, names }, segmenting);
    const desk = await deskOf(sources, moment, until);
    const sums = new Map(sumsOf(now).map((one) => [one.accountId, one.revenue]));
    const money = moneyOf(segmenting.reporting.currency);
    const demonstrationOf = demonstrations(await knowledge.all({}));
    const when = { at: until, day: segmenting.reporting.today };
    const typed = accounts.filter((account) => {
      const type = present(account.designation.types)?.type;
      const asks = (parameters.type ?? type) === type && (parameters.accountId ?? account.accountId) === account.accountId;
      return type !== undefined && asks && standingOf(account) === 'open';
    });
    const page = pageOf(typed, parameters);
    const lineOf = async (account: SegmentedAccount): Promise<AccountTypeLine> => {
      const { accountId, name, designation } = account;
      const { value, since } = designation.types.at(-1)!;
      const level = desk.levelOf(accountId, until);
      const demonstration = demonstrationOf(accountId);
      const brought = demonstration.won.reduce((sum, one) => sum + (sums.get(one) ?? 0n), 0n);
      return {
        accountId,
        name,
        type: value.type,
        since,
        rationale: value.rationale ?? null,
        isKeyAccount: isKey(account, when),
        revenue: money(sums.get(accountId) ?? 0n),
        heldBy:
          value.type === 'prospective'
            ? holders((await facts.all({ kind: 'competitor', accountId })) as readonly CompetitorPresence[])
            : [],
        reference: value.type === 'image' ? { ...demonstration, value: money(brought) } : null,
        suggestions: value.type === 'expert' ? suggestionsOf(await voice.all({ kind: 'suggestion', accountId })) : null,
        serviceLevel: { level, ...desk.policy[level] },
      };
    };
    const items: AccountTypeLine[] = [];
    for (const account of page.items) items.push(await lineOf(account));
    return { ...page, items };
  },
});

const holders = (seen: readonly CompetitorPresence[]): AccountTypeLine['heldBy'] =>
  seen
    .filter(({ last }) => last.holdsAccount === true)
    .toSorted((one, other) => (one.lastSeenAt < other.lastSeenAt ? 1 : -1))
    .map(({ competitor, lastSeenAt, last }) => ({ competitor, lastSeenAt, rank: last.rank ?? null }));

const suggestionsOf = (entries: readonly { readonly kind: string; readonly status?: string }[]) => {
  const count = (status: string) => entries.filter((entry) => entry.status === status).length;
  return { open: count('open'), implemented: count('implemented'), declined: count('declined') };
};
