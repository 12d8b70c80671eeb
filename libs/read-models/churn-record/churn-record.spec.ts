import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { churnRecord } from './churn-record.js';

const acme = 'account-acme';

describe('the record of leaving and returning', () => {
  it('knows when an account left, why and where to, and what was done about it', () => {
    const log = new Log();
    log.append(acme, { type: 'AccountOpened', data: { name: 'Acme', country: 'DE' } }, '2025-01-01');
    const loss = {
      reasons: ['price'],
      competitor: 'Vireo',
      criterion: 'met',
      evaluation: { met: true, orderDays: 3, daysSilent: 400 },
    } as const;
    log.append(acme, { type: 'AccountDeclaredLost', data: loss }, '2026-01-10');
    log.append(acme, { type: 'ChurnPostmortemRecorded', data: { internal: ['No survey'], external: ['Vireo came'] } }, '2026-01-20');
    log.append(
      acme,
      { type: 'WinBackOpened', data: { reason: 'They ask for us', value: { amount: '900.00', currency: 'EUR' } } },
      '2026-02-01',
    );
    log.append(acme, { type: 'WinBackOfferMade', data: { offerId: 'o-1', kind: 'service' } }, '2026-02-02');
    log.append(acme, { type: 'WinBackAnswerRecorded', data: { offerId: 'o-1', accepted: true } }, '2026-02-10');
    log.append(acme, { type: 'AccountWonBack', data: {} }, '2026-03-01');
    const { document } = projection(churnRecord).given(...log.events);
    expect(document('acme')).toMatchObject({
      openedOn: '2025-01-01',
      country: 'DE',
      moves: [{ value: 'lost' }, { value: 'win-back' }, { value: 'won-back' }],
      losses: [{ value: { reasons: ['price'], competitor: 'Vireo', criterionMet: true, eventId: 'account-acme#2' } }],
      postmortems: [{ value: { internal: ['No survey'] } }],
      winBacks: [{ value: { reason: 'They ask for us' } }],
      offers: [{ offerId: 'o-1', answered: { accepted: true, at: '2026-02-10T12:00:00.000Z' } }],
    });
  });

  it('keeps the terms of contracts by when they were agreed, in whichever order they are told', () => {
    const log = new Log();
    for (const [until, day] of [
      ['2028-12-31', '2027-12-01'],
      ['2027-12-31', '2026-12-01'],
    ] as const)
      log.append(acme, { type: 'ContractRenewed', data: { contractId: 'frame', until } }, day);
    const { document } = projection(churnRecord).given(...log.events);
    expect(document('acme/contract/frame')).toMatchObject({
      terms: [{ value: { until: '2027-12-31' } }, { value: { until: '2028-12-31' } }],
    });
  });

  itKeepsTheLaws(churnRecord);
});
