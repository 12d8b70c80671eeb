import { describe, expect, it } from '@jest/globals';
import { simulate } from '#libs/domain/testing/simulation.js';
import { isRejection } from '#libs/kernel/rejection.js';
import { demonstrationPortfolio } from './portfolio.js';

const refused = (lastDay: string) => {
  const world = simulate();
  return demonstrationPortfolio(lastDay).flatMap(({ commandId, stream, type, data, occurredAt }) => {
    const answer = world.send({ commandId, stream, type, data, occurredAt: occurredAt! });
    return isRejection(answer) ? [{ type, stream, answer }] : [];
  });
};

describe('the demonstration portfolio', () => {
  // After a leap day, and days on which reviews 30 days apart would share a month.
  it.each(['2024-03-01', '2026-06-05', '2026-06-26'])('is accepted to the last command where it ends on %s', (lastDay) => {
    expect(refused(lastDay)).toEqual([]);
  });
});
