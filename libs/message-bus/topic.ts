import { Unavailable } from '#libs/kernel/errors.js';
import { type ConsumeOptions, DEAD_LETTER_TOPIC } from '#libs/kernel/ports.js';
import { type Consumption } from './consumption.js';
import { type TopicState } from './message-log.js';

/** How much a topic may hold. */
export interface TopicBounds {
  /** Messages that a group has not finished; at so many the next is refused. */
  readonly backlogMax: number;
  /** Messages that are kept of a topic that no group reads. */
  readonly retainedMax: number;
}

/** Ten seconds at the pace that the bus is built for, and far more than a person will look through. */
export const TOPIC_BOUNDS: TopicBounds = { backlogMax: 100_000, retainedMax: 10_000 };

/** The consumer of a group that is in charge; others of the group wait until it has left. */
export interface Running {
  readonly consumption: Consumption;
  readonly left: Promise<void>;
}

/** A topic in memory: what it holds, how far its groups are, and who listens. Sequences are 1, 2, 3 … without holes. */
export class Topic {
  /** Of the oldest message kept. */
  first: number;
  /** Of the newest message that is durable. */
  last: number;
  /** Of the newest message taken in; those above `last` are on their way to the disk. */
  accepted: number;
  /** How far the groups are of which the file keeps that. */
  readonly offsets: Map<string, number>;
  /** How far those are of which nothing is kept; they hold up what is forgotten as long as they listen. */
  readonly passing = new Map<string, number>();
  /** Groups that the file is to forget. */
  readonly leaving = new Set<string>();
  readonly running = new Map<string, Running>();

  constructor(
    readonly name: string,
    { first, last, offsets }: TopicState,
    private readonly bounds: TopicBounds,
  ) {
    this.first = first;
    this.last = last;
    this.accepted = last;
    this.offsets = new Map(offsets);
  }

  /** Where a group begins that is about to listen, and among which it is counted then. */
  admit(group: string, { from, ephemeral = false }: ConsumeOptions): { readonly start: number; readonly among: Map<string, number> } {
    if (ephemeral) {
      if (this.offsets.delete(group)) this.leaving.add(group);
      return { start: this.last, among: this.passing };
    }
    const start = this.offsets.get(group) ?? (from === 'latest' ? this.last : this.first - 1);
    return { start, among: this.offsets };
  }

  /** The sequence of one more message. @throws Unavailable when too many wait */
  accept(): number {
    const { offset, waitFor } = this.slowest();
    if (this.accepted - offset >= this.bounds.backlogMax)
      throw new Unavailable(`Topic ${this.name} holds ${this.accepted - offset} messages that wait for ${waitFor}: publish more slowly.`);
    this.accepted += 1;
    return this.accepted;
  }

  /** Where the slowest group stands. Dead letters wait for a group; what else nobody reads counts as read. */
  private slowest(): { readonly offset: number; readonly waitFor: string } {
    const [first, ...others] = [...this.offsets, ...this.passing];
    if (first !== undefined) {
      const [group, offset] = others.reduce((least, one) => (one[1] < least[1] ? one : least), first);
      return { offset, waitFor: `group ${group}, which must be running` };
    }
    if (this.name === DEAD_LETTER_TOPIC) return { offset: this.first - 1, waitFor: 'a group to read them' };
    return { offset: this.last, waitFor: 'the disk' };
  }

  /** Up to where nobody needs the messages any more. */
  forgettable(): number {
    const { offset } = this.slowest();
    return this.offsets.size > 0 ? offset : Math.min(offset, this.last - this.bounds.retainedMax);
  }
}
