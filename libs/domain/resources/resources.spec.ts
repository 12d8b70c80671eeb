import { describe, expect, it } from '@jest/globals';
import { type Past } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { simulate } from '../testing/simulation.js';
import { type ResourceEvents } from './messages.js';
import { resources } from './resources.js';

const { given } = decider(resources, {});
const EUR = (amount: string, currency = 'EUR') => ({ amount, currency });
const plan = { period: '2026-Q1', resources: [{ resource: 'salespeople-hours', quantity: 120 } as const] };
const allocated: Past<ResourceEvents> = { type: 'ResourcesAllocated', data: plan };

describe('resources', () => {
  it('are allocated for a period, one line each, and anew', () => {
    given().when({ type: 'AllocateResources', data: plan }).thenEvents(allocated);
    given(allocated).when({ type: 'AllocateResources', data: plan }).thenEvents();
    const more = { ...plan, resources: [{ resource: 'outlets', quantity: 3 } as const] };
    given(allocated).when({ type: 'AllocateResources', data: more }).thenEvents({ type: 'ResourcesAllocated', data: more });
    given()
      .when({ type: 'AllocateResources', data: { ...plan, resources: [...plan.resources, ...plan.resources] } })
      .thenRejected('RESOURCE_NAMED_TWICE', 'in one line', '/resources/1/resource');
  });

  it('are consumed, once under an id', () => {
    const consumption = { consumptionId: 'c-1', resource: 'logistics-runs', quantity: 12 } as const;
    const consumed: Past<ResourceEvents> = { type: 'ResourceConsumed', data: consumption };
    given().when({ type: 'ConsumeResource', data: consumption }).thenEvents(consumed);
    given(consumed).when({ type: 'ConsumeResource', data: consumption }).thenEvents();
    given(consumed)
      .when({ type: 'ConsumeResource', data: { ...consumption, quantity: 1 } })
      .thenRejected('CONSUMPTION_ID_TAKEN');
  });
});

describe('an investment', () => {
  const desk = {
    investmentId: 'desk',
    purpose: 'development',
    title: 'A desk',
    amount: EUR('1000.00'),
    expectedReturn: EUR('3000.00'),
  } as const;
  const planned: Past<ResourceEvents> = { type: 'AccountInvestmentPlanned', data: desk };
  const spend = { spendId: 's-1', investmentId: 'desk', amount: EUR('400.00') };
  const spent: Past<ResourceEvents> = { type: 'InvestmentSpent', data: spend };
  const back = { returnId: 'r-1', investmentId: 'desk', amount: EUR('700.00') };

  it('is planned, spent and comes back, in one currency', () => {
    given().when({ type: 'PlanAccountInvestment', data: desk }).thenEvents(planned);
    given(planned).when({ type: 'RecordInvestmentSpend', data: spend }).thenEvents(spent);
    given(planned).when({ type: 'RecordInvestmentReturn', data: back }).thenEvents({ type: 'InvestmentReturned', data: back });
    given(planned)
      .when({ type: 'RecordInvestmentSpend', data: { ...spend, amount: EUR('1.00', 'USD') } })
      .thenRejected('CURRENCY_MISMATCH', 'state it in EUR', '/amount/currency');
    given()
      .when({ type: 'PlanAccountInvestment', data: { ...desk, expectedReturn: EUR('1.00', 'USD') } })
      .thenRejected('CURRENCY_MISMATCH', 'state it in EUR', '/expectedReturn/currency');
  });

  it('is there before money moves, and each movement is told once', () => {
    given().when({ type: 'RecordInvestmentSpend', data: spend }).thenRejected('INVESTMENT_NOT_FOUND', 'PlanAccountInvestment');
    given(planned)
      .when({ type: 'RecordInvestmentSpend', data: spend }, { occurredAt: '2026-02-01T12:00:00.000Z' })
      .thenRejected('INVESTMENT_PLANNED_LATER');
    given(planned, spent).when({ type: 'RecordInvestmentSpend', data: spend }).thenEvents();
    given(planned, spent)
      .when({ type: 'RecordInvestmentSpend', data: { ...spend, amount: EUR('1.00') } })
      .thenRejected('SPEND_ID_TAKEN');
    const returned: Past<ResourceEvents> = { type: 'InvestmentReturned', data: back };
    given(planned, returned)
      .when({ type: 'RecordInvestmentReturn', data: { ...back, amount: EUR('1.00') } })
      .thenRejected('INVESTMENT_RETURN_ID_TAKEN');
    given(planned)
      .when({ type: 'PlanAccountInvestment', data: { ...desk, title: 'Two desks' } })
      .thenRejected('INVESTMENT_ID_TAKEN');
  });

  it.each([
    ['INVESTMENT_MOVED_BEFORE_PLANNED', { occurredAt: '2026-02-20T12:00:00.000Z' }],
    ['CURRENCY_MISMATCH', { changes: { amount: EUR('1000.00', 'USD'), expectedReturn: null } }],
  ])('is not corrected so that it contradicts its movements: %s', (code, correction) => {
    const told = simulate();
    const tell = (commandId: string, type: string, day: number, data: object) =>
      told.send({ stream: 'account-acme', commandId, type, occurredAt: `2026-02-${day}T12:00:00.000Z`, data });
    tell('open', 'OpenAccount', 10, { name: 'Acme' });
    tell('plan', 'PlanAccountInvestment', 11, desk);
    tell('spend', 'RecordInvestmentSpend', 12, spend);
    const decision = tell('correct', 'CorrectFact', 25, { fact: 'plan#0', reason: 'misread', ...correction });
    expect(decision).toMatchObject({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(code) });
  });
});
