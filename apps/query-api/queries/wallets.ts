import { oneOf } from '#libs/kernel/kinds.js';
import { type UpsideLine } from '#libs/read-models/wallet/upside.js';
import { wallet } from '#libs/read-models/wallet/wallet.js';
import { type Listed } from '../answers.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { boundary } from '../parameters.js';
import { question } from '../question.js';
import { upsideRanking } from '../questions/wallet.js';

export type WalletsAnswer = Listed<UpsideLine>;

/** Accounts of a page unless told. */
const PAGE_SIZE = 100;

/** Accounts by what could be won there; without a period each by its latest one. Nothing is to be won at a closed account. */
export const wallets = question({
  name: 'Wallets',
  path: '/v1/wallets',
  summary: 'Accounts by upside: wallet × (1 − share) × fit; with masked losses and overlooked accounts',
  parameters: { period: boundary, benchmark: oneOf(['below', 'within', 'above']) },
  read: { facts: wallet },
  paged: true,
  answer: async ({ facts, parameters, sources, moment, until }): Promise<Omit<WalletsAnswer, 'asOf'>> => {
    const { period, benchmark } = parameters;
    const ranked = await upsideRanking(facts, { sources, moment, until }, period);
    const asked = benchmark === undefined ? ranked : ranked.filter((line) => line.benchmark === benchmark);
    const start = decodeNumber(parameters.cursor, 0);
    const end = start + (parameters.limit ?? PAGE_SIZE);
    return { items: asked.slice(start, end), ...(end < asked.length ? { next: encodeNumber(end) } : {}) };
  },
});
