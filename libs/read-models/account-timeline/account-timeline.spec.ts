import { describe, expect, it } from '@jest/globals';
import { amendments } from '#libs/domain/amendments.js';
import { accountEventTypes } from '#libs/domain/messages.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { accountTimeline, type TimelineEntry } from './account-timeline.js';

const byOrder = (entries: readonly (TimelineEntry | undefined)[]) =>
  entries.filter((entry) => entry !== undefined).toSorted((left, right) => (left.order < right.order ? -1 : 1));

describe('the account timeline', () => {
  it('has one entry for each event, in business order, ties as they were written', () => {
    const log = new Log();
    log.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme', country: 'DE' } }, '2026-01-10');
    log.append('account-acme', { type: 'OwnerAssigned', data: { employeeId: 'ann' } }, '2026-01-10');
    log.append('account-acme', { type: 'AccountGoalSet', data: { horizon: 'long', goal: 'sole supplier' } }, '2025-12-01', '2026-02-01');
    log.append('account-other', { type: 'AccountOpened', data: { name: 'Other' } }, '2026-01-10');
    const { documents } = projection(accountTimeline).given(...log.events);
    const entries = byOrder([...documents.values()].map(({ document }) => document).filter(({ accountId }) => accountId === 'acme'));
    expect(entries.map(({ at, type }) => `${at.slice(0, 10)} ${type}`)).toEqual([
      '2025-12-01 AccountGoalSet',
      '2026-01-10 AccountOpened',
      '2026-01-10 OwnerAssigned',
    ]);
    expect(entries[0]).toMatchObject({ version: 3, recordedAt: '2026-02-01T12:00:00.000Z', actor: 'tester', entryId: 'account-acme#3' });
  });

  it('shows a fact as it was told, what amended it as entries, and marks it with each of them [T1][M12]', () => {
    const log = new Log();
    const call = { interactionId: 'c/1', channel: 'call', outcome: 'refused', credit: {} } as const;
    const { id } = log.append('account-acme', { type: 'InteractionRecorded', data: call }, '2026-01-10');
    let corrects = id;
    for (const outcome of ['postponed', 'agreed']) {
      const data = { interactionId: 'c/1', corrects, changes: { outcome }, reason: `it was ${outcome}` };
      corrects = log.append('account-acme', { type: 'InteractionCorrected', data }, '2026-01-11').id;
    }
    log.append('account-acme', { type: 'FactWithdrawn', data: { fact: id, reason: 'it was another account' } }, '2026-01-12');
    const timeline = projection(accountTimeline, amendments).given(...log.events);

    expect(timeline.keys()).toEqual(['acme/0000000001', 'acme/0000000002', 'acme/0000000003', 'acme/0000000004']);
    const original = timeline.document('acme/0000000001');
    expect(original).toMatchObject({ version: 1, data: call });
    expect(original?.correctedBy?.map(({ version, reason }) => [version, reason])).toEqual([
      [2, 'it was postponed'],
      [3, 'it was agreed'],
    ]);
    expect(original?.retractedBy).toEqual({
      eventId: 'account-acme#4',
      version: 4,
      recordedAt: '2026-01-12T12:00:00.000Z',
      actor: 'tester',
      reason: 'it was another account',
    });
    expect(timeline.document('acme/0000000002')).toMatchObject({ type: 'InteractionCorrected' });
  });

  it('is of accounts: what amends facts of people and teams is not theirs', () => {
    const log = new Log();
    const { id } = log.append('employee-acme', { type: 'EmployeeRegistered', data: { name: 'Ann' } }, '2026-01-10');
    log.append('employee-acme', { type: 'FactWithdrawn', data: { fact: id, reason: 'a test' } }, '2026-01-12');
    expect(
      projection(accountTimeline)
        .given(...log.events)
        .keys(),
    ).toEqual([]);
  });

  it('names policy, evidence, source and note where the event has them', () => {
    const log = new Log();
    const event = log.append('account-acme', { type: 'AccountReopened', data: { reason: 'they called' } }, '2026-01-10');
    const meta = { ...event.meta, policy: 'silence@2', evidence: ['e-1'], source: 'http', note: 'at last' };
    const entry = projection(accountTimeline)
      .given({ ...event, meta })
      .document('acme/0000000001');
    expect(entry).toMatchObject({ policy: 'silence@2', evidence: ['e-1'], source: 'http', note: 'at last' });
  });

  it('has a line for every event of an account, and for what amends them', () => {
    const types = [...new Set([...accountEventTypes, 'FactWithdrawn', 'FactCorrected'])];
    expect(Object.keys(accountTimeline.on).toSorted()).toEqual(types.toSorted());
  });

  itKeepsTheLaws(accountTimeline);
});
