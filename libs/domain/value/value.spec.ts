import { describe, expect, it } from '@jest/globals';
import { type Past, type World } from '#libs/kernel/testing/decider.js';
import { decider } from '../testing/decide.js';
import { simulate } from '../testing/simulation.js';
import { owned, people } from '../testing/world.js';
import { type ValueEvents } from './messages.js';
import { value } from './value.js';

const facet = decider(value, { ownership: owned });
const theirs = { ...people, 'employee-Eve': { employee: { stage: 'absent' } }, 'employee-eve': { employee: { stage: 'absent' } } };
const there = (...events: readonly Past<ValueEvents>[]) => ({ 'account-globex': { value: facet.given(...events).slice } });
const given = (...events: readonly Past<ValueEvents>[]) => {
  const history = facet.given(...events);
  return {
    when: (command: Parameters<typeof history.when>[0], { others, ...world }: World = {}) =>
      history.when(command, { ...world, others: { ...theirs, ...others } }),
  };
};
const EUR = (amount: string) => ({ amount, currency: 'EUR' });
const EARLIER: World = { occurredAt: '2026-02-01T12:00:00.000Z' };

describe('an intelligence report', () => {
  const report = { month: '2026-02', advice: 'Order early' };
  const delivered: Past<ValueEvents> = { type: 'IntelReportDelivered', data: report };
  const acknowledge = (by: string) => ({ type: 'AcknowledgeIntelReport', data: { month: '2026-02', by } }) as const;
  const acknowledged: Past<ValueEvents> = { type: 'IntelReportAcknowledged', data: { month: '2026-02', by: 'Eve' } };

  it('is delivered once a month', () => {
    given().when({ type: 'DeliverIntelReport', data: report }).thenEvents(delivered);
    given(delivered).when({ type: 'DeliverIntelReport', data: report }).thenEvents();
    given(delivered)
      .when({ type: 'DeliverIntelReport', data: { ...report, advice: 'Wait' } })
      .thenRejected('INTEL_REPORT_DELIVERED', 'CorrectFact', '/month');
  });

  it('is acknowledged by one of theirs, after it was delivered', () => {
    given(delivered).when(acknowledge('Eve')).thenEvents(acknowledged);
    given(delivered, acknowledged).when(acknowledge('Eve')).thenEvents();
    given(delivered).when(acknowledge('ann')).thenRejected('ACKNOWLEDGED_BY_US', 'a report is acknowledged by the customer', '/by');
    given().when(acknowledge('Eve')).thenRejected('INTEL_REPORT_NOT_FOUND', 'DeliverIntelReport', '/month');
    given(delivered).when(acknowledge('Eve'), EARLIER).thenRejected('INTEL_REPORT_NOT_FOUND', 'correct occurredAt');
  });

  it('is not corrected so that it was acknowledged before it was delivered', () => {
    const told = simulate();
    const tell = (commandId: string, type: string, day: string, data: object) =>
      told.send({ stream: 'account-acme', commandId, type, occurredAt: `${day}T12:00:00.000Z`, data });
    tell('open', 'OpenAccount', '2026-02-01', { name: 'Acme' });
    tell('report', 'DeliverIntelReport', '2026-02-05', report);
    tell('seen', 'AcknowledgeIntelReport', '2026-02-07', { month: '2026-02', by: 'Eve' });
    const correction = { fact: 'report#0', reason: 'misread', occurredAt: '2026-02-09T12:00:00.000Z' };
    expect(tell('correct', 'CorrectFact', '2026-02-10', correction)).toMatchObject({
      rejected: 'HISTORY_CONTRADICTED',
      detail: expect.stringContaining('REPORT_ACKNOWLEDGED_BEFORE_DELIVERED'),
    });
  });
});

