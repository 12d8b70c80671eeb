import { type Day } from '#libs/kernel/message.js';
import { text } from '#libs/kernel/kinds.js';
import { territory as readModel, type TerritoryEntry, territoryOn } from '#libs/read-models/territory/territory.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';
import { reportingOf } from '../reporting.js';

/** Where an account belongs on the day of the question. */
export interface TerritoryLine {
  readonly accountId: string;
  /** Null before its first one. */
  readonly territory: string | null;
  readonly since: Day | null;
  /** Where it will belong, where that is told already. */
  readonly next: { readonly territory: string; readonly from: Day } | null;
  /** Where it belonged before, latest first. */
  readonly before: readonly { readonly territory: string; readonly from: Day }[];
}

export type TerritoriesAnswer = Listed<TerritoryLine>;

const lineOf = (entry: TerritoryEntry, day: Day): TerritoryLine => {
  const held = territoryOn(entry, day);
  const before = entry.line.filter(({ since }) => held.since !== null && since < held.since);
  return {
    accountId: entry.accountId,
    ...held,
    before: before.toReversed().map(({ value, since }) => ({ territory: value, from: since })),
  };
};

/** Accounts and where they belong; what each territory brought is asked of the KPIs, `by=territory`. */
export const territories = list({
  name: 'Territories',
  path: '/v1/territories',
  summary: 'Accounts by territory, with the territories of before; figures by territory are KPIs',
  readModel,
  parameters: { territory: text(100) },
  prepare: ({ sources, moment, until }) => reportingOf(sources, moment, until),
  // Told for the latest day: an account that moves on a day ahead is found where it will be.
  where: ({ parameters: { territory } }) => (territory === undefined ? {} : { latest: territory }),
  sort: { field: 'accountId' },
  item: (entry, _, { today }): TerritoryLine => lineOf(entry, today),
});
