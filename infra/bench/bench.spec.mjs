import { describe, expect, it } from '@jest/globals';
import { dueAfterMs, dueBy, openLoop, visibleAfter } from './open-loop.mjs';
import { chosen, parseOptions } from './options.mjs';
import { microsEach, processorMsIn, processorTimes } from './processor-time.mjs';
import { figure, textOf, verdictOf } from './report.mjs';
import { comparisonOf, latenciesOf, quantile, spreadOf } from './statistics.mjs';

const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

describe('the arithmetic of benchmarks', () => {
  it('takes the smallest sample that the share does not exceed', () => {
    expect(quantile(upTo(100), 0.5)).toBe(50);
    expect(quantile(upTo(100), 0.99)).toBe(99);
    expect(quantile(upTo(1_000), 0.999)).toBe(999);
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([1, 2], 0)).toBe(1);
  });

  it('refuses to say anything of no samples', () => {
    expect(() => quantile([], 0.5)).toThrow('nothing was measured');
  });

  it('sorts numbers as numbers and leaves what it was given as it was', () => {
    const samples = [100, 9, 20];
    expect(latenciesOf(samples)).toEqual({ samples: 3, p50: 20, p90: 100, p99: 100, p999: 100, max: 100 });
    expect(samples).toEqual([100, 9, 20]);
    expect(spreadOf([4, 1, 3, 2])).toEqual({ min: 1, median: 2, max: 4 });
  });

  it('holds a rate against what it must reach and what it may take', () => {
    const bar = { perSecond: 5_000, peakMiB: 300 };
    const met = (perSecond, peakMiB, of = bar) => verdictOf({ bar: of, rate: { perSecond, peakMiB } });
    expect([met(5_000, 300), met(4_999, 300), met(5_000, 301), met(1, 300, { peakMiB: 300 })]).toEqual([true, false, false, true]);
  });

  it('compares within each pair, so that what disturbs both sides is no difference', () => {
    const pair = (ours, raw) => ({ ours: { count: ours, ms: 1_000 }, raw: { count: raw, ms: 1_000 } });
    const { ours, raw, ratio } = comparisonOf([pair(80, 100), pair(8, 10), pair(40, 50)]);
    expect(ratio).toEqual({ min: 0.8, median: 0.8, max: 0.8 });
    expect([ours.median, raw.median]).toEqual([40, 50]);
  });
});

