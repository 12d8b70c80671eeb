import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type MessageBus, type Opened } from '#libs/kernel/ports.js';
import { within } from '#libs/kernel/testing/deadline.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { COMMANDS_TOPIC, encodeCommand, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { type FinalAnswer, type SentCommand } from './producers.js';

/** An answer that has not come by then is asked for by sending the command again. */
const ANSWER_MS = 3_000;

/** Outcomes taken off the bus at once. */
const IN_FLIGHT_MAX = 256;

/** A stranger on the bus: sends commands past the doors, and hears every outcome that is published, whoever asked. */
export class BusProducer implements AsyncDisposable {
  private readonly commands = new Map<string, SentCommand>();
  private readonly waiting = new Map<string, (answer: FinalAnswer) => void>();
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  private constructor(private readonly bus: Opened<MessageBus>) {}

  static async open(url: string): Promise<BusProducer> {
    const producer = new BusProducer(await openMessageBus(url));
    await producer.listen();
    return producer;
  }

  /** From here on what is published of these commands is kept with them. */
  follow(commands: readonly SentCommand[]): void {
    for (const command of commands) this.commands.set(command.commandId, command);
  }

  /** Sends a command once; `undefined` where its outcome was not heard in time. */
  async send({ commandId, accountId, type, data }: SentCommand): Promise<FinalAnswer | undefined> {
    const { promise, resolve } = Promise.withResolvers<FinalAnswer>();
    this.waiting.set(commandId, resolve);
    const message = encodeCommand({ commandId, stream: `account-${accountId}`, type, data, actor: 'ana' });
    const late = new AbortController();
    try {
      await this.bus.publish(COMMANDS_TOPIC, message);
      return await Promise.race([promise, pause(ANSWER_MS, undefined, { signal: late.signal })]);
    } catch {
      return undefined;
    } finally {
      late.abort();
      this.waiting.delete(commandId);
    }
  }

  private async listen(): Promise<void> {
    const assigned = Promise.withResolvers<void>();
    this.running = this.bus.consume(
      OUTCOMES_TOPIC,
      `faults.${randomUUID()}`,
      async ({ value }) => {
        const answer = (JSON.parse(Buffer.from(value!).toString('utf8')) as { readonly data: FinalAnswer }).data;
        this.commands.get(answer.commandId)?.heard.push(answer);
        this.waiting.get(answer.commandId)?.(answer);
        return { kind: 'done' };
      },
      this.stop.signal,
      { from: 'latest', inFlightMax: IN_FLIGHT_MAX, onAssigned: () => assigned.resolve() },
    );
    await within(assigned.promise, 'the outcomes to be assigned');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop.abort();
    await this.running;
    await this.bus[Symbol.asyncDispose]();
  }
}
