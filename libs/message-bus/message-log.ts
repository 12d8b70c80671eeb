import { type DatabaseSync } from 'node:sqlite';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { type BusMessage } from '#libs/kernel/ports.js';

/** What one transaction changes. */
export interface Change {
  readonly messages: readonly { readonly topic: string; readonly sequence: number; readonly message: BusMessage }[];
  readonly offsets: readonly { readonly topic: string; readonly group: string; readonly offset: number }[];
  /** Messages of a topic up to a sequence, that nobody needs any more. */
  readonly forget: readonly { readonly topic: string; readonly upTo: number }[];
}

/** A topic as it stands in the file: its messages are `first` … `last` without holes, `first` above `last` when there is none. */
export interface TopicState {
  readonly first: number;
  readonly last: number;
  readonly offsets: ReadonlyMap<string, number>;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS message (topic TEXT NOT NULL, sequence INTEGER NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
    headers TEXT NOT NULL, PRIMARY KEY (topic, sequence)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS group_offset (topic TEXT NOT NULL, group_name TEXT NOT NULL, finished INTEGER NOT NULL,
    PRIMARY KEY (topic, group_name)) STRICT, WITHOUT ROWID`;

/** Topics and offsets in a SQLite file. Calls are synchronous. */
export class MessageLog {
  private readonly insert;
  private readonly moveOffset;
  private readonly remove;
  private readonly bounds;
  private readonly offsets;
  private readonly page;
  private readonly one;

  constructor(private readonly database: DatabaseSync) {
    database.exec(SCHEMA);
    this.insert = database.prepare('INSERT INTO message (topic, sequence, key, value, headers) VALUES (?, ?, ?, ?, ?)');
    this.moveOffset = database.prepare('INSERT INTO group_offset VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET finished = excluded.finished');
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

  /** All or nothing; durable when it returns. */
  write({ messages, offsets, forget }: Change): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const { topic, sequence, message } of messages)
        this.insert.run(topic, sequence, message.key, message.value, JSON.stringify(message.headers));
      for (const { topic, group, offset } of offsets) this.moveOffset.run(topic, group, offset);
      for (const { topic, upTo } of forget) this.remove.run(topic, upTo);
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** The keys of the next messages after a sequence, in order. */
  keysAfter(topic: string, sequence: number, limit: number): readonly { readonly sequence: number; readonly key: string }[] {
    return this.page.all(topic, sequence, limit).map((row) => ({ sequence: Number(row.sequence), key: String(row.key) }));
  }

  /** One message. It must exist. */
  read(topic: string, sequence: number): BusMessage {
    const row = this.one.get(topic, sequence);
    if (row === undefined) throw new InvariantBroken(`Message ${sequence} of topic ${topic} was forgotten before it was handled.`);
    return { key: String(row.key), value: row.value as Uint8Array, headers: JSON.parse(String(row.headers)) as BusMessage['headers'] };
  }
}
