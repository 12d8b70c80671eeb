import { type Question } from './question.js';
import { account, type AccountAnswer } from './queries/account.js';
import { accounts, type AccountsAnswer } from './queries/accounts.js';
import { afterSale, type AfterSaleAnswer } from './queries/account-after-sale.js';
import { dealLinks, type DealLinksAnswer } from './queries/deal-links.js';
import { departedCredits, type DepartedCreditsAnswer } from './queries/departed-credits.js';
import { funnel, type FunnelAnswer } from './queries/funnel.js';
import { growth, type GrowthAnswer } from './queries/growth.js';
import { history, type HistoryAnswer } from './queries/account-history.js';
import { kpis, type KpisAnswer } from './queries/kpis.js';
import { lossReasons, type LossReasonsAnswer } from './queries/loss-reasons.js';
import { maturity, type MaturityAnswer } from './queries/account-maturity.js';
import { opportunities, type OpportunitiesAnswer } from './queries/opportunities.js';
import { orderWishes, type OrderWishesAnswer } from './queries/order-wishes.js';
import { policies, type PoliciesAnswer } from './queries/policies.js';
import { promises, type PromisesAnswer } from './queries/account-promises.js';
import { stages, type StagesAnswer } from './queries/stages.js';
import { status, type StatusAnswer } from './queries/status.js';
import { tenders, type TendersAnswer } from './queries/tenders.js';
import { territories, type TerritoriesAnswer } from './queries/territories.js';
import { timeline, type TimelineAnswer } from './queries/account-timeline.js';
import { wallet, type WalletAnswer } from './queries/account-wallet.js';
import { wallets, type WalletsAnswer } from './queries/wallets.js';
import { whiteSpace, type WhiteSpaceAnswer } from './queries/white-space.js';
import { winRates, type WinRatesAnswer } from './queries/win-rates.js';

/** Every question, by its address. Written by the test of the generated pages (libs/quality) from the files of `queries`. */
export const QUESTIONS: readonly Question[] = [
  accounts satisfies Question<AccountsAnswer>,
  account satisfies Question<AccountAnswer>,
  afterSale satisfies Question<AfterSaleAnswer>,
  history satisfies Question<HistoryAnswer>,
  maturity satisfies Question<MaturityAnswer>,
  promises satisfies Question<PromisesAnswer>,
  timeline satisfies Question<TimelineAnswer>,
  wallet satisfies Question<WalletAnswer>,
  dealLinks satisfies Question<DealLinksAnswer>,
  departedCredits satisfies Question<DepartedCreditsAnswer>,
  funnel satisfies Question<FunnelAnswer>,
  growth satisfies Question<GrowthAnswer>,
  kpis satisfies Question<KpisAnswer>,
  lossReasons satisfies Question<LossReasonsAnswer>,
  opportunities satisfies Question<OpportunitiesAnswer>,
  orderWishes satisfies Question<OrderWishesAnswer>,
  policies satisfies Question<PoliciesAnswer>,
  stages satisfies Question<StagesAnswer>,
  status satisfies Question<StatusAnswer>,
  tenders satisfies Question<TendersAnswer>,
  territories satisfies Question<TerritoriesAnswer>,
  wallets satisfies Question<WalletsAnswer>,
  whiteSpace satisfies Question<WhiteSpaceAnswer>,
  winRates satisfies Question<WinRatesAnswer>,
];
