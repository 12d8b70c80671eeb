import { randomUUID } from 'node:crypto';
import { type BusMessage, type ConsumeOptions, type Delivery, type Disposition, type MessageBus } from '../ports.js';
import { within } from './deadline.js';

export const DONE: Disposition = { kind: 'done' };
export const RETRY: Disposition = { kind: 'retry' };

/** A name that no other test uses, on engines that keep what earlier runs wrote. */
export const newName = (what: 'topic' | 'group'): string => `contract-${what}-${randomUUID()}`;

/** A message whose value is text. */
export const message = (key: string, text: string, headers: BusMessage['headers'] = {}): BusMessage => ({
  key,
  value: new TextEncoder().encode(text),
  headers,
});

/** A value as text. */
export const textOf = ({ value }: BusMessage): string => new TextDecoder().decode(value);

/** A delivery in plain types, however an engine's client represents bytes. */
export const plain = (delivery: Delivery) => ({ ...delivery, value: [...delivery.value] });

/** Publishes texts under one key, one after the other, because only then their order is settled. */
export const publishAll = async (bus: MessageBus, topic: string, key: string, texts: readonly string[]): Promise<void> => {
  for (const text of texts) await bus.publish(topic, message(key, text));
};

/** A consumer with what it has heard. */
export interface Listener {
  readonly heard: readonly Delivery[];
  /** The texts of what it has heard. */
  texts(): readonly string[];
  /** Waits until it has heard enough. */
  until(enough: (heard: readonly Delivery[]) => boolean): Promise<void>;
  /** Aborts and waits until the consumer has ended. */
  stop(): Promise<void>;
  readonly signal: AbortSignal;
  readonly ended: Promise<void>;
}

/** Consumes with what to answer to each delivery; `done` unless told. */
export const listen = (
  bus: MessageBus,
  topic: string,
  group: string,
  answer: (delivery: Delivery) => Disposition | Promise<Disposition> = () => DONE,
  options?: ConsumeOptions,
): Listener => {
  const heard: Delivery[] = [];
  const abort = new AbortController();
  const waiting = new Set<() => void>();
  const handle = async (delivery: Delivery) => {
    heard.push(delivery);
    for (const look of waiting) look();
    return answer(delivery);
  };
  const ended = bus.consume(topic, group, handle, abort.signal, options);
  return {
    heard,
    texts: () => heard.map(textOf),
    until: async (enough) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => (enough(heard) ? resolve() : undefined);
      waiting.add(look);
      look();
      const early = ended.then(() => Promise.reject(new Error(`Consuming ${topic} ended with ${heard.length} messages heard.`)));
      await within(Promise.race([promise, early]), `enough messages on ${topic}; heard ${heard.length}`);
      waiting.delete(look);
    },
    stop: async () => {
      abort.abort();
      await within(ended, `consuming ${topic} to end`);
    },
    signal: abort.signal,
    ended,
  };
};
