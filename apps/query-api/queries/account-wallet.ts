import { type Play } from '#libs/domain/policy/deal-fields.js';
import { type Instant } from '#libs/kernel/message.js';
import { text } from '#libs/kernel/kinds.js';
import { type RankShare, rankShareOf, type WalletLine, walletLines } from '#libs/read-models/wallet/shares.js';
import { type AccountMarket, type CompetitorPresence, wallet as walletModel } from '#libs/read-models/wallet/wallet.js';
import { type AsOf } from '../answers.js';
import { boundary } from '../parameters.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { walletFacts, walletJudging } from '../questions/wallet.js';
import { withoutKind } from '../questions/without-kind.js';

/** A competitor at the account, as it was seen last. */
export type CompetitorLine = Omit<CompetitorPresence, 'kind'>;

/** What the account could spend, and our share of it. */
export interface WalletAnswer {
  /** The latest period first. */
  readonly items: readonly WalletLine[];
  /** By our rank among its suppliers, where all of them have one. */
  readonly byRank: RankShare | null;
  /** Whether its market grows, and how we grow there by policy `wallet`. */
  readonly market:
    (Pick<AccountMarket, 'regime' | 'growthPercent' | 'ownSharePercent'> & { readonly since: Instant; readonly play: Play }) | null;
  /** Who else tries to win it, the latest seen first. */
  readonly competitors: readonly CompetitorLine[];
  readonly asOf: AsOf;
}

/** Competitors and lines of one answer. */
const LINES_MAX = 500;

/** Share of wallet, its history and what is left to be won. */
export const wallet = question({
  name: 'Wallet',
  path: '/v1/accounts/{id}/wallet',
  summary: 'Share of wallet by period and category, with interval, headroom, competitors and masked losses',
  parameters: { period: boundary, category: text(100, 'pumps') },
  read: { facts: walletModel },
  answer: async ({ facts, id, spokenFor, parameters, sources, moment, until }): Promise<Omit<WalletAnswer, 'asOf'>> => {
    await demandAccount(sources.store, id, moment);
    const { policy, reporting } = await walletJudging(sources, moment, until);
    const lines = walletLines(await walletFacts(facts, spokenFor), policy, reporting);
    const { period, category } = parameters;
    const asked = lines.filter((line) => (period ?? line.period) === line.period && (category ?? line.category) === line.category);
    const competitors: CompetitorPresence[] = [];
    for (const accountId of spokenFor)
      competitors.push(...((await facts.all({ kind: 'competitor', accountId })) as readonly CompetitorPresence[]));
    const market = (await facts.get(`market|${id}`)) as AccountMarket | undefined;
    return {
      items: asked.slice(0, LINES_MAX),
      byRank: rankShareOf(competitors),
      market: market === undefined ? null : marketLine(market, policy.play),
      competitors: competitors
        .toSorted((one, other) => (one.lastSeenAt < other.lastSeenAt ? 1 : -1))
        .slice(0, LINES_MAX)
        .map(withoutKind),
    };
  },
});

const marketLine = (
  { regime, growthPercent, ownSharePercent, since }: AccountMarket,
  play: Readonly<Record<AccountMarket['regime'], Play>>,
) => ({
  regime,
  ...(growthPercent === undefined ? {} : { growthPercent }),
  ...(ownSharePercent === undefined ? {} : { ownSharePercent }),
  since,
  play: play[regime],
});
