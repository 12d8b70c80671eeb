import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { taskBoard } from './task-board.js';

itKeepsTheLaws(taskBoard);

describe('the task board', () => {
  it('shows who does what on which side, and what became of it', () => {
    const planned = { type: 'ActionPlanned', data: { actionId: 'a', what: 'drawings', due: '2026-03-02', stakeholderId: 'eve' } } as const;
    const done = { type: 'ActionCompleted', data: { actionId: 'a', result: 'sent' } } as const;
    const made = { type: 'CommitmentMade', data: { commitmentId: 'k', employeeId: 'ann', what: 'visits', due: '2026-03-02' } } as const;
    const broken = { type: 'CommitmentBroken', data: { commitmentId: 'k', employeeId: 'ann', reason: 'ill' } } as const;
    const { document } = projection(taskBoard).given(...recorded([planned, done, made, broken]));
    expect(document('acme/action/a')).toMatchObject({ side: 'theirs', status: 'completed', endedOn: '2026-03-01', result: 'sent' });
    expect(document('acme/commitment/k')).toMatchObject({ side: 'ours', status: 'broken', reason: 'ill' });
  });
});
