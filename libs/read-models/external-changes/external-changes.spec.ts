import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { externalChanges } from './external-changes.js';

describe('changes outside', () => {
  it('are known with who is behind them and the account that they affect', () => {
    const log = new Log();
    const duty = { changeId: 'duty', kind: 'policy', what: 'A duty', party: 'Customs' } as const;
    log.append('account-acme', { type: 'ExternalChangeRecorded', data: duty }, '2026-05-01');
    const { document } = projection(externalChanges).given(...log.events);
    expect(document('acme/duty')).toEqual({ ...duty, accountId: 'acme', at: '2026-05-01T12:00:00.000Z', eventId: 'account-acme#1' });
  });

  itKeepsTheLaws(externalChanges);
});
