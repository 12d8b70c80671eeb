import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { JOINING_MS_MAX, LOOK_MS, SILENT_MS_MAX, STALLED_MS_MAX } from './settings.js';
import { SignsOfLife } from './signs-of-life.js';

type Answer = 'quiet' | 'rebalancing' | Error;

describe('a consumer without a sign of life', () => {
  let life: SignsOfLife;
  let answer: Answer;
  let asked: number;
  let told: string[];
  beforeEach(() => {
    jest.useFakeTimers();
    [asked, told, answer] = [0, [], 'quiet'];
    life = new SignsOfLife({
      ask: async () => {
        asked += 1;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      unreachable: (error) => told.push(`unreachable: ${(error as Error).message}`),
      back: () => told.push('back'),
      stalled: ({ message }) => told.push(message.replace(/\d+/, 'some')),
    });
  });
  afterEach(() => {
    life.stop();
    jest.useRealTimers();
  });
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const stalled = 'no answered heartbeat for some ms, although the coordinator of the group answers';

  it('is left alone as long as there is one in time', async () => {
    for (let times = 0; times < 10; times += 1) {
      await pass(SILENT_MS_MAX - LOOK_MS);
      life.seen();
    }
    expect([asked, told]).toEqual([0, []]);
  });

  it('is waited for however long the coordinator does not answer, which is told once, and goes on', async () => {
    life.joined();
    answer = new Error('gone');
    await pass(SILENT_MS_MAX + LOOK_MS);
    expect([told, life.away]).toEqual([['unreachable: gone'], true]);
    await pass(600_000);
    answer = 'quiet';
    await pass(STALLED_MS_MAX - LOOK_MS);
    life.seen();
    expect([told, life.away]).toEqual([['unreachable: gone', 'back'], false]);
    await pass(SILENT_MS_MAX - LOOK_MS);
    expect(told).toHaveLength(2);
  });

  it('is given up when the coordinator has answered others for a while', async () => {
    life.joined();
    answer = new Error('gone');
    await pass(60_000);
    answer = 'quiet';
    await pass(STALLED_MS_MAX);
    expect(told).toEqual(['unreachable: gone']);
    await pass(2 * LOOK_MS);
    expect(told).toEqual(['unreachable: gone', stalled]);
  });

  it.each<[string, boolean, Answer]>([
    ['while its group rebalances', true, 'rebalancing'],
    ['while it has not joined yet', false, 'quiet'],
  ])('is given more time %s', async (_, hasJoined, state) => {
    if (hasJoined) life.joined();
    answer = state;
    await pass(SILENT_MS_MAX + JOINING_MS_MAX);
    expect(told).toEqual([]);
    await pass(3 * LOOK_MS);
    expect(told).toEqual([stalled]);
  });

  it('that gives one while the coordinator is asked was only slow', async () => {
    life.joined();
    answer = new Error('late');
    await pass(SILENT_MS_MAX - LOOK_MS);
    jest.advanceTimersByTime(LOOK_MS);
    life.seen();
    await pass(LOOK_MS);
    expect([asked, told]).toEqual([1, []]);
  });
});
