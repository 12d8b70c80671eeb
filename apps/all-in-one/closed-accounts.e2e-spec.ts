import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from './testing/product.js';

let product: Product;
const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Two accounts with the same open things; one of them is closed after all of it was due. */
beforeAll(async () => {
  product = await startProduct();
  const { send, caughtUp } = product;
  await send('RegisterEmployee', { employeeId: 'ann' }, '2025-01-01', { name: 'Ann' });
  for (const id of ['open', 'gone']) {
    await send('OpenAccount', id, '2025-01-01', { name: id });
    await send('AssignOwner', id, '2025-01-01', { employeeId: 'ann' });
    await send('RecordOrder', id, '2025-01-05', { orderNumber: 'o-1', net: eur('100.00') });
    await send('RecordInteraction', id, '2025-01-06', { channel: 'call', contacts: ['Kim'], ourPeople: ['ann'] });
    await send('RecordComplaint', id, '2025-01-07', { complaintId: 'c-1', theme: 'shipping', severity: 'high', what: 'Late again.' });
    await send('OpenDispute', id, '2025-01-07', { disputeId: 'd-1', about: 'The bill.' });
    await send('MakePromise', id, '2025-01-08', { promiseId: 'p-1', what: 'call back', due: '2025-02-01' });
    await send('PlanAction', id, '2025-01-08', { actionId: 'a-1', what: 'visit', due: '2025-02-01', employeeId: 'ann' });
    await send('MakeCommitment', id, '2025-01-08', { commitmentId: 'm-1', what: 'call', due: '2025-02-01', employeeId: 'ann' });
    await send('MakePrediction', id, '2025-01-08', { predictionId: 'f-1', claim: 'They renew', probabilityPercent: 70, due: '2025-02-01' });
    await send('PlanInitiative', id, '2025-01-09', { initiativeId: 'i-1', title: 'Move', startsOn: '2025-06-01' });
  }
  await send('CloseAccount', 'gone', '2025-05-20', { reason: 'dormant' });
  await caughtUp();
});
afterAll(async () => product[Symbol.asyncDispose]());

/** What of an answer says that something is late, by day. */
const asked = async (path: string, day: string) => {
  const { asOf: _, ...answer } = await product.ask(`${path}${path.includes('?') ? '&' : '?'}asOf=${day}`);
  return answer;
};
const questions: readonly (readonly [path: string, late: RegExp])[] = [
  ['/v1/accounts/{id}/promises', /"overdue":true/],
  ['/v1/accounts/{id}/tasks', /"overdue":true/],
  ['/v1/accounts/{id}/tasks?status=overdue', /"taskId"/],
  ['/v1/accounts/{id}/team', /"overdue":1/],
  ['/v1/complaints?accountId={id}', /"late":true/],
  ['/v1/complaints?accountId={id}&late=resolve', /"c-1"/],
  ['/v1/complaints/summary?accountId={id}', /"unresolvedLate":1/],
  ['/v1/complaints/summary?accountId={id}', /"old":1/],
  ['/v1/disputes?accountId={id}', /"old":true/],
  ['/v1/predictions?accountId={id}', /"overdue":true/],
  ['/v1/accounts/{id}/processes', /"stuck":true/],
  ['/v1/accounts/{id}/cadence', /"inTime":false|"late"/],
  ['/v1/accounts/{id}/meetings', /"due":true/],
  ['/v1/accounts/{id}/early-warnings', /"isQuiet":true/],
  ['/v1/orders?accountId={id}', /"owesUpdate":true/],
  ['/v1/orders?accountId={id}&owes=update', /"orderNumber"/],
];

describe('what is open at a closed account', () => {
  it.each(questions)('is not late in %s (%s)', async (path, late) => {
    const told = async (id: string, day: string) => JSON.stringify(await asked(path.replace('{id}', id), day));
    expect(await told('open', '2025-06-20')).toMatch(late);
    expect(await told('gone', '2025-06-20')).not.toMatch(late);
    expect(await told('gone', '2025-05-19')).toMatch(late);
  });

  it('is late no more in the lists of all accounts either', async () => {
    const items = async (path: string) => (await product.ask(path)).items.filter(({ accountId }) => accountId === 'gone');
    expect(await items('/v1/cadence')).toMatchObject([{ late: [], notices: [], compliance: 1 }]);
    const { items: processes } = await product.ask('/v1/processes');
    expect(processes).toMatchObject([
      { process: 'order', cases: 2, stuck: 1, waitingFor: { delivered: 1 } },
      { process: 'complaint', cases: 2, stuck: 1, waitingFor: { acknowledged: 1 } },
      { process: 'initiative', cases: 2, stuck: 1, waitingFor: { announced: 1 } },
    ]);
  });

  it('can be settled', async () => {
    const settling = [
      ['ResolveComplaint', { complaintId: 'c-1', resolution: 'New papers.' }],
      ['SettleDispute', { disputeId: 'd-1', terms: 'Half of it.' }],
      ['KeepPromise', { promiseId: 'p-1' }],
      ['CompleteAction', { actionId: 'a-1' }],
      ['KeepCommitment', { commitmentId: 'm-1' }],
      ['ResolvePrediction', { predictionId: 'f-1', cameTrue: false }],
    ] as const;
    for (const [type, data] of settling) expect(await product.command(type, 'gone', '2025-06-01', data)).toMatchObject({ status: 200 });
  });
});
