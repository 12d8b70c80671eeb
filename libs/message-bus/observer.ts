/**
 * What a consumer of a topic is doing. `unreachable`: its broker has not answered for some seconds; it waits for it, hands out nothing
 * meanwhile, and says `assigned` when it goes on. `crashed`: it failed and begins again. `reason` is for people.
 */
export interface ConsumerState {
  readonly topic: string;
  readonly group: string;
  readonly state: 'assigned' | 'rebalancing' | 'unreachable' | 'crashed' | 'ended';
  /** Those that it is in charge of. */
  readonly partitions: readonly number[];
  readonly reason?: string;
}

/** What a bus tells its surroundings: for logs, metrics and readiness. Nothing here may throw. */
export interface BusObserver {
  /** Something that an operator should know, in one sentence: what, where, what to do. */
  warn?(text: string): void;
  consumer?(state: ConsumerState): void;
  /** Messages of a partition that a group has not finished; told every few seconds for partitions that this process is in charge of. */
  lag?(lag: { readonly topic: string; readonly group: string; readonly partition: number; readonly messages: number }): void;
  /** A message was made durable, in milliseconds from the call. */
  published?(topic: string, ms: number): void;
  /** A message is to be handed out again; `attempt` is the one that failed. */
  retried?(topic: string, group: string, attempt: number): void;
}
