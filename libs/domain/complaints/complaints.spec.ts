import { describe, expect, it } from '@jest/globals';
import { isRejection } from '#libs/kernel/rejection.js';
import { simulate } from '../testing/simulation.js';
import { type Complaints } from './complaints.js';

const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const about = { theme: 'shipping', severity: 'high', what: 'wrong papers' };

/** An account of the 1st with order `o-1` of the 2nd and complaint `c` of the 5th. */
const account = () => {
  const world = simulate();
  const tell = (commandId: string, type: string, day: number, data: object) =>
    world.send({ stream: 'account-acme', commandId, type, occurredAt: on(day), data });
  tell('open', 'OpenAccount', 1, { name: 'Acme' });
  tell('order', 'RecordOrder', 2, { orderNumber: 'o-1', net: { amount: '1.00', currency: 'EUR' } });
  tell('told', 'RecordComplaint', 5, { complaintId: 'c', ...about, complainedBy: 'Eva', orderNumber: 'o-1' });
  return {
    tell,
    acknowledge: (day: number) => tell(`acknowledge-${day}`, 'AcknowledgeComplaint', day, { complaintId: 'c' }),
    resolve: (day: number) => tell(`resolve-${day}`, 'ResolveComplaint', day, { complaintId: 'c', resolution: 'checked now' }),
    reopen: (day: number) => tell(`reopen-${day}`, 'ReopenComplaint', day, { complaintId: 'c', reason: 'wrong again' }),
    dispute: (day: number, data: object = {}) => tell(`dispute-${day}`, 'OpenDispute', day, { disputeId: 'd', about: 'freight', ...data }),
    escalate: (day: number, to = 'the board') =>
      tell(`escalate-${day}`, 'EscalateDispute', day, { disputeId: 'd', to, reason: 'no answer' }),
    settle: (day: number) => tell(`settle-${day}`, 'SettleDispute', day, { disputeId: 'd', terms: 'halves' }),
    state: () => world.states.get('account-acme')!['complaints'] as Complaints,
    correct: (id: string, correction: object) =>
      tell(`correct-${id}`, 'CorrectFact', 25, { fact: `${id}#0`, reason: 'misread', ...correction }),
    withdraw: (id: string) => tell(`withdraw-${id}`, 'WithdrawFact', 25, { fact: `${id}#0`, reason: 'mistaken' }),
  };
};

const codeOf = (decision: unknown) => (isRejection(decision as never) ? (decision as { rejected: string }).rejected : decision);

describe('a complaint', () => {
  it('says what went wrong where, how badly, and who complained', () => {
    const { tell } = account();
    expect(tell('c-2', 'RecordComplaint', 5, { ...about, employeeId: undefined })).toMatchObject([
      { type: 'ComplaintRecorded', data: { complaintId: 'c-2', ...about, credit: {} } },
    ]);
    expect(codeOf(tell('again', 'RecordComplaint', 6, { complaintId: 'c', ...about }))).toBe('COMPLAINT_ID_TAKEN');
  });

  it('is acknowledged once, and by its resolution', () => {
    const { acknowledge, resolve } = account();
    expect(codeOf(acknowledge(4))).toBe('COMPLAINT_NOT_RECORDED_YET');
    expect(acknowledge(6)).toMatchObject([{ type: 'ComplaintAcknowledged' }]);
    expect(acknowledge(7)).toEqual([]);
    const other = account();
    other.resolve(8);
    expect(other.acknowledge(9)).toEqual([]);
    expect(other.acknowledge(7)).toHaveLength(1);
    expect(resolve(8)).toHaveLength(1);
  });

  it('goes on where it is reopened, under the moment at which it began', () => {
    const { resolve, reopen, state } = account();
    expect(reopen(6)).toEqual([]);
    expect(codeOf(resolve(4))).toBe('COMPLAINT_NOT_RECORDED_YET');
    expect(resolve(8)).toHaveLength(1);
    expect(resolve(9)).toEqual([]);
    expect(codeOf(reopen(7))).toBe('COMPLAINT_NOT_RESOLVED_YET');
    expect(codeOf(reopen(4))).toBe('COMPLAINT_NOT_RECORDED_YET');
    expect(reopen(10)).toMatchObject([{ type: 'ComplaintReopened', data: { complaintId: 'c', reason: 'wrong again' } }]);
    expect(codeOf(resolve(9))).toEqual([]);
    expect(codeOf(resolve(7))).toBe('COMPLAINT_REOPENED_LATER');
    expect(state().byId.get('c')).toMatchObject({ begun: on(5), ended: undefined });
    expect(codeOf(resolve(12))).toHaveLength(1);
    expect(state().byId.get('c')).toMatchObject({ begun: on(5), ended: { as: 'resolved', at: on(12) } });
  });

  it('is of an order that was placed, and unknown where nobody recorded it', () => {
    const { tell } = account();
    expect(codeOf(tell('x', 'RecordComplaint', 5, { ...about, orderNumber: 'o-9' }))).toBe('ORDER_NOT_FOUND');
    for (const [type, data] of [
      ['AcknowledgeComplaint', {}],
      ['ResolveComplaint', { resolution: 'r' }],
      ['ReopenComplaint', { reason: 'r' }],
    ] as const)
      expect(codeOf(tell(`${type}-x`, type, 9, { complaintId: 'nobody', ...data }))).toBe('COMPLAINT_NOT_FOUND');
  });

  it('T10: is settled also after the account was closed', () => {
    const { tell, resolve, acknowledge } = account();
    tell('close', 'CloseAccount', 7, { reason: 'sold' });
    expect(acknowledge(8)).toHaveLength(1);
    expect(resolve(9)).toHaveLength(1);
    expect(codeOf(tell('late', 'RecordComplaint', 9, about))).toBe('ACCOUNT_NOT_OPEN');
    expect(tell('before', 'RecordComplaint', 6, about)).toHaveLength(1);
  });

  it('M12: is withdrawn after what rests on it, and its id stays taken', () => {
    const { tell, resolve, dispute, withdraw, state } = account();
    resolve(8);
    dispute(9, { complaintId: 'c' });
    expect(codeOf(withdraw('told'))).toBe('FACT_IN_USE');
    withdraw('resolve-8');
    expect(state().byId.get('c')?.ended).toBeUndefined();
    withdraw('dispute-9');
    expect(withdraw('told')).toHaveLength(1);
    expect(codeOf(tell('anew', 'RecordComplaint', 5, { complaintId: 'c', ...about }))).toBe('COMPLAINT_ID_TAKEN');
    expect(codeOf(dispute(10))).toBe('DISPUTE_ID_TAKEN');
  });

  it.each<[code: string, id: string, correction: object]>([
    ['COMPLAINT_CHANGED_BEFORE_RECORDED', 'told', { occurredAt: on(7) }],
    ['COMPLAINT_CHANGED_BEFORE_RECORDED', 'acknowledge-6', { occurredAt: on(4) }],
    ['COMPLAINT_MOVES_CONTRADICT', 'reopen-10', { occurredAt: on(7) }],
    ['COMPLAINT_BEFORE_ORDER', 'order', { occurredAt: on(6) }],
    ['DISPUTE_BEFORE_COMPLAINT', 'dispute-9', { occurredAt: on(4) }],
    ['DISPUTE_CHANGED_BEFORE_OPENED', 'dispute-9', { occurredAt: on(11) }],
    ['DISPUTE_ESCALATED_AFTER_END', 'escalate-10', { occurredAt: on(15) }],
    ['DISPUTE_BEFORE_ORDER', 'dispute-9', { changes: { orderNumber: 'o-2' } }],
  ])('M12: is refused with %s where %s would be told as %j', (code, id, correction) => {
    const { tell, acknowledge, resolve, reopen, dispute, escalate, settle, correct, state } = account();
    tell('order-2', 'RecordOrder', 20, { orderNumber: 'o-2', net: { amount: '1.00', currency: 'EUR' } });
    for (const decision of [acknowledge(6), resolve(8), reopen(10), dispute(9, { complaintId: 'c' }), escalate(10), settle(12)])
      expect(decision).toHaveLength(1);
    const before = state();
    expect(correct(id, correction)).toMatchObject({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(code) });
    expect(state()).toBe(before);
  });

  it('M12: is corrected in its theme and its date', () => {
    const { correct, state } = account();
    expect(correct('told', { changes: { theme: 'delivery' }, occurredAt: on(4) })).toHaveLength(1);
    expect(state().byId.get('c')).toMatchObject({ begun: on(4) });
    expect(correct('told', { changes: { theme: 'shiping' } })).toMatchObject({ detail: expect.stringContaining('Did you mean shipping?') });
  });
});

