import { describe, expect, it } from '@jest/globals';
import { sortKeyOf } from '#libs/kernel/sort-key.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { type SalesBasis, type Stage } from '#libs/domain/values.js';
import { POLICY_DEFAULTS } from '#libs/domain/policy/documents.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { daysInStage, salesOfMonths, stageBoard } from './stage-board.js';
import { line } from './testing/line.js';
import { isOrderingAgain, supportedOf } from './supported.js';

const SCORES = { contactStructure: 2, functions: 2, executiveCadence: 2, offering: 2, informationSharing: 2, trust: 2 };

const advance = (log: Log, from: Stage, to: Stage, day: string, override?: { reason: string; missing: string[] }) =>
  log.append(
    'account-acme',
    { type: 'RelationshipStageChanged', data: { from, to, direction: 'advance', ...(override ? { override } : {}) } },
    day,
  );

const assessed = (log: Log, supports: Stage, day: string, total = 12) =>
  log.append('account-acme', { type: 'RelationshipAssessed', data: { scores: SCORES, total, supports } }, day);

const gap = (tell: (log: Log) => void) => supported(tell).gap;

const supported = (tell: (log: Log) => void, policy = POLICY_DEFAULTS['stage-evidence']) =>
  supportedOf(line(tell), { at: '2026-03-31T12:00:00.000Z', day: '2026-03-31' }, policy);

const overstated = (log: Log) => {
  assessed(log, 'transactional', '2026-02-01', 10);
  advance(log, 'transactional', 'value', '2026-02-10');
};

const lost = (log: Log, day: string) =>
  log.append('account-acme', { type: 'AccountDeclaredLost', data: { reasons: ['price'], criterion: 'person' } }, day);

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
      evidence: { reviews: [], shown: {} },
      owner: null,
      ownerSince: null,
      backup: null,
      backupSince: null,
      territories: [],
      offering: null,
      keyAccount: null,
      riskLevel: null,
      standing: 'customer',
      lostSince: null,
      moves: [],
      reopenedAt: null,
      lastInteractionAt: null,
      interactions: [],
      orders: 0,
      lastOrderAt: null,
      sales: {},
      holds: {},
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

  it('flags the gap between the stage that people state and the one that the evidence supports', () => {
    expect(gap((log) => advance(log, 'transactional', 'value', '2026-02-10'))).toBeNull();
    expect(gap((log) => assessed(log, 'transactional', '2026-02-01', 10))).toBe('none');
    expect(gap(overstated)).toBe('stated-higher');
    const reviewedLate = (log: Log) => {
      overstated(log);
      assessed(log, 'value', '2026-01-15');
    };
    expect(gap(reviewedLate)).toBe('stated-higher');
  });

  it('R3: says that evidence supports more only where the step would be taken: not on one review, nor once the policy is tightened', () => {
    const one = (log: Log) => void assessed(log, 'strategic', '2026-03-01', 24);
    const two = (log: Log) => {
      assessed(log, 'value', '2026-02-15', 12);
      one(log);
    };
    expect(supported(one)).toMatchObject({ supportedStage: 'transactional', score: 24, gap: 'none' });
    expect(supported(two)).toEqual({ supportedStage: 'value', score: 24, assessedAt: '2026-03-01T12:00:00.000Z', gap: 'supported-higher' });
    const { value, ...others } = POLICY_DEFAULTS['stage-evidence'];
    expect(supported(two, { ...others, value: { ...value, scoreMin: 13 } }).gap).toBe('none');
    expect(supported(two, { ...others, value, expiry: { ...others.expiry, reviews: 29 } }).gap).toBeNull();
  });

  it('R5: counts the days of the present stay with the one clock of the stays, and says nothing of the stage of a lost account', () => {
    const story = (log: Log) => {
      advance(log, 'transactional', 'value', '2026-02-10');
      lost(log, '2026-03-01');
    };
    const isLost = line(story);
    expect(isLost).toMatchObject({
      standing: 'lost',
      stage: 'value',
      since: '2026-03-01T12:00:00.000Z',
      lostSince: '2026-03-01T12:00:00.000Z',
    });
    expect(supported((log) => [story(log), assessed(log, 'strategic', '2026-03-02', 24)]).gap).toBeNull();
    const back = line((log) => {
      story(log);
      log.append('account-acme', { type: 'AccountWonBack', data: {} }, '2026-03-20');
    });
    expect(back).toMatchObject({ standing: 'customer', stage: 'value', since: '2026-03-20T12:00:00.000Z', lostSince: null });
  });

  it('R5: shows an order after the loss as a sign of return, and leaves the account lost', () => {
    const ordered = (day: string) =>
      line((log) => {
        lost(log, '2026-03-01');
        log.append(
          'account-acme',
          { type: 'OrderRecorded', data: { orderNumber: '1', net: { amount: '5', currency: 'EUR' }, credit: {} } },
          day,
        );
      });
    expect([isOrderingAgain(ordered('2026-02-28')), isOrderingAgain(ordered('2026-03-02'))]).toEqual([false, true]);
    expect(ordered('2026-03-02').standing).toBe('lost');
  });

  it('T2: holds the latest name, parent, risk, stage and standing by when they happened, in whatever order they are told', () => {
    const facts = [
      [{ type: 'AccountRenamed', data: { name: 'Old', previous: 'Acme' } }, '2026-02-01'],
      [{ type: 'AccountRenamed', data: { name: 'New', previous: 'Acme' } }, '2026-03-01'],
      [{ type: 'ParentAccountSet', data: { parentId: 'globex', previous: null } }, '2026-02-01'],
      [{ type: 'ParentAccountSet', data: { parentId: null, previous: 'globex' } }, '2026-03-01'],
      [{ type: 'ChurnRiskFlagged', data: { level: 'watch', reasons: ['price'], basis: 'person' } }, '2026-03-02'],
      [{ type: 'ChurnRiskFlagged', data: { level: 'critical', reasons: ['price'], basis: 'person' } }, '2026-03-10'],
      [{ type: 'RelationshipStageChanged', data: { from: 'transactional', to: 'value', direction: 'advance' } }, '2026-02-03'],
      [{ type: 'RelationshipStageChanged', data: { from: 'value', to: 'strategic', direction: 'advance' } }, '2026-02-20'],
      [{ type: 'AccountDeclaredLost', data: { reasons: ['price'], criterion: 'person' } }, '2026-03-04'],
      [{ type: 'WinBackOpened', data: { reason: 'worth it' } }, '2026-03-05'],
      [{ type: 'AccountClosed', data: { reason: 'dormant' } }, '2026-03-06'],
      [{ type: 'AccountReopened', data: { reason: 'they called' } }, '2026-03-07'],
    ] as const;
    const told = (order: readonly (typeof facts)[number][]) =>
      line((log) => order.forEach(([message, day]) => log.append('account-acme', message, day)));
    expect(told(facts)).toMatchObject({
      name: 'New',
      parentId: null,
      riskLevel: 'critical',
      stage: 'strategic',
      standing: 'win-back',
      status: 'open',
    });
    expect(told(facts.toReversed())).toEqual(told(facts));
  });

  it('is sorted by the name that the account has now, as people sort names (D6)', () => {
    const renamed = line((log) =>
      log.append('account-acme', { type: 'AccountRenamed', data: { name: 'Émile', previous: 'Acme' } }, '2026-02-01'),
    );
    expect(renamed).toMatchObject({ name: 'Émile', nameKey: sortKeyOf('Émile') });
    expect(stageBoard.indexes.flat()).not.toContain('name');
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
