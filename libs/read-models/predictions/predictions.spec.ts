import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { predictions } from './predictions.js';

itKeepsTheLaws(predictions);

describe('a prediction', () => {
  const data = { predictionId: 'p', claim: 'They renew', probabilityPercent: 70, due: '2026-06-30', credit: { employeeId: 'ann' } };
  const made = { type: 'PredictionMade', data } as const;

  it('is open until it is seen', () => {
    const open = projection(predictions).given(...recorded([made]));
    expect(open.document('acme/p')).toMatchObject({ accountId: 'acme', status: 'open', probabilityPercent: 70, resolvedAt: null });
    const seen = { type: 'PredictionResolved', data: { predictionId: 'p', cameTrue: false } } as const;
    expect(
      projection(predictions)
        .given(...recorded([made, seen]))
        .document('acme/p'),
    ).toMatchObject({ status: 'did-not' });
    expect(projection(predictions).given(...recorded([seen])).documents.size).toBe(0);
  });
});
