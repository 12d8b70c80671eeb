import { afterAll, beforeAll, describe } from '@jest/globals';
import { type EventStore, type Opened } from '../ports.js';
import { appending, appendingAtOnce, refusing } from './event-store/append.js';
import { closing } from './event-store/close.js';
import { evolving } from './event-store/evolve.js';
import { followingByPages } from './event-store/follow-pages.js';
import { following, followingMany } from './event-store/follow.js';
import { namingTheLog } from './event-store/log.js';
import { keeping } from './event-store/payload.js';
import { readingAll, readingAllFiltered } from './event-store/read-all.js';
import { readingStreams } from './event-store/read.js';
import { repeating, repeatingPartly } from './event-store/repeat.js';
import { type LogUnderTest } from './event-store/under-test.js';

/**
 * What every event store does, whatever its engine: the documentation of the port, as sentences that are run.
 * A log may be empty, old or shared: every test uses streams of its own, and never asks for the whole log without naming where to start
 * or which streams to see.
 */
export const eventStoreContract = (name: string, engine: LogUnderTest): void => {
  describe(`${name} is an event store`, () => {
    let opened: Opened<EventStore>;
    beforeAll(async () => {
      opened = await engine.open();
    });
    afterAll(async () => opened[Symbol.asyncDispose]());
    const store = () => opened;

    describe('appending', () => {
      appending(store);
      appendingAtOnce(store);
      refusing(store);
    });
    describe('appending the same again', () => {
      repeating(store);
      repeatingPartly(store);
    });
    describe('keeping what it is given', () => keeping(store));
    describe('evolving', () => evolving(engine));
    describe('reading a stream', () => readingStreams(store));
    describe('reading the log', () => {
      readingAll(store);
      readingAllFiltered(store);
    });
    describe('following the log', () => {
      following(store);
      followingByPages(store);
      followingMany(store);
    });
    describe('the log itself', () => namingTheLog(() => opened, engine));
    describe('closing', () => closing(engine.open));
  });
};
