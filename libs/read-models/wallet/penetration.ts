import { type OrderLine } from './wallet.js';

/** Whether a division of an account buys a product line. */
export interface PenetrationCell {
  readonly division: string;
  readonly category: string;
  readonly orders: number;
  /** The day of the latest one; `null`: white space. */
  readonly lastOrderOn: string | null;
}

/** What an account buys of what we sell, by its divisions. */
export interface Penetration {
  readonly divisions: readonly string[];
  readonly categories: readonly string[];
  readonly cells: readonly PenetrationCell[];
  /** Cells in which something is bought ÷ all cells; `null` where there is no cell. */
  readonly rate: number | null;
  /** Cells in which nothing is bought. */
  readonly whiteSpace: number;
}

/** Stands for orders that name no division. */
export const ANY_DIVISION = 'all';

/** Cells that one answer tells. */
export const CELLS_MAX = 2_000;

/** Product lines × divisions: rows and columns are what was ever named, the categories those of all accounts. */
export const penetrationOf = (orders: readonly OrderLine[], categories: readonly string[]): Penetration => {
  const named = orders.filter(({ category }) => category !== null);
  const divisions = [...new Set(named.map(({ division }) => division ?? ANY_DIVISION))].toSorted();
  const groups = Map.groupBy(named, ({ division, category }) => JSON.stringify([division ?? ANY_DIVISION, category]));
  const cells = divisions.flatMap((division) =>
    categories.map((category): PenetrationCell => {
      const bought = groups.get(JSON.stringify([division, category])) ?? [];
      return {
        division,
        category,
        orders: bought.length,
        lastOrderOn:
          bought
            .map(({ on }) => on)
            .toSorted()
            .at(-1) ?? null,
      };
    }),
  );
  const filled = cells.filter(({ orders: count }) => count > 0).length;
  const rate = cells.length === 0 ? null : filled / cells.length;
  return { divisions, categories, cells: cells.slice(0, CELLS_MAX), rate, whiteSpace: cells.length - filled };
};

/** How many accounts of a group buy more than one product line. */
export interface CrossSell {
  readonly key: string;
  readonly accounts: number;
  readonly crossSold: number;
  /** Accounts with two product lines and more ÷ accounts with at least one. */
  readonly rate: number;
  /** Product lines an account, the mean. */
  readonly categoriesMean: number;
}

/** Cross-selling by a group of each account; orders without a product line say nothing of it. */
export const crossSellOf = (orders: readonly OrderLine[], groupOf: (accountId: string) => string): readonly CrossSell[] => {
  const lines = new Map<string, Set<string>>();
  for (const { accountId, category } of orders)
    if (category !== null) lines.set(accountId, (lines.get(accountId) ?? new Set()).add(category));
  const groups = Map.groupBy([...lines], ([accountId]) => groupOf(accountId));
  return [...groups]
    .map(([key, members]) => {
      const crossSold = members.filter(([, categories]) => categories.size > 1).length;
      const sum = members.reduce((total, [, categories]) => total + categories.size, 0);
      return { key, accounts: members.length, crossSold, rate: crossSold / members.length, categoriesMean: sum / members.length };
    })
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
};
