import { oneOf } from '#libs/kernel/kinds.js';
import { type WalletLine, walletLines } from '#libs/read-models/wallet/shares.js';
import { type UpsideLine, upsideLines } from '#libs/read-models/wallet/upside.js';
import { type AccountStanding, isKeyOn, wallet } from '#libs/read-models/wallet/wallet.js';
import { speakers } from '../absorbed.js';
import { type Listed } from '../answers.js';
import { closedAccounts } from '../closed.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { boundary } from '../parameters.js';
import { question } from '../question.js';
import { factsBySpeaker, walletJudging } from '../questions/wallet.js';

export type WalletsAnswer = Listed<UpsideLine>;

/** Accounts of a page unless told. */
const PAGE_SIZE = 100;

/** Points of an account that meets all that we look for. */
const POINTS = 100;

/** Accounts by what could be won there; without a period each by its latest one. Nothing is to be won at a closed account. */
export const wallets = question({
  name: 'Wallets',
  path: '/v1/wallets',
  summary: 'Accounts by upside: wallet × (1 − share) × fit; with masked losses and overlooked accounts',
  parameters: { period: boundary, benchmark: oneOf(['below', 'within', 'above']) },
  read: { facts: wallet },
  paged: true,
  answer: async ({ facts, parameters, sources, moment, until }): Promise<Omit<WalletsAnswer, 'asOf'>> => {
    const { policy, reporting } = await walletJudging(sources, moment, until);
    const { period, benchmark } = parameters;
    const [speakerOf, closed] = [await speakers(sources, moment), await closedAccounts(sources, moment)];
    // Read once for all accounts: a reading for each would take longer than all that is made of it.
    const everyone = await factsBySpeaker(facts, speakerOf);
    const lines = new Map<string, readonly WalletLine[]>();
    for (const [accountId, known] of everyone) {
      if (closed.has(accountId)) continue;
      const all = walletLines(known, policy, reporting);
      lines.set(accountId, period === undefined ? all : all.filter((line) => line.period === period));
    }
    const standings = (await facts.all({ kind: 'standing' })) as readonly AccountStanding[];
    const known = new Map(standings.map((standing) => [standing.accountId, standing]));
    const standing = (accountId: string) => {
      const { evaluated = null, designated = null } = known.get(accountId) ?? {};
      return { fit: evaluated === null ? null : evaluated.points / POINTS, designated: isKeyOn({ designated }, reporting.lastDay) };
    };
    const ranked = upsideLines(lines, standing, reporting);
    const asked = benchmark === undefined ? ranked : ranked.filter((line) => line.benchmark === benchmark);
    const start = decodeNumber(parameters.cursor, 0);
    const end = start + (parameters.limit ?? PAGE_SIZE);
    return { items: asked.slice(start, end), ...(end < asked.length ? { next: encodeNumber(end) } : {}) };
  },
});
