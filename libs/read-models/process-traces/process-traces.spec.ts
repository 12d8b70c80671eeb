import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { conformanceOf, passagesOf } from './conformance.js';
import { processTraces } from './process-traces.js';

itKeepsTheLaws(processTraces);

describe('the trace of a process', () => {
  const EUR = { amount: '10.00', currency: 'EUR' };
  const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
  const ordered = { type: 'OrderRecorded', data: { orderNumber: 'o-1', net: EUR, credit: {} }, occurredAt: at(1) } as const;
  const delivered = (day: number) =>
    ({ type: 'DeliveryRecorded', data: { orderNumber: 'o-1', deliveryNumber: 'd', credit: {} }, occurredAt: at(day) }) as const;
  const invoiced = (day: number, orderNumber?: string) =>
    ({
      type: 'InvoiceRecorded',
      data: { invoiceNumber: 'i', net: EUR, credit: {}, ...(orderNumber ? { orderNumber } : {}) },
      occurredAt: at(day),
    }) as const;
  const traceOf = (...events: readonly (typeof ordered | ReturnType<typeof delivered> | ReturnType<typeof invoiced>)[]) =>
    projection(processTraces)
      .given(...recorded(events))
      .document('acme/order/o-1')!;
  const expected = ['recorded', 'delivered', 'invoiced'];
  const day = (today: string) => ({ today, stuckAfterDays: 30 });

  it('has the steps of a case by when they happened, in whatever order they are told', () => {
    const document = traceOf(invoiced(9, 'o-1'), ordered, delivered(5), invoiced(9));
    expect(document).toEqual({
      accountId: 'acme',
      process: 'order',
      caseId: 'o-1',
      startedOn: '2026-03-01',
      trace: [
        { step: 'recorded', on: '2026-03-01' },
        { step: 'delivered', on: '2026-03-05' },
        { step: 'invoiced', on: '2026-03-09' },
      ],
    });
  });

  it('conforms where the expected steps were done in their order', () => {
    const full = traceOf(ordered, delivered(5), invoiced(9, 'o-1'));
    expect(conformanceOf(full, expected, day('2026-05-01'))).toMatchObject({ conforms: true, missing: [], waitingDays: null });
    const early = traceOf(ordered, invoiced(3, 'o-1'), delivered(5));
    expect(conformanceOf(early, expected, day('2026-03-09'))).toMatchObject({ conforms: false, outOfOrder: ['invoiced'] });
    expect(conformanceOf(full, ['recorded', 'invoiced'], day('2026-03-09'))).toMatchObject({ conforms: false, unexpected: ['delivered'] });
  });

  it('waits for its next step, and is stuck after a while', () => {
    const open = traceOf(ordered);
    expect(conformanceOf(open, expected, day('2026-03-31'))).toMatchObject({
      conforms: true,
      next: 'delivered',
      waitingDays: 30,
      stuck: false,
    });
    expect(conformanceOf(open, expected, day('2026-04-01'))).toMatchObject({ conforms: false, waitingDays: 31, stuck: true });
  });

  it('takes so many days from step to step', () => {
    const traces = [traceOf(ordered, delivered(5), invoiced(9, 'o-1')), traceOf(ordered, delivered(3)), traceOf(ordered)];
    expect(passagesOf(traces, expected)).toEqual([
      { from: 'recorded', to: 'delivered', cases: 2, medianDays: 3 },
      { from: 'delivered', to: 'invoiced', cases: 1, medianDays: 4 },
    ]);
    expect(passagesOf([], expected)).toMatchObject([{ medianDays: null }, { medianDays: null }]);
  });
});
