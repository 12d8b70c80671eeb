import { idOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type CooperationEvents } from '#libs/domain/cooperation/messages.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type WalletEvents } from '#libs/domain/wallet/messages.js';
import { type Money, type Side } from '#libs/domain/values.js';

/** What the dependence of both sides is told from, beside what was sold. */
export interface DependenceFacts {
  readonly accountId: string;
  /** How hard it would be for a side to turn to somebody else, 1–5: the latest {@link MARKS_MAX} of each. */
  readonly switching: { readonly [S in Side]?: DatedLine<number> };
  /** What they spend on all that we could sell, by period: the latest {@link WALLETS_MAX} estimates. */
  readonly wallets: DatedLine<{ readonly period: string; readonly amount: Money }>;
}

export const MARKS_MAX = 20;
export const WALLETS_MAX = 40;

type Events = Pick<CooperationEvents, 'SwitchingCostAssessed'> & Pick<WalletEvents, 'WalletEstimated'>;

/** Who depends more on the other? */
export const powerBalance: Projection<DependenceFacts, Events> = {
  name: 'power-balance',
  version: 1,
  gathers: 'one-stream',
  indexes: [],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    SwitchingCostAssessed: (document, { stream, data: { side, mark }, meta }) => {
      const known = document ?? nothing(stream);
      const line = withValue(known.switching[side] ?? [], mark, meta.occurredAt).slice(-MARKS_MAX);
      return { ...known, switching: { ...known.switching, [side]: line } };
    },
    WalletEstimated: (document, { stream, data: { category, period, amount }, meta }) => {
      // A part of what they buy says nothing about how much of it is ours.
      if (category !== undefined) return document;
      const known = document ?? nothing(stream);
      return { ...known, wallets: withValue(known.wallets, { period, amount }, meta.occurredAt).slice(-WALLETS_MAX) };
    },
  },
};

const nothing = (stream: string): DependenceFacts => ({ accountId: idOf(stream), switching: {}, wallets: [] });
