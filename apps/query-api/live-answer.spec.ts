import { describe, expect, it } from '@jest/globals';
import { type Answered, Bell, eventsOf, type LiveAnswer, RECONNECT_MS } from './live-answer.js';

const at = (position: string | null, more: object = {}): Answered => ({
  asOf: { position, recordedAt: null, lagEvents: 0, lagMs: 0 },
  ...more,
});

const HOUR = 3_600_000;

/** A stream over answers that are given one after another, and the bell that makes it ask for the next. */
const streamOf = (answers: readonly Answered[], more: Partial<LiveAnswer> = {}) => {
  const rest = [...answers];
  const bell = new Bell();
  const end = new AbortController();
  let asked = 0;
  const ask = async (): Promise<Answered> => {
    asked += 1;
    return rest.shift()!;
  };
  const pace = { askMs: 0, heartbeatMs: HOUR };
  const events = eventsOf({ first: rest.shift()!, ask, bell, pace, ...more }, end.signal);
  const stop = (): void => {
    end.abort();
    bell.ring();
  };
  const next = async () => (await events.next()).value as string | undefined;
  return { bell, stop, next, asked: () => asked };
};

const event = (answer: Answered): string => `event: answer\nid: ${answer.asOf.position}\ndata: ${JSON.stringify(answer)}\n\n`;
const RETRY = `retry: ${RECONNECT_MS}\n\n`;

describe('a live answer', () => {
  it('is told at once, and again when it has changed', async () => {
    const [one, two] = [at('1', { n: 1 }), at('2', { n: 2 })];
    const { bell, next, stop } = streamOf([one, two]);
    expect([await next(), await next()]).toEqual([RETRY, event(one)]);
    bell.ring();
    expect(await next()).toBe(event(two));
    stop();
    expect(await next()).toBeUndefined();
  });

  it('has no id while the log is empty', async () => {
    const { next } = streamOf([at(null)]);
    await next();
    expect(await next()).toMatch(/^event: answer\ndata: /);
  });

  it('is not told again when only the position has moved; a heartbeat carries the position', async () => {
    const { bell, next } = streamOf([at('1', { n: 1 }), at('2', { n: 1 })], { pace: { askMs: 0, heartbeatMs: 5 } });
    await next();
    await next();
    bell.ring();
    let beat = await next();
    while (beat === ': as before\nid: 1\n\n') beat = await next();
    expect(beat).toBe(': as before\nid: 2\n\n');
  });

  it('asks once for all that moved while nobody read', async () => {
    const { bell, next, asked } = streamOf([at('1', { n: 1 }), at('9', { n: 9 })]);
    await next();
    await next();
    for (let movement = 0; movement < 100; movement += 1) bell.ring();
    expect(asked()).toBe(0);
    expect(await next()).toBe(event(at('9', { n: 9 })));
    expect(asked()).toBe(1);
  });

  it('starts with the next change for a client that has this one', async () => {
    const two = at('2', { n: 2 });
    const { bell, next } = streamOf([at('1', { n: 1 }), two], { lastEventId: '1' });
    expect(await next()).toBe(RETRY);
    bell.ring();
    expect(await next()).toBe(event(two));
  });

  it('of many read models is told again unless all of them are at the position', async () => {
    const behind = { ...at('1', { readModels: [] }), asOf: { ...at('1').asOf, lagEvents: 1 } };
    const { next } = streamOf([behind], { lastEventId: '1' });
    await next();
    expect(await next()).toBe(event(behind));
  });
});
