import { describe, expect, it } from '@jest/globals';
import { type PromiseRecord } from './promise-ledger.js';
import { promiseSummary } from './summary.js';

const promise = (changes: Partial<PromiseRecord>): PromiseRecord => ({
  accountId: 'acme',
  promiseId: 'p',
  what: 'call back',
  status: 'open',
  due: '2025-03-10',
  dueHistory: [],
  renegotiations: 0,
  madeAt: '2025-03-01T12:00:00.000Z',
  late: false,
  credit: {},
  ...changes,
});
const summary = (...promises: readonly PromiseRecord[]) => promiseSummary(promises, '2025-04-01', (account) => account === 'closed');

describe('the figures of promises', () => {
  it('count what is overdue against us, but not of closed accounts', () => {
    expect(
      summary(
        promise({ status: 'kept', daysLate: 0 }),
        promise({ status: 'kept', daysLate: 4, late: true }),
        promise({ status: 'broken' }),
        promise({}),
        promise({ accountId: 'closed' }),
        promise({ due: '2025-04-01' }),
      ),
    ).toMatchObject({ made: 6, open: 3, overdue: 1, kept: 2, broken: 1, keptInTime: { count: 1, of: 4 }, meanDaysLate: 4 });
  });

  it('tell how many were made without authority, how many were not planned, and who saved the day', () => {
    expect(
      summary(
        promise({ urgency: 'planned', authority: 'stock' }),
        promise({ urgency: 'urgent', status: 'kept', daysLate: 0 }),
        promise({ urgency: 'unplanned' }),
        promise({}),
      ),
    ).toMatchObject({ withoutAuthority: { count: 3, of: 4 }, reactive: { count: 2, of: 3 }, heroics: 1 });
    expect(summary()).toMatchObject({ keptInTime: null, withoutAuthority: null, reactive: null, meanDaysLate: null });
  });
});
