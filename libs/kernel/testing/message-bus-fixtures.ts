import { randomUUID } from 'node:crypto';
import { type BusMessage, type ConsumeOptions, type Delivery, type Disposition, type MessageBus, type Opened } from '../ports.js';
import { within } from './deadline.js';

export const DONE: Disposition = { kind: 'done' };
export const RETRY: Disposition = { kind: 'retry' };

/** A name that no other test uses, on engines that keep what earlier runs wrote. */
export const newName = (what: 'topic' | 'group'): string => `contract-${what}-${randomUUID()}`;

/** What a part of the suite runs on: one bus for all, and topics of its own. */
export interface BusUnderTest {
  bus(): Opened<MessageBus>;
  /** A topic that no other test uses. */
  topic(): string;
  /** Of each topic. */
  readonly partitions: number;
}

/** A message whose value is text. */
export const message = (key: string | null, text: string, headers: BusMessage['headers'] = {}): BusMessage => ({
  key,
  value: new TextEncoder().encode(text),
  headers,
});

/** A value as text. */
export const textOf = ({ value }: BusMessage): string => new TextDecoder().decode(value ?? undefined);

/** A delivery in plain types, however an engine's client represents bytes. */
export const plain = ({ value, headers, ...rest }: Delivery) => ({
  ...rest,
  value: value && [...value],
  headers: Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, plainHeader(header)])),
});

const plainHeader = (header: BusMessage['headers'][string]): unknown =>
  typeof header === 'string' ? header : header instanceof Uint8Array ? { bytes: [...header] } : header.map(plainHeader);

/** Publishes texts under one key, one after the other, because only then their order is settled. */
export const publishAll = async (bus: MessageBus, topic: string, key: string | null, texts: readonly string[]): Promise<void> => {
  for (const text of texts) await bus.publish(topic, message(key, text));
};

/** `['0', '1', …]`. */
export const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => String(index));

/** A promise with its end in the test's hands. */
export const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};

/** A consumer with what it has heard. */
export interface Listener {
  readonly heard: readonly Delivery[];
  /** The texts of what it has heard. */
  texts(): readonly string[];
  /** Waits until it has heard enough. */
  until(enough: (heard: readonly Delivery[]) => boolean): Promise<void>;
  /** The numbers of all partitions that it is in charge of now. */
  partitions(): readonly number[];
  /** Waits until that is as it should be. */
  untilPartitions(enough: (partitions: readonly number[]) => boolean): Promise<void>;
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
  const looks = new Set<() => void>();
  const look = () => {
    for (const one of looks) one();
  };
  let partitions: readonly number[] = [];
  const handle = async (delivery: Delivery) => {
    heard.push(delivery);
    look();
    return answer(delivery);
  };
  const ended = bus.consume(topic, group, handle, abort.signal, {
    ...options,
    onAssigned: (assigned) => {
      partitions = assigned;
      options?.onAssigned?.(assigned);
      look();
    },
    onRevoked: (revoked) => {
      partitions = partitions.filter((one) => !revoked.includes(one));
      options?.onRevoked?.(revoked);
      look();
    },
  });
  const wait = async (enough: () => boolean, what: () => string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const one = () => (enough() ? resolve() : undefined);
    looks.add(one);
    one();
    const early = ended.then(() => Promise.reject(new Error(`Consuming ${topic} ended; ${what()}.`)));
    await within(Promise.race([promise, early]), what());
    looks.delete(one);
  };
  return {
    heard,
    texts: () => heard.map(textOf),
    until: (enough) =>
      wait(
        () => enough(heard),
        () => `enough messages on ${topic}, after ${heard.length}`,
      ),
    partitions: () => partitions,
    untilPartitions: (enough) =>
      wait(
        () => enough(partitions),
        () => `other partitions of ${topic} than ${partitions.join()}`,
      ),
    stop: async () => {
      abort.abort();
      await within(ended, `consuming ${topic} to end`);
    },
    signal: abort.signal,
    ended,
  };
};
