import { describe, expect, it } from '@jest/globals';
import { simulate } from '../testing/simulation.js';

describe('a change outside', () => {
  it('is recorded once with who is behind it, and its id is given once', () => {
    const world = simulate();
    let count = 0;
    const tell = (type: string, data: object) => {
      count += 1;
      return world.send({ stream: 'account-acme', type, data, commandId: `c-${count}`, occurredAt: '2026-02-01T12:00:00.000Z' });
    };
    tell('OpenAccount', { name: 'Acme' });
    const duty = { changeId: 'duty', kind: 'policy', what: 'A duty on bearings.', party: 'Customs', reasons: ['price'] };
    expect(tell('RecordExternalChange', duty)).toEqual([{ type: 'ExternalChangeRecorded', data: duty }]);
    expect(tell('RecordExternalChange', duty)).toEqual([]);
    expect(tell('RecordExternalChange', { ...duty, what: 'A tax.' })).toMatchObject({ rejected: 'CHANGE_ID_TAKEN', field: '/changeId' });
    const { id } = world.log.at(-1)!;
    expect(tell('WithdrawFact', { fact: id, reason: 'only a draft' })).toMatchObject([{ type: 'FactWithdrawn' }]);
    expect(tell('RecordExternalChange', duty)).toMatchObject({ rejected: 'CHANGE_ID_TAKEN', detail: expect.stringContaining('withdrawn') });
  });
});
