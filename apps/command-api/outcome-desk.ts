import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type Delivery, type MessageBus } from '#libs/kernel/ports.js';
import { type Configuration } from '#libs/platform/configuration.js';
import { CONFIGURATION, MESSAGE_BUS } from '#libs/platform/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { Supervisor } from '#libs/platform/supervisor.js';
import { COMMANDS_TOPIC, encodeCommand, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { REQUEST_HEADER } from '#libs/runtime/consume-commands.js';
import { type WireOutcome } from './answer.js';

/** Commands that were published and are not answered yet, those whose client has stopped waiting among them. */
export const UNANSWERED_MAX = 10_000;

/** Outcomes taken off the bus at once; handling one is a look-up. */
const IN_FLIGHT_MAX = 256;

interface Unanswered {
  readonly command: CommandEnvelope;
  readonly answer: PromiseWithResolvers<WireOutcome>;
  waiting: boolean;
}

/** Puts commands on the bus and hands each request the outcome that comes back for it. */
@Injectable()
export class OutcomeDesk implements OnApplicationBootstrap {
  /** By request, oldest first. */
  private readonly unanswered = new Map<string, Unanswered>();
  private readonly group: string;

  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(Supervisor) private readonly supervisor: Supervisor,
    @Inject(CONFIGURATION) { messageBusUrl }: Configuration,
  ) {
    // Every process must hear every outcome, so each is a group of its own; on a bus within one process there is only one, and a new
    // name at every start would leave groups behind for which the bus keeps what nobody will fetch.
    this.group = messageBusUrl.startsWith('in-process:') ? 'rapport.command-api' : `rapport.command-api.${randomUUID()}`;
  }

  onApplicationBootstrap(): void {
    this.supervisor.run('outcomes', (signal) =>
      this.bus.consume(OUTCOMES_TOPIC, this.group, (delivery) => this.take(delivery), signal, {
        from: 'latest',
        inFlightMax: IN_FLIGHT_MAX,
      }),
    );
  }

  /**
   * Publishes a command and waits for its outcome until the signal aborts; `undefined` then.
   * @throws Problem when too many are unanswered already · Unavailable when the bus is full or away
   */
  async submit(command: CommandEnvelope, signal: AbortSignal): Promise<WireOutcome | undefined> {
    const request = randomUUID();
    const entry = { command, answer: Promise.withResolvers<WireOutcome>(), waiting: true };
    this.admit(request, entry);
    const message = encodeCommand(command);
    try {
      await this.bus.publish(COMMANDS_TOPIC, { ...message, headers: { ...message.headers, [REQUEST_HEADER]: request } });
    } catch (error) {
      this.unanswered.delete(request);
      throw error;
    }
    const outcome = await untilAborted(entry.answer.promise, signal);
    entry.waiting = false;
    return outcome;
  }

  /** A command that was taken here and is not answered yet. */
  pending(commandId: string): CommandEnvelope | undefined {
    return this.unanswered.values().find(({ command }) => command.commandId === commandId)?.command;
  }

  private admit(request: string, entry: Unanswered): void {
    if (this.unanswered.size >= UNANSWERED_MAX) {
      // Whoever stopped waiting will ask by the command's id, which needs no place here.
      const [oldest] = this.unanswered.entries().find(([, { waiting }]) => !waiting) ?? [];
      if (oldest === undefined) {
        throw new Problem('TOO_MANY_WAITING', `${UNANSWERED_MAX} commands wait for their answer here already: send it again in a moment.`);
      }
      this.unanswered.delete(oldest);
    }
    this.unanswered.set(request, entry);
  }

  private async take({ headers, value }: Delivery) {
    const request = headers[REQUEST_HEADER];
    const entry = typeof request !== 'string' ? undefined : this.unanswered.get(request);
    if (typeof request === 'string' && entry !== undefined && value !== null) {
      this.unanswered.delete(request);
      entry.answer.resolve((JSON.parse(Buffer.from(value).toString('utf8')) as { readonly data: WireOutcome }).data);
    }
    return { kind: 'done' } as const;
  }
}

const untilAborted = async <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> => {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const abort = (): void => resolve(undefined);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return signal.aborted ? undefined : await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};
