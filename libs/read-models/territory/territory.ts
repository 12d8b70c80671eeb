import { type Day, idOf } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, entryAt, withValue } from '#libs/domain/dated-line.js';
import { type OwnershipEvents } from '#libs/domain/ownership/messages.js';

/** The territories of an account, by the day from which each holds. */
export interface TerritoryEntry {
  readonly accountId: string;
  /** Told for the latest day, which may lie ahead. */
  readonly latest: string;
  /** The latest {@link TERRITORIES_KEPT}; `since` is a day. */
  readonly line: DatedLine<string>;
}

/** Territories that one account is remembered in; the timeline has all of them. */
export const TERRITORIES_KEPT = 50;

/** Where accounts belong, and belonged: a later assignment restates nothing of before. */
export const territory: Projection<TerritoryEntry, Pick<OwnershipEvents, 'TerritoryAssigned'>> = {
  name: 'territory',
  version: 1,
  gathers: 'one-stream',
  indexes: [['accountId'], ['latest', 'accountId']],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    TerritoryAssigned: (entry, { stream, data }) => {
      const line = withValue(entry?.line ?? [], data.territory, data.effectiveFrom).slice(-TERRITORIES_KEPT);
      return { accountId: idOf(stream), latest: line.at(-1)!.value, line };
    },
  },
};

/** Where an account belongs on a day, and from when on; what comes next, where that is told already. */
export const territoryOn = ({ line }: TerritoryEntry, day: Day) => {
  const held = entryAt(line, day);
  const next = line.find(({ since }) => since > day);
  return {
    territory: held?.value ?? null,
    since: held?.since ?? null,
    next: next === undefined ? null : { territory: next.value, from: next.since },
  };
};
