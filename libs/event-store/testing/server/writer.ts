import { randomUUID } from 'node:crypto';
import { type Expected, verdictOn } from './expected.js';
import { type Log } from './log.js';
import { METADATA_TYPE, metastreamOf, type ProposedEvent, TOMBSTONE_TYPE } from './record.js';
import { withTruncateBefore } from './stream-metadata.js';

/** What became of an append or a deletion. `revision` is -1 where nothing was ever written. */
export type Outcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong-version'; readonly actual: number }
  | { readonly kind: 'deleted' };

export interface AppendRequest {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
}

export interface DeleteRequest {
  readonly stream: string;
  readonly expected: Expected;
  /** For ever; else it may be appended to again, and is numbered on. */
  readonly isHard: boolean;
}

/** A piece of work for the log, and who waits for it. */
interface Waiting {
  readonly run: () => Outcome;
  readonly resolve: (outcome: Outcome) => void;
}

/**
 * The one who writes. What arrives in one turn of the event loop is decided in the order of arrival and becomes durable together; then it
 * is answered, and shown to `onCommitted`. All of it happens in one go, so that nobody sees what is not durable.
 */
export class Writer {
  readonly #log: Log;
  readonly #onCommitted: () => void;
  #waiting: Waiting[] = [];

  constructor(log: Log, onCommitted: () => void) {
    this.#log = log;
    this.#onCommitted = onCommitted;
  }

  append(request: AppendRequest): Promise<Outcome> {
    return this.#enqueue(() => this.#append(request));
  }

  delete(request: DeleteRequest): Promise<Outcome> {
    return this.#enqueue(() => this.#delete(request));
  }

  #enqueue(run: () => Outcome): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    if (this.#waiting.push({ run, resolve }) === 1) setImmediate(() => this.#commit());
    return promise;
  }

  #commit(): void {
    const group = this.#waiting;
    this.#waiting = [];
    const outcomes = group.map(({ run }) => run());
    this.#log.commit();
    for (const [index, { resolve }] of group.entries()) resolve(outcomes[index]!);
    this.#onCommitted();
  }

  #append({ stream, expected, events }: AppendRequest): Outcome {
    const log = this.#log;
    const verdict = verdictOn(
      log,
      stream,
      expected,
      events.map(({ id }) => id),
    );
    if (verdict.kind === 'known') return { kind: 'written', revision: Number(verdict.last.revision), position: verdict.last.position };
    if (verdict.kind !== 'write') return verdict;
    const before = log.revisionOf(stream);
    const created = Date.now();
    if (events.length === 0) return { kind: 'written', revision: before, position: log.stageEmpty(stream, created).position };
    const wasDeleted = log.metadataOf(stream).isDeleted;
    const rows = events.map((event) => log.stage(stream, event, created));
    if (wasDeleted) this.#setTruncateBefore(stream, before + 1);
    return { kind: 'written', revision: before + events.length, position: rows.at(-1)!.position };
  }

  #delete({ stream, expected, isHard }: DeleteRequest): Outcome {
    const log = this.#log;
    const verdict = verdictOn(log, stream, expected, []);
    if (verdict.kind === 'deleted' || verdict.kind === 'wrong-version') return verdict;
    const revision = log.revisionOf(stream);
    if (revision < 0 && !isHard) return { kind: 'wrong-version', actual: revision };
    return { kind: 'written', revision, position: isHard ? this.#tombstone(stream) : this.#setTruncateBefore(stream, 'deleted') };
  }

  #tombstone(stream: string): number {
    return this.#log.stage(stream, eventOf(TOMBSTONE_TYPE, new Uint8Array()), Date.now()).position;
  }

  #setTruncateBefore(stream: string, before: number | 'deleted'): number {
    const data = withTruncateBefore(this.#log.metadataTextOf(stream), before);
    return this.#log.stage(metastreamOf(stream), eventOf(METADATA_TYPE, data), Date.now()).position;
  }
}

const eventOf = (type: string, data: Uint8Array): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: type === METADATA_TYPE,
  data,
  metadata: new Uint8Array(),
});
