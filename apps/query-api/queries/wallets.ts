import { oneOf } from '#libs/kernel/kinds.js';
import { evaluate } from '#libs/domain/designation/criteria.js';
import { type DesignationCriteriaPolicy } from '#libs/domain/policy/documents.js';
import { type SegmentedAccount, segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { walletLines } from '#libs/read-models/wallet/shares.js';
import { type UpsideLine, upsideLines } from '#libs/read-models/wallet/upside.js';
import { wallet, type WalletEstimate } from '#libs/read-models/wallet/wallet.js';
import { spokenForBy } from '../absorbed.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { boundary } from '../parameters.js';
import { policyInForce } from '../policy-in-force.js';
import { question } from '../question.js';
import { designationOf } from '../questions/account-lines.js';
import { walletFacts, walletJudging } from '../questions/wallet.js';

export type WalletsAnswer = Listed<UpsideLine>;

/** Points of an account that meets every criterion in full. */
const POINTS = 100;

/** Accounts of a page unless told. */
const PAGE_SIZE = 100;

/** Accounts by what could be won there; without a period each by its latest one. */
export const wallets = question({
  name: 'Wallets',
  path: '/v1/wallets',
  summary: 'Accounts by upside: wallet × (1 − share) × fit; with masked losses and overlooked accounts',
  parameters: { period: boundary, benchmark: oneOf(['below', 'within', 'above']) },
  read: { facts: wallet, board: segmentsAndTiers },
  paged: true,
  answer: async ({ facts, board, parameters, sources, moment, until }): Promise<Omit<WalletsAnswer, 'asOf'>> => {
    const { policy, reporting } = await walletJudging(sources, moment, until);
    const { period, benchmark } = parameters;
    const estimates = (await facts.all({ kind: 'estimate' })) as readonly WalletEstimate[];
    const spoken = await spokenForBy(sources, [...new Set(estimates.map(({ accountId }) => accountId))], moment);
    const absorbed = new Set([...spoken.values()].flatMap(([, ...others]) => others));
    const lines = new Map<string, ReturnType<typeof walletLines>>();
    for (const [accountId, accounts] of spoken) {
      if (absorbed.has(accountId)) continue;
      const all = walletLines(await walletFacts(facts, accounts), policy, reporting);
      lines.set(accountId, period === undefined ? all : all.filter((line) => line.period === period));
    }
    const criteria = await policyInForce(sources.store, 'designation-criteria', moment, until);
    const accounts = new Map(((await board.all({ kind: 'account' })) as readonly SegmentedAccount[]).map((one) => [one.accountId, one]));
    const ranked = upsideLines(lines, (accountId) => standing(accounts.get(accountId), criteria), reporting);
    const asked = benchmark === undefined ? ranked : ranked.filter((line) => line.benchmark === benchmark);
    const start = decodeNumber(parameters.cursor, 0);
    const end = start + (parameters.limit ?? PAGE_SIZE);
    return { items: asked.slice(start, end), ...(end < asked.length ? { next: encodeNumber(end) } : {}) };
  },
});

/** How well an account meets the criteria, by its last scores, and whether it is designated. */
const standing = (account: SegmentedAccount | undefined, criteria: DesignationCriteriaPolicy) => {
  const scores = account?.designation.evaluations.at(-1)?.value;
  return {
    fit: scores === undefined ? null : evaluate(scores, criteria).points / POINTS,
    designated: account !== undefined && designationOf(account) !== null,
  };
};
