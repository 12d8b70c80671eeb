import { type EventReference } from '#libs/kernel/message.js';

/** What a command is addressed to; a body names one of them. */
export const TARGETS = ['accountId', 'employeeId', 'teamId', 'portfolio', 'policy'] as const;
export type Target = (typeof TARGETS)[number];

/** The body of `POST /v1/commands/<type>`. */
export interface CommandBody extends Readonly<Partial<Record<Target, string>>> {
  readonly commandId: string;
  readonly occurredAt?: string;
  readonly expectedVersion?: number;
  readonly note?: string;
  /** Where it comes from, `import:northwind`; the server says `http` where nothing is said. */
  readonly source?: string;
  readonly data: object;
}

/** A refusal as the server words it; `field` is a JSON pointer into the data, or into the message. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
}

/** A problem document (RFC 9457). */
export interface Problem {
  /** Why a command could not be decided. */
  readonly failure?: { readonly code: string; readonly detail: string };
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly field?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** A settled answer to a command. */
export type Answer = { readonly commandId: string; readonly duplicate: boolean } & (
  | { readonly outcome: 'ACCEPTED'; readonly version: number; readonly position?: string; readonly events: readonly EventReference[] }
  | { readonly outcome: 'REJECTED'; readonly rejection: Refusal }
);

/** What an answer contains: everything up to a position, and how far that is behind the log. */
export interface AsOf {
  readonly position: string | null;
  readonly lagEvents: number;
}

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
  readonly asOf?: AsOf;
}
