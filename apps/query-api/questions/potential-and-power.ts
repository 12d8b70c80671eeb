import { type DependenceFacts } from '#libs/read-models/power-balance/power-balance.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type WalletDocument } from '#libs/read-models/wallet/wallet.js';
import { policyInForce } from '../policy-in-force.js';
import { type Circumstances } from '../question.js';
import { type Segmenting } from '../segmenting.js';
import { type View } from '../view.js';
import { type PotentialAndPower } from './five-flags.js';
import { accountPowerBalance, yearlySales } from './power-balance.js';
import { upsideRanking } from './wallet.js';

interface Views {
  readonly facts: View<WalletDocument>;
  readonly sold: View<StageBoardLine>;
  readonly power: View<DependenceFacts>;
}

/** What is left of the wallet of each account, and who depends more. */
export const potentialAndPower = async (
  { facts, sold, power }: Views,
  { sources, moment, until }: Pick<Circumstances, 'sources' | 'moment' | 'until'>,
  { reporting }: Pick<Segmenting, 'reporting'>,
): Promise<PotentialAndPower> => {
  const policy = await policyInForce(sources.store, 'power-balance', moment, until);
  const shares = new Map((await upsideRanking(facts, { sources, moment, until })).map(({ accountId, share }) => [accountId, share]));
  const sales = new Map((await sold.all({})).map((line) => [line.accountId, yearlySales(line, { reporting })]));
  const all = [...sales.values()].reduce((sum, one) => sum + one, 0);
  const known = new Map((await power.all({})).map((one) => [one.accountId, one]));
  return {
    headroomOf: (accountId) => {
      const share = shares.get(accountId);
      return share === undefined ? undefined : 1 - share;
    },
    balanceOf: (accountId) =>
      accountPowerBalance(accountId, known.get(accountId), { here: sales.get(accountId) ?? 0, all }, { reporting, policy, at: until }),
  };
};
