import { describe, expect, it } from '@jest/globals';
import { type Delivery, type Disposition } from '#libs/kernel/ports.js';
import { HandOut } from '../hand-out.js';
import { type HeldRecord, PartitionLane } from './partition-lane.js';
import { HELD_BYTES_MAX, READ_AHEAD_MAX } from './settings.js';

const record = (offset: number, bytes = 1) => ({ offset, key: Buffer.from(`${offset}`), value: Buffer.alloc(bytes), headers: {} });

/** A lane that begins at offset 10, and a way to finish what is in hand. */
const laneAt10 = () => {
  const { promise, resolve } = Promise.withResolvers<Disposition>();
  const handOut = new HandOut<HeldRecord>({
    handle: (delivery: Delivery) => (delivery.key === '10' ? promise : Promise.resolve({ kind: 'done' })),
    backOff: { baseMs: 1, capMs: 1 },
    inFlightMax: undefined,
    more: () => false,
  });
  const source = {
    deliver: ({ record: { key, value } }: HeldRecord, attempt: number) => ({ key: String(key), value, headers: {}, topic: 't', attempt }),
    bury: async () => undefined,
  };
  const lane = new PartitionLane(10, 10, handOut, source, () => undefined);
  const turn = async () => {
    handOut.wake();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  };
  return { lane, turn, finishFirst: () => resolve({ kind: 'done' }) };
};

const batch = (records: readonly ReturnType<typeof record>[], next: number) => ({ partition: 0, from: 10, records, next });

describe('a partition in the hands of a consumer', () => {
  it('is finished up to its first unfinished message, over holes and the marks of transactions', async () => {
    const { lane, turn, finishFirst } = laneAt10();
    lane.take(batch([record(10), record(12), record(17)], 20));
    await turn();
    expect([lane.next, lane.finished]).toEqual([20, 10]);
    finishFirst();
    await turn();
    expect(lane.finished).toBe(20);
    lane.skipTo(25);
    expect([lane.next, lane.finished]).toEqual([25, 25]);
    lane.skipTo(7);
    expect([lane.next, lane.finished]).toEqual([25, 25]);
  });

  it('goes on only from an offset that it can have: neither moved back by somebody nor beyond what is finished here', async () => {
    const { lane, turn } = laneAt10();
    lane.take(batch([record(10), record(11)], 12));
    await turn();
    expect([9, 10, 11].map((offset) => lane.agreesWith(offset))).toEqual([false, true, false]);
  });

  it('is full by bytes and by what was read beyond its first unfinished message, until half of that is finished', async () => {
    const { lane, turn } = laneAt10();
    lane.take(batch([record(10), record(11, HELD_BYTES_MAX)], 12));
    expect(lane.isFull()).toBe(true);
    lane.paused = true;
    await turn();
    expect(lane.isFull()).toBe(false);
    lane.skipTo(10 + READ_AHEAD_MAX / 2);
    expect(lane.isFull()).toBe(true);
    lane.paused = false;
    expect(lane.isFull()).toBe(false);
    lane.skipTo(10 + READ_AHEAD_MAX);
    expect(lane.isFull()).toBe(true);
  });

  it('that was dropped is not changed by what was in hand', async () => {
    const { lane, turn, finishFirst } = laneAt10();
    lane.take(batch([record(10)], 11));
    await turn();
    lane.drop();
    finishFirst();
    await turn();
    expect(lane.finished).toBe(10);
  });
});