describe('the open loop', () => {
  /** A clock that goes on only while somebody waits, and longer than asked where `stalls` says so. */
  const clock = (stalls = []) => {
    let at = 1_000;
    return {
      now: () => at,
      wait: async (ms) => {
        at += stalls.shift() ?? ms;
      },
    };
  };

  it('knows what is due when', () => {
    expect([dueAfterMs(0, 500), dueAfterMs(1, 500), dueAfterMs(500, 500)]).toEqual([0, 2, 1_000]);
    expect([dueBy(-1, 500), dueBy(0, 500), dueBy(1.9, 500), dueBy(2, 500), dueBy(1_000, 500)]).toEqual([0, 1, 1, 2, 501]);
  });

  it('sends each once, in order, and none before it is due', async () => {
    const { now, wait } = clock();
    const sent = [];
    await openLoop({ count: 6, perSecond: 500, send: (index, dueAt) => sent.push({ index, dueAt, at: now() }), now, wait });
    expect(sent.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(sent.map(({ dueAt }) => dueAt)).toEqual([1_000, 1_002, 1_004, 1_006, 1_008, 1_010]);
    expect(sent.every(({ dueAt, at }) => at >= dueAt && at - dueAt < 2)).toBe(true);
  });

  it('catches up after a stall, and time still counts from when each was due', async () => {
    const { now, wait } = clock([100]);
    const due = [];
    const { latenessMs } = await openLoop({ count: 60, perSecond: 500, send: (_, dueAt) => due.push(dueAt), now, wait });
    expect(due).toEqual(Array.from({ length: 60 }, (_, index) => 1_000 + index * 2));
    expect(latenessMs).toBe(98);
  });

  it('sees a command at the first checkpoint at or above its event', () => {
    const due = [
      ['a', 0],
      ['b', 10],
      ['c', 20],
      ['d', 30],
    ];
    const answered = new Map([
      ['a', { position: '0003' }],
      ['b', { position: '0005' }],
      ['c', { position: '0009' }],
    ]);
    const checkpoints = [
      { position: '0003', at: 15 },
      { position: '0004', at: 25 },
      { position: '0008', at: 35 },
    ];
    expect(visibleAfter(due, answered, checkpoints)).toEqual({ delays: [15, 25], missing: ['c', 'd'] });
  });
});

describe('processor time', () => {
  it('adds user and system time, behind a name that may hold anything', () => {
    const after = 'S 1 2 3 4 5 6 7 8 9 10 250 31 14 15 16';
    expect(processorMsIn(`42 (node) ${after}`)).toBe(2_810);
    expect(processorMsIn(`42 (a ) 1 2) ${after}`)).toBe(2_810);
  });

  it('is shared out among what was done, the dearest process first, without those that came or went', () => {
    const before = { worker: 1_000, broker: 500, gone: 1 };
    expect(microsEach(before, { worker: 1_200, broker: 1_500, late: 9 }, 1_000)).toEqual([
      { name: 'broker', micros: 1_000 },
      { name: 'worker', micros: 200 },
    ]);
  });

  it('leaves out what cannot be looked at', () => {
    expect(processorTimes({ nobody: -1 })).toEqual({});
  });
});

describe('options and report', () => {
  const cases = ['p4.engines', 'p7.append.one', 'p7.append.many', 'p7.appendix'].map((id) => ({ id }));
  const ids = (only) => chosen(cases, only).map(({ id }) => id);

  it('chooses by whole words of an id, all without any, and says what there is', () => {
    expect(ids([])).toHaveLength(4);
    expect(ids(['p7.append'])).toEqual(['p7.append.one', 'p7.append.many']);
    expect(ids(['p7.append.many', 'p4'])).toEqual(['p4.engines', 'p7.append.many']);
    expect(() => ids(['p8'])).toThrow('There is no benchmark p8: p4.engines, p7.append.one');
  });

  it('refuses numbers that mean nothing', () => {
    expect(() => parseOptions(['--repetitions', '2'])).toThrow('--repetitions is 2: give a number from 3.');
    expect(() => parseOptions(['--sizes', '1,,2'])).toThrow('--sizes is');
    expect(parseOptions(['--sizes', '0.1,1', '--only', 'p4,p7']).sizes).toEqual([0.1, 1]);
    expect(parseOptions([]).perSecond).toBeUndefined();
    expect(parseOptions(['--per-second', '100']).perSecond).toBe(100);
    expect(() => parseOptions(['--per-second', '0'])).toThrow('--per-second is 0: give a number from 1.');
  });

  const facts = { title: 'append', size: '10 events', bytes: '1 B', concurrency: 'one', durability: 'none' };
  const spread = (median) => ({ min: median / 2, median, max: median * 2 });
  const row = (ratio) => {
    const bar = { ratio: 0.7 };
    const cpu = { ours: spread(9), raw: spread(8) };
    const comparison = { ours: spread(70), raw: spread(100), ratio: spread(ratio), cpu };
    return { ...facts, id: `p7.${ratio}`, bar, repetitions: 3, comparison, met: verdictOf({ bar, comparison }) };
  };

  it('judges ratios by their median, and latencies by both bars', () => {
    expect([row(0.7).met, row(0.69).met]).toEqual([true, false]);
    const bar = { p50: 20, p99: 100 };
    expect(verdictOf({ bar, latencies: { p50: 20, p99: 100 } })).toBe(true);
    expect(verdictOf({ bar, latencies: { p50: 1, p99: 101 } })).toBe(false);
    expect(verdictOf({ latencies: { p50: 1, p99: 101 } })).toBeUndefined();
  });

  it('says what was missed and what failed', () => {
    const machine = { cores: 2, memoryGiB: 24, platform: 'linux x64', node: '24.0.0', load: '0.1' };
    const cpu = [
      { name: 'Kafka', micros: 900 },
      { name: 'worker', micros: 334 },
    ];
    const timed = { ...facts, id: 'p4.dear', latencies: { p50: 1, p90: 2, p99: 3, max: 4 }, cpu };
    const failed = { ...facts, id: 'p7.gone', failure: 'no engine' };
    const text = textOf({ machine, engines: { bus: { title: 'Kafka', kind: 'local' } }, results: [row(0.8), row(0.5), timed, failed] });
    expect(text).toContain('80 % (40 %–160 %)');
    expect(text).toContain('p7.gone failed: no engine');
    for (const line of ['1,234 all', '900 Kafka', '334 worker']) expect(text).toContain(line);
    expect(text).toContain('1 of 2 bars met; missed: p7.0.5.');
    expect([figure(1_234.5), figure(12.34), figure(1.234)]).toEqual(['1,235', '12.3', '1.23']);
  });
});
