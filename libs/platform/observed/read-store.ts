import { type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { type Telemetry, timed } from './telemetry.js';

/** A read store that is measured. */
export const observedReadStore = (store: Opened<ReadStore>, { metrics }: Pick<Telemetry, 'metrics'>): Opened<ReadStore> => {
  const request = <Result>(operation: string, work: () => Promise<Result>): Promise<Result> =>
    timed(work, (seconds, result) => metrics.observe('rapport_read_store_request_duration_seconds', { operation, result }, seconds));
  return {
    load: (collection, keys) => request('load', () => store.load(collection, keys)),
    find: (collection, query) => request('find', () => store.find(collection, query)),
    checkpoint: (collection) => request('checkpoint', () => store.checkpoint(collection)),
    commit: (collection, commit) =>
      timed(
        () => store.commit(collection, commit),
        (seconds, result) =>
          metrics.observe('rapport_read_store_commit_duration_seconds', { collection: collection.name, result }, seconds),
        (answer) => (answer === 'fenced' ? 'fenced' : 'ok'),
      ),
    notices: () => store.notices?.() ?? [],
    probe: () => store.probe(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
};
