import { senderOf } from '#libs/kernel/command-identity.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { Problem } from '#libs/platform/problem.js';
import { type WireOutcome } from './answer.js';

/** Commands that were published and are not answered yet, those whose client has stopped waiting among them. */
export const UNANSWERED_MAX = 10_000;

/** An outcome that has not come over the bus by then may be lost: time enough for nearly every command. */
const LOST_AFTER_MS = 300;

/** The longest pause between two looks for one outcome; they double up to it. */
const LOOK_PAUSE_MS_MAX = 5_000;

/** Outcomes that are looked for at once, those that wait longest first. */
const LOOKS_MAX = 1_000;

/** A command with who waits for its outcome. */
export interface Unanswered {
  readonly command: CommandEnvelope;
  readonly answer: PromiseWithResolvers<WireOutcome>;
  waiting: boolean;
  answered: boolean;
  /** Resolves when other processes have been told of it; absent where they were not. */
  noted?: Promise<void>;
  /** When its outcome is looked for next, and how long after that again; milliseconds of a clock that does not jump. */
  lookAt: number;
  lookPauseMs: number;
}

/** Commands of this process that have no outcome yet, by request, oldest first. Bounded. */
export class UnansweredCommands {
  private readonly entries = new Map<string, Unanswered>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @throws Problem when too many wait already */
  admit(request: string, command: CommandEnvelope): Unanswered {
    if (this.entries.size >= UNANSWERED_MAX) {
      // Whoever stopped waiting will ask by the command's id, which needs no place here.
      const [oldest] = this.entries.entries().find(([, { waiting }]) => !waiting) ?? [];
      if (oldest === undefined) {
        throw new Problem('TOO_MANY_WAITING', `${UNANSWERED_MAX} commands wait for their answer here already: send it again in a moment.`);
      }
      this.entries.delete(oldest);
    }
    const entry: Unanswered = {
      command,
      answer: Promise.withResolvers<WireOutcome>(),
      waiting: true,
      answered: false,
      lookAt: Infinity,
      lookPauseMs: LOST_AFTER_MS,
    };
    this.entries.set(request, entry);
    return entry;
  }

  /** The command is on the bus. Where its outcome may be published before anybody listens here, it is looked for at once. */
  lookLater(entry: Unanswered, listening: boolean): void {
    entry.lookAt = this.now() + (listening ? LOST_AFTER_MS : 0);
  }

  /** Those whose outcome is to be looked for now. Asking for them plans the next time. */
  due(): readonly (readonly [request: string, entry: Unanswered])[] {
    const now = this.now();
    const due = this.entries
      .entries()
      .filter(([, { lookAt }]) => lookAt <= now)
      .take(LOOKS_MAX)
      .toArray();
    for (const [, entry] of due) {
      entry.lookAt = now + entry.lookPauseMs;
      entry.lookPauseMs = Math.min(LOOK_PAUSE_MS_MAX, entry.lookPauseMs * 2);
    }
    return due;
  }

  /** Takes a command out; `undefined` where there is none. */
  remove(request: string): Unanswered | undefined {
    const entry = this.entries.get(request);
    this.entries.delete(request);
    return entry;
  }

  ofCommand(commandId: string, source?: string): CommandEnvelope | undefined {
    return this.allOf(commandId).find((command) => senderOf(command.source) === senderOf(source));
  }

  /** All of an id, whoever sent them. */
  allOf(commandId: string): readonly CommandEnvelope[] {
    return this.entries
      .values()
      .map(({ command }) => command)
      .filter((command) => command.commandId === commandId)
      .toArray();
  }
}
