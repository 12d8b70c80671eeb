import { type DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { InvariantBroken, OutcomeUnknown, Unavailable, VersionConflict } from '#libs/kernel/errors.js';
import { type Appended } from '#libs/kernel/ports.js';
import { type AppendRequest } from '../append-request.js';
import { BUSY, primaryCode, toStoreError } from './errors.js';
import { requireRoom } from './room.js';
import { toPosition } from './position.js';

/** Appends that may wait for a commit; beyond it callers are asked to slow down. */
export const QUEUE_APPENDS_MAX = 10_000;

/** Characters of JSON that may wait for a commit (64 Mi). */
export const QUEUE_SIZE_MAX = 67_108_864;

/** Appends of one transaction: it blocks the process while it runs, some 30 ms at the most. */
export const GROUP_APPENDS_MAX = 1_000;

/** How long a group waits for another program to let go of the file, and how often it looks: between turns, so that reads go on. */
export const LOCK_WAIT_MS = 5_000;
const LOCK_RETRY_MS = 25;

/** What one transaction came to. */
export interface CommittedGroup {
  /** Appends answered, conflicts and repetitions included. */
  readonly appends: number;
  /** Events written. */
  readonly events: number;
}

interface Waiting extends PromiseWithResolvers<Appended> {
  readonly request: AppendRequest;
}

const CLOSED = 'The event store is closed: open it again.';

type Answer = Appended | VersionConflict;

/**
 * The one writer of a log. Appends that arrive in one turn of the event loop share a transaction and its fsync; each of them
 * succeeds or conflicts on its own. The writer stops for good after a commit whose outcome is unknown, because nothing may build on
 * it, and where the file turns out to be damaged.
 */
export class GroupCommit {
  private queue: Waiting[] = [];
  private queueSize = 0;
  private scheduled = false;
  private closing = false;
  private stopped: string | undefined;
  /** Since when another program has held the file, in ms. */
  private lockedSince: number | undefined;
  /** The disk refused the last group: nothing shows that it would take the next. */
  private refused = false;
  /** The last position of the log, the transaction under way included. */
  private end = 0;
  private readonly version;
  private readonly last;
  private readonly ids;
  private readonly insert;

  constructor(
    private readonly db: DatabaseSync,
    private readonly file: string,
    private readonly onCommit: (group: CommittedGroup) => void,
  ) {
    this.version = db.prepare('SELECT coalesce(max(version), 0) AS version FROM events WHERE stream = ?');
    this.last = db.prepare('SELECT coalesce(max(position), 0) AS position FROM events');
    this.ids = db.prepare('SELECT id, position FROM events WHERE stream = ? AND version > ? ORDER BY version LIMIT ?');
    this.insert = db.prepare('INSERT INTO events (position, stream, version, id, type, data, meta) VALUES (?, ?, ?, ?, ?, ?, ?)');
  }

  /** @throws VersionConflict · OutcomeUnknown · Unavailable when the queue is full, the disk refuses, or the writer stopped */
  append(request: AppendRequest): Promise<Appended> {
    if (this.stopped !== undefined || this.closing) return Promise.reject(new Unavailable(this.stopped ?? CLOSED));
    if (this.queue.length >= QUEUE_APPENDS_MAX || this.queueSize + request.size > QUEUE_SIZE_MAX) {
      return Promise.reject(
        new Unavailable(`${this.queue.length} appends wait for the disk, no more are taken in: slow down and try again in a moment.`),
      );
    }
    const waiting = { request, ...Promise.withResolvers<Appended>() };
    this.queue.push(waiting);
    this.queueSize += request.size;
    this.schedule();
    return waiting.promise;
  }

  /** @throws Unavailable once this writer has stopped for good, or while the disk takes nothing */
  probe(): void {
    if (this.stopped !== undefined) throw new Unavailable(this.stopped);
    requireRoom(this.db, this.file, this.refused);
    this.refused = false;
  }

  /** Commits what waits, then takes nothing in any more. */
  async close(): Promise<void> {
    this.closing = true;
    while (this.queue.length > 0) if (!this.commitGroup()) await wait(LOCK_RETRY_MS);
    this.stopped ??= CLOSED;
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const turn = () => {
      this.scheduled = false;
      if (this.queue.length > 0) this.commitGroup();
      if (this.queue.length > 0) this.schedule();
    };
    if (this.lockedSince === undefined) setImmediate(turn);
    else setTimeout(turn, LOCK_RETRY_MS);
  }

  /** `false`: another program holds the file, and the group waits on. */
  private commitGroup(): boolean {
    if (!this.begin()) return false;
    const group = this.queue.splice(0, GROUP_APPENDS_MAX);
    this.queueSize -= group.reduce((sum, { request }) => sum + request.size, 0);
    let answers: readonly Answer[];
    let events: number;
    try {
      const before = (this.last.get() as { position: number }).position;
      this.end = before;
      answers = group.map(({ request }) => this.write(request));
      events = this.end - before;
    } catch (error) {
      this.refuse(group, error);
      return true;
    }
    try {
      this.db.exec('COMMIT');
    } catch (error) {
      this.giveUp(group, error as Error);
      return true;
    }
    this.refused = false;
    for (const [index, { resolve, reject }] of group.entries()) {
      const answer = answers[index]!;
      if (answer instanceof VersionConflict) reject(answer);
      else resolve(answer);
    }
    this.onCommit({ appends: group.length, events });
    return true;
  }

  /** Begins the transaction of the next group; what cannot begin is refused, except that a lock is waited for. */
  private begin(): boolean {
    try {
      this.db.exec('BEGIN IMMEDIATE');
      this.lockedSince = undefined;
      return true;
    } catch (error) {
      this.lockedSince ??= performance.now();
      if (primaryCode(error) === BUSY && performance.now() - this.lockedSince < LOCK_WAIT_MS) return false;
      this.lockedSince = undefined;
      const group = this.queue.splice(0);
      this.queueSize = 0;
      this.refuse(group, error);
      return false;
    }
  }

  private write(request: AppendRequest): Answer {
    const { stream, expected, events } = request;
    const { version: actual } = this.version.get(stream) as { version: number };
    if (actual !== expected) return this.repeated(request) ?? new VersionConflict(stream, expected, actual);
    let version = expected;
    for (const { id, type, data, meta } of events) this.insert.run(++this.end, stream, ++version, id, type, data, meta);
    return { version, position: toPosition(this.end) };
  }

  /** The first answer, where the same ids already stand at the versions that this append would give them. */
  private repeated({ stream, expected, events }: AppendRequest): Appended | undefined {
    const rows = this.ids.all(stream, expected, events.length) as unknown as readonly { id: string; position: number }[];
    const same = rows.length === events.length && rows.every(({ id }, index) => id === events[index]!.id);
    return same ? { version: expected + events.length, position: toPosition(rows.at(-1)!.position) } : undefined;
  }

  /** No COMMIT was asked for: nothing of the group can be in the log. */
  private refuse(group: readonly Waiting[], error: unknown): void {
    this.rollback();
    this.refused = true;
    if (toStoreError(error, '') instanceof InvariantBroken) this.stop(error as Error);
    for (const { request, reject } of group) reject(toStoreError(error, `The append to ${request.stream}`));
  }

  /** A failed fsync may have written, and a later one may succeed without having written: only a restart finds out which. */
  private giveUp(group: readonly Waiting[], cause: Error): void {
    this.rollback();
    this.stop(cause);
    for (const { request, reject } of group) {
      const text = `The append to ${request.stream} may or may not be on disk (${cause.message}): read the stream again first.`;
      reject(new OutcomeUnknown(text, { cause }));
    }
  }

  private rollback(): void {
    if (!this.db.isTransaction) return;
    try {
      this.db.exec('ROLLBACK');
    } catch (error) {
      this.stop(error as Error);
    }
  }

  private stop(cause: Error): void {
    this.stopped = `The event store has stopped writing (${cause.message}): check the disk and restart the process; reading goes on.`;
    for (const { reject } of this.queue.splice(0)) reject(new Unavailable(this.stopped, { cause }));
    this.queueSize = 0;
  }
}
