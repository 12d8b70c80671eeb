import { describe, expect, it } from '@jest/globals';
import { type Log } from '../testing/histories.js';
import { INTERACTIONS_MAX, TERRITORIES_MAX, territoryOn } from './stage-board.js';
import { line } from './testing/line.js';

const assigned = (log: Log, territory: string, effectiveFrom: string) =>
  log.append('account-acme', { type: 'TerritoryAssigned', data: { territory, effectiveFrom } }, '2026-02-15');

const spoke = (log: Log, interactionId: string, day: string) =>
  log.append('account-acme', { type: 'InteractionRecorded', data: { interactionId, channel: 'call', credit: {} } }, day);

const retracted = (log: Log, interactionId: string) => {
  const retracts = log.events.find(({ data }) => 'interactionId' in data && data.interactionId === interactionId)!.id;
  log.append('account-acme', { type: 'InteractionRetracted', data: { interactionId, retracts, reason: 'wrong' } }, '2026-03-01');
};

const three = (log: Log) => {
  spoke(log, 'late', '2026-02-20');
  spoke(log, 'early', '2026-02-01');
  spoke(log, 'middle', '2026-02-10');
};

describe('who an account belongs to, and who spoke with it last', () => {
  it('names the present owner, also when an older tenure is told late', () => {
    const board = line((log) => {
      log.append('account-acme', { type: 'OwnerAssigned', data: { employeeId: 'ann' } }, '2026-01-11');
      log.append('account-acme', { type: 'OwnershipTransferred', data: { from: 'ann', to: 'ben' } }, '2026-03-01');
      log.append('account-acme', { type: 'OwnershipTransferred', data: { from: 'ann', to: 'cid' } }, '2026-02-01');
    });
    expect(board).toMatchObject({ owner: 'ben', ownerSince: '2026-03-01T12:00:00.000Z' });
  });

  it('names the present backup, also when an older one is told late', () => {
    const board = line((log) => {
      log.append('account-acme', { type: 'BackupOwnerAssigned', data: { employeeId: 'ann' } }, '2026-03-02');
      log.append('account-acme', { type: 'BackupOwnerAssigned', data: { employeeId: 'cid' } }, '2026-02-02');
    });
    expect(board).toMatchObject({ backup: 'ann', backupSince: '2026-03-02T12:00:00.000Z' });
  });

  it('holds a territory from the day on which it begins, told early or late; of two for one day, the one told last', () => {
    const board = line((log) => {
      assigned(log, 'north', '2026-06-01');
      assigned(log, 'west', '2026-02-01');
      assigned(log, 'south', '2026-03-01');
      assigned(log, 'east', '2026-03-01');
    });
    const days = ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01'];
    expect(days.map((day) => territoryOn(board, day))).toEqual([null, 'west', 'west', 'east', 'east', 'north']);
  });

  it('keeps the territories that begin last, as many as it may', () => {
    const board = line((log) => {
      for (let day = 31; day >= 1; day -= 1) assigned(log, `t-${day}`, `2026-03-${String(day).padStart(2, '0')}`);
    });
    expect(board.territories.map(({ territory }) => territory)).toEqual(
      Array.from({ length: TERRITORIES_MAX }, (_, index) => `t-${32 - TERRITORIES_MAX + index}`),
    );
  });

  it('knows the last interaction by business time, and the one before when it is retracted', () => {
    const last = (tell: (log: Log) => void) => line(tell).lastInteractionAt?.slice(0, 10);
    expect(last(three)).toBe('2026-02-20');
    expect(last((log) => [three(log), retracted(log, 'late')])).toBe('2026-02-10');
    expect(last((log) => [spoke(log, 'only', '2026-02-10'), retracted(log, 'only')])).toBeUndefined();
  });

  it('M10: knows the last of ten interactions of which the latest eight are retracted, and follows a corrected date', () => {
    const days = Array.from({ length: 10 }, (_, index) => 10 + index);
    const told = line((log) => {
      for (const day of days) spoke(log, `i-${day}`, `2026-01-${day}`);
      for (const day of days.slice(2)) retracted(log, `i-${day}`);
    });
    expect(told.lastInteractionAt).toBe('2026-01-11T12:00:00.000Z');
    const moved = line((log) => {
      const { id } = spoke(log, 'i-1', '2026-02-20');
      spoke(log, 'i-2', '2026-02-10');
      const occurredAt = '2026-02-01T12:00:00.000Z';
      log.append('account-acme', { type: 'FactCorrected', data: { fact: id, occurredAt, reason: 'misread' } }, '2026-03-01');
    });
    expect(moved.lastInteractionAt).toBe('2026-02-10T12:00:00.000Z');
  });

  it('keeps the latest interactions, as many as it may', () => {
    const many = line((log) => {
      for (let day = 10; day < 30; day += 1) spoke(log, `i-${day}`, `2026-01-${day}`);
    });
    expect(many.interactions.map(({ id }) => id)).toEqual(Array.from({ length: INTERACTIONS_MAX }, (_, index) => `i-${22 + index}`));
  });
});
