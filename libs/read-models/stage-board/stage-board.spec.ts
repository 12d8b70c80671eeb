import { describe, expect, it } from '@jest/globals';
import { sortKeyOf } from '#libs/kernel/sort-key.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { type SalesBasis, type Stage } from '#libs/domain/values.js';
import { amendments } from '#libs/domain/amendments.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { daysInStage, INTERACTIONS_MAX, salesOfMonths, stageBoard, TERRITORIES_MAX, territoryOn } from './stage-board.js';

const SCORES = { contactStructure: 2, functions: 2, executiveCadence: 2, offering: 2, informationSharing: 2, trust: 2 };

const line = (tell: (log: Log) => void) => {
  const log = new Log();
  log.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme', country: 'DE' } }, '2026-01-10');
  tell(log);
  return projection(stageBoard, amendments)
    .given(...log.events)
    .document('acme')!;
};

const advance = (log: Log, from: Stage, to: Stage, day: string, override?: { reason: string; missing: string[] }) =>
  log.append(
    'account-acme',
    { type: 'RelationshipStageChanged', data: { from, to, direction: 'advance', ...(override ? { override } : {}) } },
    day,
  );

const assessed = (log: Log, supports: Stage, day: string) =>
  log.append('account-acme', { type: 'RelationshipAssessed', data: { scores: SCORES, total: 12, supports } }, day);

const gap = (tell: (log: Log) => void) => line(tell).gap;

const overstated = (log: Log) => {
  assessed(log, 'transactional', '2026-02-01');
  advance(log, 'transactional', 'value', '2026-02-10');
};

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

