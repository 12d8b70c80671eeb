import { setTimeout as pause } from 'node:timers/promises';
import { within } from '#libs/kernel/testing/deadline.js';
import { type BusProducer } from './bus-producer.js';
import { type Attempt, commandsOf, insist, type SentCommand, send } from './producers.js';

/** Producers of one load: through the doors in turn, and past them. */
const BY_HTTP = 8;
const BY_BUS = 4;

/** More than a producer sends before it is told to stop. */
const COMMANDS_MAX = 5_000;

/** A load gets on, or something is wrong. */
const PROGRESS_MS = 120_000;

const ASK_EVERY_MS = 20;

const nothing = Promise.resolve(undefined);

/** Commands from several producers at once, each sent until it has a final answer. */
export class Load {
  /** Those that were sent. */
  readonly sent: SentCommand[] = [];
  private answered = 0;
  private stopping = false;
  private readonly done: Promise<unknown>;

  /** Begins at once. `name` makes the accounts its own; a producer goes on until it has sent `each` commands or is told to stop. */
  constructor(
    name: string,
    private readonly bus: BusProducer,
    urls: () => readonly string[],
    each = COMMANDS_MAX,
  ) {
    const byHttp: Attempt = (command, attempt) => {
      const all = urls();
      const url = all[(command.commandId.length + this.answered + attempt) % all.length];
      return url === undefined ? nothing : send(url, command);
    };
    const byBus: Attempt = (command) => bus.send(command);
    const producers = [
      ...Array.from({ length: BY_HTTP }, (_, number) => this.run(commandsOf(`${name}-h${number}`, each), byHttp)),
      ...Array.from({ length: BY_BUS }, (_, number) => this.run(commandsOf(`${name}-b${number}`, each), byBus)),
    ];
    this.done = Promise.all(producers);
    // It is told to those who wait for the end; until then it must not end the process.
    this.done.catch(() => undefined);
  }

  private async run(commands: readonly SentCommand[], attempt: Attempt): Promise<void> {
    for (const command of commands) {
      if (this.stopping) return;
      this.sent.push(command);
      this.bus.follow([command]);
      await insist(command, attempt);
      this.answered += 1;
    }
  }

  /** Waits until so many more commands are answered. */
  async more(count: number): Promise<void> {
    const aim = this.answered + count;
    const reached = async (): Promise<void> => {
      while (this.answered < aim) await pause(ASK_EVERY_MS);
    };
    await within(Promise.race([reached(), this.done]), `${count} more commands to be answered`, PROGRESS_MS);
  }

  /** Begins nothing new, and waits until everything that was begun is answered. */
  async end(): Promise<readonly SentCommand[]> {
    this.stopping = true;
    await this.done;
    return this.sent;
  }
}
