import { type Instant } from '#libs/kernel/message.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { collectionOf } from '#libs/kernel/projection.js';
import { metaOf } from '#libs/kernel/undecodable.js';
import { readModels } from '#libs/read-models/registry.js';
import { headOf, lagOf } from '#libs/runtime/lag.js';
import { parkedStreams, type ParkedStream } from '#libs/runtime/parked-streams.js';
import { RELAY } from '#libs/runtime/relay.js';
import { type AsOf, olderOf } from '../answers.js';
import { asOfLag } from '../freshness.js';
import { question } from '../question.js';

/** One read model and how far it is. */
export interface ReadModelStatus {
  readonly service: string;
  readonly name: string;
  readonly version: number;
  readonly asOf: AsOf;
  /** Streams whose events wait for a repair. */
  readonly parked: number;
  /** Why this read model does not go on at all, and what to do. */
  readonly stopped?: string;
}

/**
 * Where everything stands. `caught-up`: every read model is at the end of the log, nothing is parked. `stopped`: one of them is folded
 * from another log, or from more of it than there is.
 */
export interface StatusAnswer {
  readonly status: 'caught-up' | 'behind' | 'parked' | 'stopped';
  readonly log: { readonly position: string | null; readonly recordedAt: Instant | null };
  readonly readModels: readonly ReadModelStatus[];
  readonly parked: readonly ParkedStream[];
  /** What the read store had to put right by itself, in words. */
  readonly notices: readonly string[];
  readonly asOf: AsOf;
}

/** What this program folds and publishes; of collections of other versions, which were left or dropped, nothing waits. */
const LIVING: ReadonlySet<string> = new Set([...Object.values(readModels).flat().map(collectionOf), RELAY.name]);

/** Position and lag of every read model, and the accounts that are parked. */
export const status = question({
  name: 'Status',
  path: '/v1/status',
  summary: 'Position and lag of every read model, and what is parked',
  nowOnly: true,
  live: true,
  answer: async ({ sources }): Promise<StatusAnswer> => {
    const { store, readStore } = sources;
    const head = await headOf(store);
    const parked = (await parkedStreams(readStore)).filter(({ collection }) => LIVING.has(collection));
    const models: ReadModelStatus[] = [];
    for (const [service, projections] of Object.entries(readModels)) {
      for (const projection of projections) {
        const { name, version } = projection;
        const lag = await lagOf(sources, collectionFor(projection));
        const waiting = parked.filter(({ collection }) => collection === collectionOf(projection)).length;
        models.push({
          service,
          name,
          version,
          asOf: asOfLag(lag),
          parked: waiting,
          ...(lag.stopped === undefined ? {} : { stopped: lag.stopped }),
        });
      }
    }
    const stopped = models.some((model) => model.stopped !== undefined);
    const behind = models.some(({ asOf }) => asOf.lagEvents > 0);
    return {
      status: stopped ? 'stopped' : parked.length > 0 ? 'parked' : behind ? 'behind' : 'caught-up',
      log: { position: head?.position ?? null, recordedAt: (head && metaOf(head)?.recordedAt) ?? null },
      readModels: models,
      parked,
      notices: readStore.notices?.() ?? [],
      asOf: models.map(({ asOf }) => asOf).reduce(olderOf),
    };
  },
});
