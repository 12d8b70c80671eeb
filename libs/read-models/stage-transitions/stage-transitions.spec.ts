import { describe, expect, it } from '@jest/globals';
import { project } from '#libs/kernel/testing/projection.js';
import { type Stage } from '#libs/domain/values.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { sojourns, stageMatrix } from './sojourns.js';
import { stageTransitions } from './stage-transitions.js';

const UNTIL = '2026-12-31T12:00:00.000Z';

const stepsOf = (tell: (log: Log) => void) => {
  const log = new Log();
  tell(log);
  return [...project(stageTransitions, log.events).values()].map(({ document }) => document);
};

const opened = (log: Log, account: string, day: string) =>
  log.append(`account-${account}`, { type: 'AccountOpened', data: { name: account } }, day);

const moved = (log: Log, account: string, from: Stage, to: Stage, day: string, overridden = false) => {
  const override = overridden ? { override: { reason: 'the board', missing: ['score'] } } : {};
  const data = { from, to, direction: 'advance', ...override } as const;
  return log.append(`account-${account}`, { type: 'RelationshipStageChanged', data }, day);
};

const lost = (log: Log, day: string) =>
  log.append('account-acme', { type: 'AccountDeclaredLost', data: { reasons: ['price'], criterion: 'person' } }, day);

/** `acme transactional 10 → value`; a stay that lasts, or that nobody saw end, has no arrow. */
const told = (tell: (log: Log) => void) =>
  sojourns(stepsOf(tell), UNTIL).map(
    ({ accountId, state, days, to, overridden }) => `${accountId} ${state} ${days}${to ? ` → ${to}` : ''}${overridden ? ' !' : ''}`,
  );

describe('stays in a stage', () => {
  it('end with the next move; the last one lasts', () => {
    expect(
      told((log) => {
        opened(log, 'acme', '2026-01-01');
        opened(log, 'globex', '2026-12-30');
        moved(log, 'acme', 'transactional', 'value', '2026-01-11', true);
        moved(log, 'acme', 'value', 'strategic', '2026-02-10');
      }),
    ).toEqual(['acme transactional 10 → value !', 'acme value 30 → strategic', 'acme strategic 324', 'globex transactional 1']);
  });

  it('come out the same in whatever order the steps are given', () => {
    const steps = stepsOf((log) => {
      opened(log, 'acme', '2026-01-01');
      moved(log, 'acme', 'transactional', 'value', '2026-01-11');
      lost(log, '2026-01-21');
    });
    expect(sojourns(steps.toReversed(), UNTIL)).toEqual(sojourns(steps, UNTIL));
  });

  it('end in a loss, and begin again in the stage that the account had when it is won back', () => {
    expect(
      told((log) => {
        opened(log, 'acme', '2026-01-01');
        moved(log, 'acme', 'transactional', 'value', '2026-01-11');
        lost(log, '2026-01-21');
        log.append('account-acme', { type: 'AccountWonBack', data: {} }, '2026-03-02');
      }),
    ).toEqual(['acme transactional 10 → value', 'acme value 10 → lost', 'acme lost 40 → value', 'acme value 304']);
  });

  it('are seen no further when the account is closed or merged; a reopened one begins anew', () => {
    expect(
      told((log) => {
        opened(log, 'acme', '2026-01-01');
        log.append('account-acme', { type: 'AccountClosed', data: { reason: 'dormant' } }, '2026-01-11');
        log.append('account-acme', { type: 'AccountReopened', data: { reason: 'they called' } }, '2026-02-01');
        log.append('account-acme', { type: 'AccountsMerged', data: { into: 'globex', reason: 'bought' } }, '2026-02-06');
      }),
    ).toEqual(['acme transactional 10', 'acme transactional 5']);
  });

  it('R8: go on after a merger that was undone, unless the account had been closed before it', () => {
    expect(
      told((log) => {
        opened(log, 'acme', '2026-01-01');
        log.append('account-acme', { type: 'AccountsMerged', data: { into: 'globex', reason: 'bought' } }, '2026-01-11');
        log.append('account-acme', { type: 'AccountUnmerged', data: { from: 'globex', reason: 'not bought' } }, '2026-02-01');
        log.append('account-acme', { type: 'AccountClosed', data: { reason: 'dormant' } }, '2026-02-06');
        log.append('account-acme', { type: 'AccountsMerged', data: { into: 'globex', reason: 'bought' } }, '2026-02-11');
        log.append('account-acme', { type: 'AccountUnmerged', data: { from: 'globex', reason: 'not bought' } }, '2026-02-21');
      }),
    ).toEqual(['acme transactional 10', 'acme transactional 5']);
  });

  it('T3: follow one another as they happened, and begin with the opening: none is negative', () => {
    expect(
      told((log) => {
        opened(log, 'acme', '2026-03-01');
        moved(log, 'acme', 'transactional', 'value', '2026-02-01');
      }),
    ).toEqual(['acme transactional 0 → value', 'acme value 305']);
    expect(
      told((log) => {
        opened(log, 'acme', '2026-01-01');
        moved(log, 'acme', 'value', 'strategic', '2026-06-01');
        moved(log, 'acme', 'transactional', 'value', '2026-02-01');
      }),
    ).toEqual(['acme transactional 31 → value', 'acme value 120 → strategic', 'acme strategic 213']);
  });
});

describe('the transition matrix of the portfolio', () => {
  it('counts moves, and counts accounts that have not moved yet in the median', () => {
    const steps = stepsOf((log) => {
      for (const [account, day] of [
        ['a', '2026-01-11'],
        ['b', '2026-02-10'],
        ['c', undefined],
      ] as const) {
        opened(log, account, '2026-01-01');
        if (day) moved(log, account, 'transactional', 'value', day, account === 'b');
      }
    });
    const { transitions, stays } = stageMatrix(steps, UNTIL);
    expect(transitions).toEqual([
      { from: 'transactional', to: 'value', count: 2, share: 1, overrides: 1, backward: false, skipped: false },
    ]);
    expect(stays).toEqual([
      { state: 'transactional', completed: 2, censored: 1, medianDays: 40 },
      { state: 'value', completed: 0, censored: 2 },
    ]);
  });

  itKeepsTheLaws(stageTransitions);
});
