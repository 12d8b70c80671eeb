import { type DatabaseSync } from 'node:sqlite';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { type BusMessage } from '#libs/kernel/ports.js';
import { transaction } from '#libs/sqlite/transaction.js';
import { readHeaders, storeHeaders } from './stored-headers.js';

/** What one transaction changes. */
export interface Change {
  readonly messages: readonly { readonly topic: string; readonly sequence: number; readonly message: BusMessage }[];
  readonly offsets: readonly { readonly topic: string; readonly group: string; readonly offset: number }[];
  /** Groups that will not come again. */
  readonly leaving: readonly { readonly topic: string; readonly group: string }[];
  /** Messages of a topic up to a sequence, that nobody needs any more. */
  readonly forget: readonly { readonly topic: string; readonly upTo: number }[];
}

/** A topic as it stands in the file: its messages are `first` … `last` without holes, `first` above `last` when there is none. */
export interface TopicState {
  readonly first: number;
  readonly last: number;
  readonly offsets: ReadonlyMap<string, number>;
}

/** No key and no value are NULL, which is not the same as an empty one. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS message (topic TEXT NOT NULL, sequence INTEGER NOT NULL, key TEXT, value BLOB,
    headers TEXT NOT NULL, PRIMARY KEY (topic, sequence)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS group_offset (topic TEXT NOT NULL, group_name TEXT NOT NULL, finished INTEGER NOT NULL,
    PRIMARY KEY (topic, group_name)) STRICT, WITHOUT ROWID`;

/** Files of version 0.1 demand a key and a value of every message. */
const withoutDemands = (database: DatabaseSync): void => {
  const columns = database.prepare('PRAGMA table_info(message)').all();
  if (!columns.some(({ name, notnull }) => name === 'value' && notnull === 1)) return;
  transaction(database, 'IMMEDIATE', () => {
    database.exec(`ALTER TABLE message RENAME TO message_0_1; ${SCHEMA};
      INSERT INTO message SELECT topic, sequence, key, value, headers FROM message_0_1; DROP TABLE message_0_1`);
  });
};

/** Topics and offsets in a SQLite file. Calls are synchronous. */
export class MessageLog {
  private readonly insert;
  private readonly moveOffset;
  private readonly removeOffset;
  private readonly remove;
  private readonly bounds;
  private readonly offsets;
  private readonly page;
  private readonly one;

  constructor(private readonly database: DatabaseSync) {
    database.exec(SCHEMA);
    withoutDemands(database);
    this.insert = database.prepare('INSERT INTO message (topic, sequence, key, value, headers) VALUES (?, ?, ?, ?, ?)');
    this.moveOffset = database.prepare('INSERT INTO group_offset VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET finished = excluded.finished');
    this.removeOffset = database.prepare('DELETE FROM group_offset WHERE topic = ? AND group_name = ?');
    this.remove = database.prepare('DELETE FROM message WHERE topic = ? AND sequence <= ?');
    this.bounds = database.prepare(`SELECT (SELECT min(sequence) FROM message WHERE topic = ?1) AS first,
      (SELECT max(sequence) FROM message WHERE topic = ?1) AS last`);
    this.offsets = database.prepare('SELECT group_name, finished FROM group_offset WHERE topic = ?');
    this.page = database.prepare('SELECT sequence, key FROM message WHERE topic = ? AND sequence > ? ORDER BY sequence LIMIT ?');
    this.one = database.prepare('SELECT key, value, headers FROM message WHERE topic = ? AND sequence = ?');
  }

  /** Where messages were forgotten, the offset that allowed it still says how far the topic had come. */
  topic(topic: string): TopicState {
    const offsets = new Map(this.offsets.all(topic).map(({ group_name, finished }) => [String(group_name), Number(finished)]));
    const { first, last } = this.bounds.get(topic) ?? {};
    const end = Math.max(Number(last ?? 0), ...offsets.values());
    return { first: Number(first ?? end + 1), last: end, offsets };
  }

  /**
   * All or nothing; durable when it returns.
   * @throws CommitFailed when it may have been written; any other error when nothing was
   */
  write({ messages, offsets, leaving, forget }: Change): void {
    transaction(this.database, 'IMMEDIATE', () => {
      for (const { topic, sequence, message } of messages)
        this.insert.run(topic, sequence, message.key, message.value, storeHeaders(message.headers));
      for (const { topic, group } of leaving) this.removeOffset.run(topic, group);
      for (const { topic, group, offset } of offsets) this.moveOffset.run(topic, group, offset);
      for (const { topic, upTo } of forget) this.remove.run(topic, upTo);
    });
  }

  /** The keys of the next messages after a sequence, in order. */
  keysAfter(topic: string, sequence: number, limit: number): readonly { readonly sequence: number; readonly key: string | null }[] {
    return this.page.all(topic, sequence, limit).map((row) => ({ sequence: Number(row.sequence), key: textOf(row.key) }));
  }

  /** One message. It must exist. */
  read(topic: string, sequence: number): BusMessage {
    const row = this.one.get(topic, sequence);
    if (row === undefined) throw new InvariantBroken(`Message ${sequence} of topic ${topic} was forgotten before it was handled.`);
    return { key: textOf(row.key), value: row.value as Uint8Array | null, headers: readHeaders(String(row.headers)) };
  }
}

const textOf = (column: unknown): string | null => (column === null ? null : String(column));
