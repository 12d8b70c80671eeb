import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { accountPrograms } from './account-programs.js';

itKeepsTheLaws(accountPrograms);

describe('an account programme', () => {
  it('has its offers, and each touch with what came of it', () => {
    const events = [
      { type: 'AbmProgramLaunched', data: { programId: 'a', title: 'Line two', audience: ['Eve'], team: ['ann'] } } as const,
      { type: 'AbmOfferPublished', data: { offerId: 'o', programId: 'a', offer: 'A trial' } } as const,
      { type: 'AbmTouchDelivered', data: { touchId: 't', programId: 'a', contact: 'Eve', channel: 'mail' } } as const,
      { type: 'AbmTouchResponded', data: { touchId: 't', response: 'meeting' } } as const,
      {
        type: 'AbmTouchResponded',
        data: { touchId: 't', response: 'opportunity', pipeline: { amount: '90.00', currency: 'EUR' } },
      } as const,
      { type: 'AbmProgramEnded', data: { programId: 'a', reason: 'won' } } as const,
    ];
    const { document } = projection(accountPrograms).given(...recorded(events));
    expect(document('acme/program/a')).toMatchObject({
      title: 'Line two',
      endedBecause: 'won',
      offers: [{ offerId: 'o', offer: 'A trial' }],
    });
    expect(document('acme/touch/t')).toMatchObject({
      programId: 'a',
      responses: 2,
      meetings: 1,
      opportunities: 1,
      pipeline: { EUR: '9000' },
    });
  });
});
