import { Unavailable } from '#libs/kernel/errors.js';
import { inTime, isTooLarge, reasonOf } from './failure.js';
import { type RawMessage, toRecord } from './records.js';
import {
  APART_MS,
  BATCH_BYTES_MAX,
  BATCH_MAX,
  CLOSE_MS_MAX,
  GATHERED_MAX,
  PUBLISH_MS_MAX,
  PUBLISHING_BYTES_MAX,
  PUBLISHING_MAX,
  RECONNECT_MS_MAX,
} from './settings.js';
import { type Client, type OutgoingRecord, type RecordProducer } from './wire.js';

interface Waiting {
  readonly record: OutgoingRecord;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Sender {
  readonly client: Client;
  readonly producer: RecordProducer;
  readonly opened: Promise<void>;
}

/**
 * Sends to one topic, in the order of the calls: those of one turn of the event loop together, then, some milliseconds later or when
 * they are many, those that came meanwhile. A producer that has failed is thrown away with its connections, so that nothing of it arrives later. What it sent may have been
 * written: a caller that publishes again after Unavailable may write twice.
 */
export class TopicPublisher {
  private readonly waiting: Waiting[] = [];
  private bytes = 0;
  private sending: Promise<void> | undefined;
  private sender: Sender | undefined;
  /** Whether the last publish failed. */
  private away = false;
  /** Ends the wait for more. */
  private enough: () => void = () => undefined;

  constructor(
    private readonly topic: string,
    private readonly brokers: string,
    private readonly openClient: () => Client,
  ) {}

  /** Resolves once the message is on all replicas in sync. */
  publish(message: RawMessage, bytes: number): Promise<void> {
    if (this.waiting.length >= PUBLISHING_MAX || this.bytes + bytes > PUBLISHING_BYTES_MAX)
      return Promise.reject(this.unavailable(`${this.waiting.length} messages wait to be sent: publish more slowly`));
    return new Promise((resolve, reject) => {
      this.waiting.push({ record: toRecord(message), bytes, resolve, reject });
      this.bytes += bytes;
      if (this.waiting.length >= GATHERED_MAX) this.enough();
      this.sending ??= this.sendAll();
    });
  }

  private async sendAll(): Promise<void> {
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const begunAt = performance.now();
      await this.send(this.take());
      // Whoever publishes one after the other has not called again yet, and waits for nobody.
      if (this.waiting.length > 0) await this.gather(begunAt + APART_MS - performance.now());
    }
    this.sending = undefined;
  }

  private async gather(ms: number): Promise<void> {
    if (ms <= 0 || this.waiting.length >= GATHERED_MAX) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.enough = resolve;
    await promise;
    clearTimeout(timer);
  }

  private take(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { bytes: more } of this.waiting) {
      if (count === BATCH_MAX || (count > 0 && bytes + more > BATCH_BYTES_MAX)) break;
      bytes += more;
      count += 1;
    }
    this.bytes -= bytes;
    return this.waiting.splice(0, count);
  }

  private async send(batch: readonly Waiting[]): Promise<void> {
    const deadline = performance.now() + PUBLISH_MS_MAX;
    const sender = (this.sender ??= this.open());
    try {
      await inTime(sender.opened, this.away ? RECONNECT_MS_MAX : PUBLISH_MS_MAX, 'a connection');
    } catch (error) {
      // Nothing was sent. One that is still connecting is waited for by the next publish.
      return this.failed(batch, error);
    }
    try {
      const sent = sender.producer.send(
        this.topic,
        batch.map(({ record }) => record),
      );
      await inTime(sent, deadline - performance.now(), 'the acknowledgement');
      this.away = false;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      this.discard(sender);
      await this.failed(batch, error);
    }
  }

  private open(): Sender {
    const client = this.openClient();
    const producer = client.producer();
    const sender = { client, producer, opened: producer.open() };
    sender.opened.catch(() => this.discard(sender));
    return sender;
  }

  /** A batch that is too large is sent in halves; with an engine that is gone, whoever waits behind would wait in vain. */
  private async failed(batch: readonly Waiting[], error: unknown): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    if (isTooLarge(error) && batch.length > 1) {
      await this.send(batch.slice(0, half));
      await this.send(batch.slice(half));
    } else if (isTooLarge(error)) {
      const text = `Topic ${this.topic} does not take a message of ${batch[0]?.bytes} bytes: raise its max.message.bytes, or send less.`;
      for (const { reject } of batch) reject(new RangeError(text, { cause: error }));
    } else {
      this.away = true;
      const others = this.waiting.splice(0);
      this.bytes = 0;
      for (const { reject } of [...batch, ...others]) reject(this.unavailable(reasonOf(error), error));
    }
  }

  private unavailable(reason: string, cause?: unknown): Unavailable {
    return new Unavailable(`Kafka at ${this.brokers}, topic ${this.topic}: ${reason}.`, { cause });
  }

  /** Whatever the producer is still trying comes to nothing. */
  private discard(sender: Sender): void {
    sender.producer.close().catch(() => undefined);
    sender.client.destroy();
    if (this.sender === sender) this.sender = undefined;
  }

  /** Waits for what is being sent, at most as long as that may take; then closes the connections. */
  async close(): Promise<void> {
    await this.sending;
    const { sender } = this;
    if (sender === undefined) return;
    if (!this.away) await inTime(sender.producer.close(), CLOSE_MS_MAX, 'the end of the producer').catch(() => undefined);
    this.discard(sender);
  }
}
