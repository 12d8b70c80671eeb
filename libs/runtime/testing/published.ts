import { setImmediate } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { type Position } from '#libs/kernel/message.js';
import { type BusMessage, type EventStore, type MessageBus } from '#libs/kernel/ports.js';
import { EVENTS_TOPIC } from '../event-message.js';
import { newEvent } from './worlds.js';

/** A bus that keeps what was published, and asks a gate before it takes a message. */
export const recorder = (gate: (message: BusMessage) => Promise<void> | void = () => undefined) => {
  const taken: BusMessage[] = [];
  const bus: Pick<MessageBus, 'publish'> = {
    publish: async (topic, message) => {
      expect(topic).toBe(EVENTS_TOPIC);
      await setImmediate();
      await gate(message);
      taken.push(message);
    },
  };
  return { bus, taken, events: () => taken.map(parsed) };
};

/** An event as a consumer reads it. */
export type Published = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly subject: string;
  readonly streamversion: number;
};
export const parsed = ({ value }: BusMessage): Published => JSON.parse(Buffer.from(value!).toString('utf8')) as Published;

/** Appends so many events to each of the accounts in turn. Answers the last position. */
export const fill = async (store: EventStore, accounts: readonly string[], each: number): Promise<Position> => {
  let position = '';
  for (let version = 1; version <= each; version++) {
    for (const account of accounts) {
      const event = newEvent(`${account}-${version}`, 'Added', { by: version });
      ({ position } = await store.append(`account-${account}`, version - 1, [event]));
    }
  }
  return position;
};

/** What a consumer sees that passes over what it has seen: each event of a stream once, in order. */
export const versions = (events: readonly Published[], subject: string): readonly number[] => {
  const seen: number[] = [];
  for (const event of events) if (event.subject === subject && event.streamversion > (seen.at(-1) ?? 0)) seen.push(event.streamversion);
  return seen;
};
/** 1 … n. */
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
