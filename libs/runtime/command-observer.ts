import { type SettledChange } from './coordinated-changes.js';

/** What an answer was, for counters. */
export interface Answered {
  /** Of a rejection. */
  readonly code?: string;
  /** From the moment that the command was taken in hand. */
  readonly ms: number;
  readonly duplicate: boolean;
}

/** What the command path tells its surroundings: for logs and counters. */
export interface CommandObserver {
  answered?(outcome: 'ACCEPTED' | 'REJECTED' | 'UNKNOWN', answered: Answered): void;
  /** Another writer was faster, or something that the decision rested on has moved: the command is decided again. */
  conflict?(stream: string, attempt: number): void;
  /** A message became a dead letter. */
  dead?(code: string, detail: string): void;
  /** Something failed, and the command is handed out again. */
  failed?(error: unknown, attempt: number): void;
  /** Commands on a stream wait for a newer program; told once a stream until it can be decided on again. */
  blocked?(stream: string, reason: string): void;
  /** A change to several streams came to its end here, whoever began it. */
  changeSettled?(change: SettledChange): void;
}
