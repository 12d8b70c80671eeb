import { type Collection, type EventStore } from '#libs/kernel/ports.js';
import { metaOf } from '#libs/kernel/undecodable.js';
import { headOf, type Lag, lagOf } from '#libs/runtime/lag.js';
import { type AsOf, type Moment } from './answers.js';
import { type Sources } from './sources.js';

/** What a read model contains, and how far that is behind the log. */
export const freshnessOf = async (sources: Sources, collection: Collection): Promise<AsOf> => asOfLag(await lagOf(sources, collection));

/** A lag as answers carry it. */
export const asOfLag = ({ position, recordedAt, lagEvents, lagMs }: Lag): AsOf => ({
  position: position ?? null,
  recordedAt: recordedAt ?? null,
  lagEvents,
  lagMs,
});

/** What an answer contains that was read from the log itself. */
export const freshnessAtHead = async (store: EventStore, moment: Moment | undefined): Promise<AsOf> => {
  const head = await headOf(store);
  return { position: head?.position ?? null, recordedAt: (head && metaOf(head)?.recordedAt) ?? null, lagEvents: 0, lagMs: 0, ...moment };
};
