import { describe, expect, it } from '@jest/globals';
import { simulate } from '../testing/simulation.js';

/** An account opened on 1 January 2026 with an owner, to which things are told. */
const account = () => {
  const world = simulate();
  let count = 0;
  const tell = (type: string, data: object, day: string, stream = 'account-acme') => {
    count += 1;
    return world.send({ stream, type, data, commandId: `c-${count}`, occurredAt: `${day}T12:00:00.000Z` });
  };
  tell('RegisterEmployee', { name: 'Ann' }, '2026-01-01', 'employee-ann');
  tell('OpenAccount', { name: 'Acme' }, '2026-01-01');
  tell('AssignOwner', { employeeId: 'ann' }, '2026-01-01');
  return { tell, log: world.log };
};

const quiet = (quietDays: number) => ({ alertId: 'a-1', rule: 'silence.quiet', policy: 'silence@0', inputs: { quietDays } });
const rejected = (code: string, detail: string) => ({ rejected: code, detail: expect.stringContaining(detail) });

describe('an alert', () => {
  it('is raised by a rule of a policy version, on its inputs, for the owner of that time', () => {
    expect(account().tell('RaiseAlert', quiet(97), '2026-03-01')).toEqual([
      {
        type: 'AlertRaised',
        data: { ...quiet(97), severity: 'warning', credit: { employeeId: 'ann' } },
        policy: 'silence@0',
      },
    ]);
  });

  it('is open once a rule: raised again it is updated, and the same again changes nothing', () => {
    const { tell } = account();
    tell('RaiseAlert', quiet(97), '2026-03-01');
    expect(tell('RaiseAlert', { ...quiet(97), alertId: 'a-2' }, '2026-03-02')).toEqual([]);
    expect(tell('RaiseAlert', { ...quiet(98), alertId: 'a-2' }, '2026-03-02')).toMatchObject([
      { type: 'AlertUpdated', data: { alertId: 'a-1', inputs: { quietDays: 98 } } },
    ]);
    expect(tell('RaiseAlert', { ...quiet(1), alertId: 'a-3', rule: 'silence.executive' }, '2026-03-02')).toMatchObject([
      { type: 'AlertRaised' },
    ]);
  });

  it('is acknowledged, stays open, is cleared once, and is raised anew when it becomes true again', () => {
    const { tell } = account();
    tell('RaiseAlert', quiet(97), '2026-03-01');
    expect(tell('AcknowledgeAlert', { alertId: 'a-1', remark: 'I call.' }, '2026-03-02')).toMatchObject([{ type: 'AlertAcknowledged' }]);
    expect(tell('AcknowledgeAlert', { alertId: 'a-1' }, '2026-03-03')).toEqual([]);
    expect(tell('AcknowledgeAlert', { alertId: 'a-1', remark: 'No answer.' }, '2026-03-03')).toMatchObject([{ type: 'AlertAcknowledged' }]);
    const clear = { alertId: 'a-1', reason: 'they called' };
    expect(tell('ClearAlert', clear, '2026-03-02')).toEqual({ ...rejected('ALERT_TOLD_LATER', '2026-03-03'), field: '/occurredAt' });
    expect(tell('ClearAlert', clear, '2026-03-05')).toMatchObject([{ type: 'AlertCleared' }]);
    expect(tell('ClearAlert', clear, '2026-03-06')).toEqual([]);
    expect(tell('AcknowledgeAlert', { alertId: 'a-1' }, '2026-03-06')).toMatchObject(rejected('ALERT_CLEARED', 'raised anew'));
    expect(tell('RaiseAlert', quiet(99), '2026-06-01')).toMatchObject(rejected('ALERT_ID_TAKEN', 'was raised already'));
    expect(tell('RaiseAlert', { ...quiet(99), alertId: 'a-2' }, '2026-06-01')).toMatchObject([{ type: 'AlertRaised' }]);
  });

  it('is told in any order: never open twice, nothing before it was raised', () => {
    const { tell } = account();
    tell('RaiseAlert', quiet(97), '2026-03-10');
    expect(tell('RaiseAlert', { ...quiet(90), alertId: 'a-2' }, '2026-03-01')).toMatchObject(
      rejected('ALERT_RAISED_LATER', 'a-1 since 2026-03-10'),
    );
    for (const [type, data] of [
      ['AcknowledgeAlert', { alertId: 'a-1' }],
      ['ClearAlert', { alertId: 'a-1', reason: 'mistake' }],
    ] as const)
      expect(tell(type, data, '2026-03-01')).toMatchObject(rejected('ALERT_NOT_RAISED_YET', 'correct occurredAt'));
    expect(tell('ClearAlert', { alertId: 'b-1', reason: 'mistake' }, '2026-03-11')).toMatchObject(
      rejected('ALERT_NOT_FOUND', 'GET /v1/alerts'),
    );
  });

  it('names a policy version that has been in force', () => {
    const { tell } = account();
    expect(tell('RaiseAlert', { ...quiet(97), policy: 'silence@7' }, '2026-03-01')).toEqual({
      ...rejected('INVALID_BASIS', 'write one of silence@0'),
      field: '/policy',
    });
    expect(tell('RaiseAlert', { ...quiet(97), policy: 'mood@0' }, '2026-03-01')).toMatchObject(rejected('INVALID_BASIS', 'hostage-risk'));
  });

  it('is withdrawn and leaves its id taken; a correction that would open two at once is refused', () => {
    const { tell, log } = account();
    tell('RaiseAlert', quiet(97), '2026-03-01');
    tell('ClearAlert', { alertId: 'a-1', reason: 'they called' }, '2026-03-05');
    tell('RaiseAlert', { ...quiet(99), alertId: 'a-2' }, '2026-06-01');
    const idOf = (type: string, nth = 0) => log.filter((event) => event.type === type)[nth]!.id;
    const early = { fact: idOf('AlertRaised', 1), occurredAt: '2026-03-03T12:00:00.000Z', reason: 'misread' };
    expect(tell('CorrectFact', early, '2026-06-02')).toMatchObject({
      rejected: expect.any(String),
      detail: expect.stringContaining('open at once'),
    });
    expect(tell('WithdrawFact', { fact: idOf('AlertRaised', 1), reason: 'a test' }, '2026-06-02')).toMatchObject([
      { type: 'FactWithdrawn' },
    ]);
    expect(tell('RaiseAlert', { ...quiet(99), alertId: 'a-2' }, '2026-06-03')).toMatchObject(rejected('ALERT_ID_TAKEN', 'was withdrawn'));
    expect(
      tell('CorrectFact', { ...early, fact: idOf('AlertCleared'), occurredAt: '2026-02-01T12:00:00.000Z' }, '2026-06-02'),
    ).toMatchObject({
      detail: expect.stringContaining('before what is told of it'),
    });
  });
});