describe('a dispute', () => {
  it('is opened, escalated to somebody else each time, and settled once', () => {
    const { dispute, escalate, settle, tell, correct } = account();
    expect(dispute(9, { amount: { amount: '5.00', currency: 'EUR' } })).toMatchObject([{ type: 'DisputeOpened' }]);
    expect(codeOf(dispute(10))).toBe('DISPUTE_ID_TAKEN');
    expect(codeOf(escalate(8))).toBe('DISPUTE_NOT_OPENED_YET');
    expect(escalate(11)).toMatchObject([{ type: 'DisputeEscalated' }]);
    expect(escalate(12)).toEqual([]);
    expect(escalate(13, 'their owner')).toHaveLength(1);
    expect(codeOf(settle(10))).toBe('DISPUTE_ESCALATED_LATER');
    expect(settle(14)).toMatchObject([{ type: 'DisputeSettled' }]);
    expect(settle(15)).toEqual([]);
    expect(codeOf(escalate(16))).toBe('DISPUTE_SETTLED');
    expect(codeOf(tell('x', 'SettleDispute', 16, { disputeId: 'nobody', terms: 't' }))).toBe('DISPUTE_NOT_FOUND');
    tell('d-2', 'OpenDispute', 9, { disputeId: 'd-2', about: 'prices' });
    tell('settle-d-2', 'SettleDispute', 16, { disputeId: 'd-2', terms: 't' });
    expect(correct('settle-d-2', { changes: { disputeId: 'd' } })).toMatchObject({
      detail: expect.stringContaining('DISPUTE_SETTLED_TWICE'),
    });
  });

  it('comes from a complaint that there was by then', () => {
    const { dispute } = account();
    expect(codeOf(dispute(9, { complaintId: 'nobody' }))).toBe('COMPLAINT_NOT_FOUND');
    expect(codeOf(dispute(4, { complaintId: 'c' }))).toBe('COMPLAINT_NOT_RECORDED_YET');
  });
});

describe('a friction', () => {
  it('goes by the id of its command where it has none, and each id once, also once it was withdrawn', () => {
    const { tell, withdraw } = account();
    expect(tell('f', 'RecordFriction', 6, about)).toMatchObject([{ type: 'FrictionRecorded', data: { frictionId: 'f', ...about } }]);
    expect(codeOf(tell('f-2', 'RecordFriction', 6, { frictionId: 'f', ...about }))).toBe('FRICTION_ID_TAKEN');
    withdraw('f');
    expect(codeOf(tell('f-3', 'RecordFriction', 6, { frictionId: 'f', ...about }))).toBe('FRICTION_ID_TAKEN');
  });
});