describe('what we are worth to them', () => {
  const saved = { valueId: 'v-1', metric: 'stock-outs avoided', amount: EUR('900.00'), confirmedBy: 'Eve' };
  const recorded: Past<ValueEvents> = { type: 'CustomerValueRecorded', data: saved };
  const tailored: Past<ValueEvents> = { type: 'DeliveryTailored', data: { tailoringId: 'kanban', what: 'Kanban', cost: EUR('90.00') } };

  it('is told in money, and confirmed by none of ours', () => {
    given().when({ type: 'RecordCustomerValue', data: saved }).thenEvents(recorded);
    given()
      .when({ type: 'RecordCustomerValue', data: { ...saved, confirmedBy: 'ann' } })
      .thenRejected('ACKNOWLEDGED_BY_US', 'confirmed by the customer', '/confirmedBy');
    given(recorded).when({ type: 'RecordCustomerValue', data: saved }).thenEvents();
    given(recorded)
      .when({ type: 'RecordCustomerValue', data: { ...saved, metric: 'scrap' } })
      .thenRejected('CUSTOMER_VALUE_ID_TAKEN');
  });

  it('names a tailored delivery that there is', () => {
    const data = { ...saved, tailoringId: 'kanban' };
    given().when({ type: 'RecordCustomerValue', data }).thenRejected('TAILORING_NOT_FOUND', 'RecordDeliveryTailored', '/tailoringId');
    expect(given(tailored).when({ type: 'RecordCustomerValue', data }).decision).toHaveLength(1);
  });

  it('is briefed and tailored under ids of its own', () => {
    const briefing = { briefingId: 'b-1', briefed: ['Eve'], points: ['fewer trucks'] };
    const briefed: Past<ValueEvents> = { type: 'MutualBenefitBriefed', data: briefing };
    given().when({ type: 'BriefMutualBenefit', data: briefing }).thenEvents(briefed);
    given(briefed)
      .when({ type: 'BriefMutualBenefit', data: { ...briefing, points: ['more'] } })
      .thenRejected('BRIEFING_ID_TAKEN');
    given()
      .when({ type: 'RecordDeliveryTailored', data: tailored.data as never })
      .thenEvents(tailored);
    const dearer = { tailoringId: 'kanban', what: 'Kanban', cost: EUR('91.00') };
    given(tailored).when({ type: 'RecordDeliveryTailored', data: dearer }).thenRejected('TAILORING_ID_TAKEN');
  });
});

describe('a lesson', () => {
  const captured: Past<ValueEvents> = { type: 'LessonCaptured', data: { lessonId: 'l-1', lesson: 'Ask twice' } };
  const reuse = (fromAccountId: string) => ({ type: 'ReuseLesson', data: { lessonId: 'l-1', fromAccountId } }) as const;

  it('is captured where it was learned, and reused elsewhere', () => {
    given()
      .when({ type: 'CaptureLesson', data: { lessonId: 'l-1', lesson: 'Ask twice' } })
      .thenEvents(captured);
    given(captured)
      .when({ type: 'CaptureLesson', data: { lessonId: 'l-1', lesson: 'Ask once' } })
      .thenRejected('LESSON_ID_TAKEN');
    const reused: Past<ValueEvents> = { type: 'LessonReused', data: reuse('globex').data };
    given()
      .when(reuse('globex'), { others: there(captured) })
      .thenEvents(reused);
    given(reused)
      .when(reuse('globex'), { others: there(captured) })
      .thenEvents();
  });

  it('comes from another account that had it by then', () => {
    given().when(reuse('globex'), { others: there() }).thenRejected('LESSON_NOT_FOUND', 'CaptureLesson', '/lessonId');
    given()
      .when(reuse('globex'), { ...EARLIER, others: there(captured) })
      .thenRejected('LESSON_NOT_FOUND');
    given().when(reuse('acme')).thenRejected('OWN_ACCOUNT', 'this account itself', '/fromAccountId');
  });
});

describe('a reference', () => {
  const grant = { referenceId: 'r-1', kind: 'quote', grantedBy: 'Eve', validUntil: '2026-03-31' };
  const granted: Past<ValueEvents> = { type: 'ReferenceGranted', data: grant };
  const use = { type: 'UseReference', data: { referenceId: 'r-1', fromAccountId: 'globex' } } as const;

  it('is granted by them', () => {
    given().when({ type: 'GrantReference', data: grant }).thenEvents(granted);
    given()
      .when({ type: 'GrantReference', data: { ...grant, grantedBy: 'ann' } })
      .thenRejected('ACKNOWLEDGED_BY_US', 'granted by the customer', '/grantedBy');
    given(granted)
      .when({ type: 'GrantReference', data: { ...grant, kind: 'visit' } })
      .thenRejected('REFERENCE_ID_TAKEN');
  });

  it('is used at another account while it lasts', () => {
    const used: Past<ValueEvents> = { type: 'ReferenceUsed', data: use.data };
    given()
      .when(use, { others: there(granted) })
      .thenEvents(used);
    given(used)
      .when(use, { others: there(granted) })
      .thenEvents();
    given().when(use, { others: there() }).thenRejected('REFERENCE_NOT_FOUND', 'GrantReference', '/referenceId');
    const later = { occurredAt: '2026-04-01T12:00:00.000Z', others: there(granted) };
    given().when(use, later).thenRejected('REFERENCE_EXPIRED', 'ask them anew');
  });
});