describe('the stage board', () => {
  it('begins with an open, transactional account of which nothing else is known', () => {
    expect(line(() => undefined)).toEqual({
      accountId: 'acme',
      name: 'Acme',
      nameKey: sortKeyOf('Acme'),
      industry: null,
      country: 'DE',
      parentId: null,
      status: 'open',
      mergedInto: null,
      mergedAt: null,
      openedAt: '2026-01-10T12:00:00.000Z',
      stage: 'transactional',
      since: '2026-01-10T12:00:00.000Z',
      overridden: false,
      history: [],
      supportedStage: null,
      score: null,
      assessedAt: null,
      gap: null,
      owner: null,
      ownerSince: null,
      backup: null,
      backupSince: null,
      territories: [],
      riskLevel: null,
      standing: 'customer',
      lastInteractionAt: null,
      interactions: [],
      orders: 0,
      lastOrderAt: null,
      sales: {},
    });
  });

  it('shows the stage with its history, and the mark of an override until the next move', () => {
    const override = { reason: 'the board', missing: ['score'] };
    const board = line((log) => advance(log, 'transactional', 'value', '2026-02-10', override));
    expect(board).toMatchObject({ stage: 'value', since: '2026-02-10T12:00:00.000Z', overridden: true });
    expect(board.history).toEqual([{ from: 'transactional', to: 'value', at: '2026-02-10T12:00:00.000Z', override }]);
    expect(daysInStage(board, '2026-03-10')).toBe(28);
    expect(daysInStage(board, '2026-02-01')).toBe(0);

    const later = line((log) => {
      advance(log, 'transactional', 'value', '2026-02-10', override);
      advance(log, 'value', 'strategic', '2026-03-10');
    });
    expect(later).toMatchObject({ stage: 'strategic', overridden: false });
    expect(later.history).toHaveLength(2);
  });

  it('flags the gap between the stage that people state and the one that the latest review supports', () => {
    expect(gap((log) => advance(log, 'transactional', 'value', '2026-02-10'))).toBeNull();
    expect(gap((log) => assessed(log, 'transactional', '2026-02-01'))).toBe('none');
    expect(gap((log) => assessed(log, 'value', '2026-02-01'))).toBe('supported-higher');
    expect(gap(overstated)).toBe('stated-higher');
    const reviewedLate = (log: Log) => {
      overstated(log);
      assessed(log, 'value', '2026-01-15');
    };
    expect(gap(reviewedLate)).toBe('stated-higher');
  });

  it('is sorted by the name that the account has now, as people sort names (D6)', () => {
    const renamed = line((log) =>
      log.append('account-acme', { type: 'AccountRenamed', data: { name: 'Émile', previous: 'Acme' } }, '2026-02-01'),
    );
    expect(renamed).toMatchObject({ name: 'Émile', nameKey: sortKeyOf('Émile') });
    expect(stageBoard.indexes.flat()).not.toContain('name');
  });

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

  it('follows the account in and out of risk, loss and the portfolio', () => {
    const states: unknown[] = [];
    const log = new Log();
    const then = (...[message, day]: [Parameters<Log['append']>[1], string]) => {
      log.append('account-acme', message, day);
      const { status, standing, riskLevel, mergedInto } = projection(stageBoard)
        .given(...log.events)
        .document('acme')!;
      states.push([message.type, status, standing, riskLevel, mergedInto]);
    };
    then({ type: 'AccountOpened', data: { name: 'Acme' } }, '2026-01-01');
    then({ type: 'ChurnRiskFlagged', data: { level: 'critical', reasons: ['price'], basis: 'person' } }, '2026-01-02');
    then({ type: 'AccountDeclaredLost', data: { reasons: ['price'], criterion: 'person' } }, '2026-01-03');
    then({ type: 'WinBackOpened', data: { reason: 'worth it' } }, '2026-01-04');
    then({ type: 'AccountWonBack', data: {} }, '2026-01-05');
    then({ type: 'ChurnRiskCleared', data: { previous: 'critical', reason: 'they stay' } }, '2026-01-06');
    then({ type: 'AccountClosed', data: { reason: 'dormant' } }, '2026-01-07');
    then({ type: 'AccountReopened', data: { reason: 'they called' } }, '2026-01-08');
    then({ type: 'AccountsMerged', data: { into: 'globex', reason: 'bought' } }, '2026-01-09');
    then({ type: 'AccountUnmerged', data: { from: 'globex', reason: 'not bought' } }, '2026-01-10');
    then({ type: 'AccountClosed', data: { reason: 'dormant' } }, '2026-01-11');
    then({ type: 'AccountsMerged', data: { into: 'globex', reason: 'bought' } }, '2026-01-12');
    then({ type: 'AccountUnmerged', data: { from: 'globex', reason: 'not bought' } }, '2026-01-13');
    expect(states).toEqual([
      ['AccountOpened', 'open', 'customer', null, null],
      ['ChurnRiskFlagged', 'open', 'customer', 'critical', null],
      ['AccountDeclaredLost', 'open', 'lost', 'critical', null],
      ['WinBackOpened', 'open', 'win-back', 'critical', null],
      ['AccountWonBack', 'open', 'customer', 'critical', null],
      ['ChurnRiskCleared', 'open', 'customer', null, null],
      ['AccountClosed', 'closed', 'customer', null, null],
      ['AccountReopened', 'open', 'customer', null, null],
      ['AccountsMerged', 'merged', 'customer', null, 'globex'],
      ['AccountUnmerged', 'open', 'customer', null, null],
      ['AccountClosed', 'closed', 'customer', null, null],
      ['AccountsMerged', 'merged', 'customer', null, 'globex'],
      ['AccountUnmerged', 'closed', 'customer', null, null],
    ]);
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

  it('U10: keeps what was sold and sent back by month and currency, and says what sales are by the basis of the month', () => {
    const board = line((log) => {
      for (const [orderNumber, amount, currency, day] of [
        ['1', '0.10', 'EUR', '2026-02-02'],
        ['2', '0.20', 'EUR', '2026-02-01'],
        ['3', '7', 'JPY', '2026-01-31'],
      ] as const) {
        const data = { orderNumber, net: { amount, currency }, credit: {} };
        log.append('account-acme', { type: 'OrderRecorded', data }, day);
      }
      const net = (amount: string) => ({ amount, currency: 'EUR' });
      const credit = {};
      log.append(
        'account-acme',
        { type: 'ReturnRecorded', data: { returnNumber: 'r', orderNumber: '2', net: net('0.05'), credit } },
        '2026-02-03',
      );
      log.append('account-acme', { type: 'InvoiceRecorded', data: { invoiceNumber: 'v', net: net('0.40'), credit } }, '2026-02-03');
      log.append('account-acme', { type: 'InvoiceRecorded', data: { invoiceNumber: 'w', net: net('-0.15'), credit } }, '2026-02-03');
      const delivery = { orderNumber: '1', deliveryNumber: 'd', credit };
      log.append('account-acme', { type: 'DeliveryRecorded', data: { ...delivery, net: net('0.10') } }, '2026-02-03');
      log.append('account-acme', { type: 'DeliveryRecorded', data: delivery }, '2026-02-03');
    });
    expect(board).toMatchObject({ orders: 3, lastOrderAt: '2026-02-02T12:00:00.000Z' });
    expect(board.sales).toEqual({
      '2026-01': { orders: { JPY: '7' } },
      '2026-02': {
        orders: { EUR: '30' },
        returns: { EUR: '5' },
        invoices: { EUR: '40' },
        creditNotes: { EUR: '15' },
        deliveries: { EUR: '10' },
      },
    });
    const by = (basis: SalesBasis) => salesOfMonths(board, () => basis);
    expect(by('orders')).toEqual({ gross: { EUR: '30', JPY: '7' }, returns: { EUR: '5' }, net: { EUR: '25', JPY: '7' } });
    expect([by('deliveries').net, by('invoices').net]).toEqual([{ EUR: '5' }, { EUR: '25' }]);
    expect(salesOfMonths(board, (month) => (month < '2026-02' ? 'orders' : 'invoices')).net).toEqual({ EUR: '25', JPY: '7' });
  });

  itKeepsTheLaws(stageBoard);
});
