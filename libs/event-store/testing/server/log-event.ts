import { endOf, type LogRow } from './record.js';
import { serialiseEvent } from './responses.js';

/** An event of the log. What readers get of it is made when the first one asks, and kept in place of what it was made from. */
export class LogEvent {
  readonly position: number;
  /** Where the next record begins. */
  readonly end: number;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly created: number;
  #content: LogRow | Uint8Array;

  constructor(row: LogRow) {
    this.position = row.position;
    this.end = endOf(row);
    this.stream = row.stream;
    this.revision = row.revision;
    this.id = row.id;
    this.type = row.type;
    this.created = row.created;
    this.#content = row;
  }

  /** The answer that shows it. */
  get response(): Uint8Array {
    if (!(this.#content instanceof Uint8Array)) this.#content = serialiseEvent(this.#content);
    return this.#content;
  }
}
