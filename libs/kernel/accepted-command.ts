import { type EventReference, type Instant, type Position } from './message.js';

/** What became of an accepted command, as the log tells it: the document of the read model that finds it by its id. */
export interface AcceptedCommand {
  readonly commandId: string;
  readonly stream: string;
  /** Of the command as it was given; the same id with another one is a reused id. */
  readonly hash: string;
  /** The sending that it came with, where its door named it. */
  readonly request?: string;
  /** Of the last of its events. */
  readonly version: number;
  readonly position: Position;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly events: readonly EventReference[];
}
