import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { actionKindsOf, adherenceOf, playbookRuns } from './playbook-runs.js';

itKeepsTheLaws(playbookRuns);

describe('a run of a playbook', () => {
  const steps = ['communication:agree-rhythm', 'communication:inform-ahead', 'mutual-benefit:brief'];
  const run = { runId: 'r', playbook: 'rebalance-power' } as const;
  const started = { type: 'PlaybookStarted', data: { ...run, steps, stage: 'value', credit: {} } } as const;
  const done = (step: string, day = '2026-03-02') =>
    ({ type: 'PlaybookStepCompleted', data: { runId: 'r', step }, occurredAt: `${day}T12:00:00.000Z` }) as const;

  it('shows which steps are done, by kind as well', () => {
    const document = projection(playbookRuns)
      .given(...recorded([started, done(steps[2]!)]))
      .document('acme/r')!;
    expect(document).toMatchObject({ status: 'running', stageThen: 'value', completedAt: null });
    expect(adherenceOf(document)).toBeCloseTo(1 / 3);
    expect(actionKindsOf(document)).toEqual({ communication: { steps: 2, done: 0 }, 'mutual-benefit': { steps: 1, done: 1 } });
  });

  it('is complete on the day of its last step, in whatever order steps are told', () => {
    const events = [started, done(steps[2]!, '2026-03-09'), done(steps[0]!), done(steps[1]!)];
    const document = projection(playbookRuns)
      .given(...recorded(events))
      .document('acme/r');
    expect(document).toMatchObject({ status: 'complete', completedAt: '2026-03-09T12:00:00.000Z' });
  });

  it('is abandoned for a reason', () => {
    const abandoned = { type: 'PlaybookAbandoned', data: { runId: 'r', reason: 'they left' } } as const;
    const document = projection(playbookRuns)
      .given(...recorded([started, abandoned]))
      .document('acme/r');
    expect(document).toMatchObject({ status: 'abandoned', abandonedBecause: 'they left' });
  });
});
