import fc from 'fast-check';
import { type AmendmentTypes } from '#libs/kernel/amend.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type EventStore, type ReadStore, type Stored } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { foldBatch } from '../fold-batch.js';
import { ParkedStreams } from '../parked-streams.js';
import { sorted } from './documents-in.js';

/** Documents as a store keeps them, and what was read of the log. */
export class Batches {
  documents = new Map<string, Stored>();
  readings = 0;

  constructor(
    readonly events: readonly RecordedEvent[],
    readonly amendments: AmendmentTypes,
  ) {}

  readonly readStore = {
    load: async (_collection: unknown, keys: readonly string[]) =>
      new Map(keys.filter((key) => this.documents.has(key)).map((key) => [key, this.documents.get(key)!])),
    find: async () => ({ items: [] }),
    commit: async () => 'committed',
  } as unknown as ReadStore;

  readonly store: Pick<EventStore, 'read'> = {
    read: (stream, { from, direction, limit = Number.POSITIVE_INFINITY } = {}) => {
      this.readings += 1;
      const own = this.events.filter((event) => event.stream === stream);
      const read = direction === 'backwards' ? own.filter(({ version }) => version <= from!).toReversed() : own.slice((from ?? 1) - 1);
      return inOrder(read.slice(0, limit));
    },
  };

  async fold(projection: AnyProjection, events: readonly RecordedEvent[], parked?: ParkedStreams) {
    const parking = parked ?? (await this.parking(projection));
    const common = { store: this.store, readStore: this.readStore, projection, upcasters: {}, amendments: this.amendments };
    return foldBatch({ ...common, parked: parking }, events);
  }

  parking(projection: AnyProjection): Promise<ParkedStreams> {
    const repair = projection.gathers === 'one-stream' ? 'replay' : 'rebuild';
    return ParkedStreams.load(this.readStore, { collection: 'c', repair, now: () => new Date(0) });
  }

  /** As a store commits: what is at or above a position stays. */
  async commit(batch: Awaited<ReturnType<typeof foldBatch>>): Promise<void> {
    for (const put of batch.puts) {
      if ((this.documents.get(put.key)?.position ?? '') < put.position) this.documents.set(put.key, frozen(put));
    }
    for (const { key, position } of batch.deletes) {
      if ((this.documents.get(key)?.position ?? '') <= position) this.documents.delete(key);
    }
  }

  get asMap(): ReadonlyMap<string, object> {
    return sorted([...this.documents.values()].map(({ key, document }) => [key, document]));
  }
}

async function* inOrder(events: readonly RecordedEvent[]) {
  yield* events;
}

const frozen = (stored: Stored): Stored => ({ ...stored, document: Object.freeze(JSON.parse(JSON.stringify(stored.document)) as object) });

/** Sizes of batches, which are taken in turn. */
export const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });

/** Folds in batches of the given sizes, over and over; `twice` folds some of them again, from a store that has them or that has not. */
export const foldLive = async (projection: AnyProjection, kept: Batches, batches: readonly number[], twice = false): Promise<Batches> => {
  const { events } = kept;
  const parked = await kept.parking(projection);
  for (let from = 0, turn = 0; from < events.length; turn += 1) {
    const batch = events.slice(from, (from += batches[turn % batches.length]!));
    // A crash before the commit folds it again; one after it, of a store that lost the checkpoint alone, finds the documents ahead.
    if (twice && turn % 3 === 0) await kept.commit(await kept.fold(projection, batch.slice(0, batch.length / 2), parked));
    if (twice && turn % 3 === 1) await kept.fold(projection, batch, parked);
    await kept.commit(await kept.fold(projection, batch, parked));
    if (twice && turn % 3 === 1) await kept.commit(await kept.fold(projection, batch, parked));
    if (twice && turn % 3 === 2) await kept.commit(await kept.fold(projection, events.slice(Math.max(0, from - 9), from), parked));
  }
  if (parked.size > 0) throw new Error(`Parked: ${JSON.stringify(parked.all())}`);
  return kept;
};
