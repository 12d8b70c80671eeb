import { describe, expect, it } from '@jest/globals';
import { answerOf, undecided, type WireOutcome } from './answer.js';

const rejected = (target: object, code: string, field?: string): WireOutcome => ({
  commandId: 'c1',
  ...target,
  outcome: 'REJECTED',
  rejection: { code, detail: 'No.', ...(field && { field }) },
});

describe('the status of an answer', () => {
  it.each([
    [404, { accountId: 'a' }, 'ACCOUNT_NOT_FOUND', undefined],
    [404, { employeeId: 'e' }, 'EMPLOYEE_NOT_FOUND', undefined],
    [404, { teamId: 't' }, 'TEAM_NOT_FOUND', undefined],
    [404, { policy: 'p' }, 'POLICY_UNKNOWN', undefined],
    [422, { accountId: 'a' }, 'ACCOUNT_NOT_FOUND', '/into'],
    [422, { accountId: 'a' }, 'EMPLOYEE_NOT_FOUND', undefined],
    [422, { accountId: 'a' }, 'ACCOUNT_NOT_OPEN', undefined],
    [409, { accountId: 'a' }, 'VERSION_CONFLICT', '/expectedVersion'],
    [409, { teamId: 't' }, 'COMMAND_ID_REUSED', '/commandId'],
  ])('is %s for %j refused with %s at %s', (status, target, code, field) => {
    const answer = answerOf(rejected(target, code, field));
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status, code, detail: 'No.', outcome: 'REJECTED', rejection: { code } });
  });

  it('is 202 with a place to ask at while nothing is decided', () => {
    expect(undecided({ commandId: 'a:b', stream: 'team-north' })).toEqual({
      status: 202,
      headers: { location: '/v1/commands/a%3Ab', 'retry-after': '1' },
      body: {
        commandId: 'a:b',
        teamId: 'north',
        duplicate: false,
        outcome: 'UNKNOWN',
        detail: expect.stringContaining('/v1/commands/a%3Ab'),
      },
    });
  });
});
