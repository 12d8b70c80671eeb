import { type DatabaseSync } from 'node:sqlite';
import { InvariantBroken, OutcomeUnknown, Unavailable, VersionConflict } from '#libs/kernel/errors.js';
import { type Appended } from '#libs/kernel/ports.js';
import { CommitFailed, reasonOf } from '#libs/sqlite/errors.js';
import { GroupWriter } from '#libs/sqlite/group-writer.js';
import { transaction } from '#libs/sqlite/transaction.js';
import { type AppendRequest } from '../append-request.js';
import { toStoreError } from './errors.js';
import { requireRoom } from './room.js';
import { toPosition } from './position.js';

/** Appends that may wait for a commit; beyond it callers are asked to slow down. */
export const QUEUE_APPENDS_MAX = 10_000;

/** Characters of JSON that may wait for a commit (64 Mi). */
export const QUEUE_SIZE_MAX = 67_108_864;

/** Appends of one transaction: it blocks the process while it runs, some 30 ms at the most. */
export const GROUP_APPENDS_MAX = 1_000;

/** How long a group waits for another program to let go of the file. */
export const LOCK_WAIT_MS = 5_000;

/** What one transaction came to. */
export interface CommittedGroup {
  /** Appends answered, conflicts and repetitions included. */
  readonly appends: number;
  /** Events written. */
  readonly events: number;
}

type Answer = Appended | VersionConflict;

/** The one writer of a log. Appends share a transaction and its fsync; each of them succeeds or conflicts on its own. */
export class GroupCommit {
  private readonly writer;
  private closing = false;
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
    this.writer = new GroupWriter<AppendRequest, Appended>({
      groupMax: GROUP_APPENDS_MAX,
      waitingMax: QUEUE_APPENDS_MAX,
      sizeMax: QUEUE_SIZE_MAX,
      busyMsMax: LOCK_WAIT_MS,
      write: (group) => this.commit(group),
      // What is read from a damaged file may be wrong.
      isFinal: (error) => toStoreError(error, '') instanceof InvariantBroken,
      refusal: (error, { stream }) => this.refusal(error, stream),
      tooMany: (waiting) => `${waiting} appends wait for the disk, no more are taken in: slow down and try again in a moment.`,
      stopped: ({ message }) =>
        `The event store has stopped writing (${message}): check the disk and restart the process; reading goes on.`,
    });
  }

  /** @throws VersionConflict · OutcomeUnknown · Unavailable when the queue is full, the disk refuses, or the writer stopped */
  async append(request: AppendRequest): Promise<Appended> {
    if (this.closing) throw new Unavailable('The event store is closed: open it again.');
    return this.writer.write(request, request.size);
  }

  /** @throws Unavailable once this writer has stopped for good, or while the disk takes nothing */
  probe(): void {
    this.writer.requireTrust();
    requireRoom(this.db, this.file, this.refused);
    this.refused = false;
  }

  /** Commits what waits, then takes nothing in any more. */
  async close(): Promise<void> {
    this.closing = true;
    await this.writer.finish();
  }

  private commit(group: readonly AppendRequest[]): readonly Answer[] {
    const { answers, events } = transaction(this.db, 'IMMEDIATE', () => {
      const before = (this.last.get() as { position: number }).position;
      this.end = before;
      return { answers: group.map((request) => this.write(request)), events: this.end - before };
    });
    this.refused = false;
    // Not within the commit, which has succeeded whatever the listener does.
    queueMicrotask(() => this.onCommit({ appends: group.length, events }));
    return answers;
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

  private refusal(error: unknown, stream: string): Error {
    if (error instanceof CommitFailed) {
      const text = `The append to ${stream} may or may not be on disk (${error.message}): read the stream again first.`;
      return new OutcomeUnknown(text, { cause: reasonOf(error) });
    }
    this.refused = true;
    return toStoreError(error, `The append to ${stream}`);
  }
}
