import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRejection } from '#libs/kernel/rejection.js';
import { simulate } from '../testing/simulation.js';
import { estimateAt, type Wallet } from './state.js';

const eur = (amount: number | string) => ({ amount: String(amount), currency: 'EUR' });
const on = (day: number) => `2026-02-${String(day).padStart(2, '0')}T09:00:00.000Z`;

type Told = readonly [type: string, data: object, day: number];
const estimate = (amount: number, day = 5, more: object = {}): Told => [
  'EstimateWallet',
  { category: 'pumps', period: '2026', amount: eur(amount), method: 'survey', ...more },
  day,
];
const elsewhere = (amount: number, day = 6, more: object = {}): Told => [
  'RecordCompetitorSpend',
  { competitor: 'Vireo', category: 'pumps', period: '2026', amount: eur(amount), ...more },
  day,
];
const order = (amount: number, day = 4, more: object = {}): Told => [
  'RecordOrder',
  { orderNumber: `o-${amount}`, net: eur(amount), category: 'pumps', ...more },
  day,
];

/** What came of the last fact, after the others were told; facts go by `f0#0`, `f1#0` … */
const told = (...facts: readonly Told[]) => {
  const world = simulate();
  const send = (commandId: string, type: string, data: object, day: number) =>
    world.send({ stream: 'account-acme', commandId, type, data, occurredAt: on(day) });
  send('open', 'OpenAccount', { name: 'Acme' }, 1);
  const answers = facts.map(([type, data, day], index) => send(`f${index}`, type, data, day));
  return { last: answers.at(-1)!, answers, wallet: world.states.get('account-acme')!['wallet'] as Wallet };
};
const last = (...facts: readonly Told[]) => told(...facts).last;

describe('an estimate of a wallet', () => {
  it('is told with how it became known and within which bounds, and is revised by a later one', () => {
    const interval = { low: eur(100), high: eur(200), level: 80 };
    expect(last(estimate(150, 5, { interval }))).toMatchObject([{ type: 'WalletEstimated', data: { amount: eur(150), interval } }]);
    expect(last(estimate(150), estimate(180, 9))).toMatchObject([{ data: { amount: eur(180), previous: eur(150) } }]);
    expect(last(estimate(150), estimate(150, 9))).toEqual([]);
  });

  it('holds by when it was made, in whatever order it is told', () => {
    const { wallet } = told(estimate(180, 9), estimate(150, 5));
    expect(estimateAt([...wallet.estimates.entries()][0]![1])?.amount).toEqual(eur(180));
  });

  it.each<[code: string, facts: readonly Told[]]>([
    ['INTERVAL_OUT_OF_ORDER', [estimate(150, 5, { interval: { low: eur(160), high: eur(200), level: 80 } })]],
    ['CURRENCY_MISMATCH', [estimate(150, 5, { interval: { low: { amount: '1', currency: 'USD' }, high: eur(200), level: 80 } })]],
    ['CURRENCY_MISMATCH', [elsewhere(10, 5, { amount: { amount: '1', currency: 'USD' } }), estimate(150)]],
    ['WALLET_BELOW_SPEND', [order(100), elsewhere(60), estimate(159, 7)]],
    ['WALLET_BELOW_SPEND', [order(100), estimate(99)]],
    ['WALLET_BELOW_SPEND', [order(100), estimate(99, 5, { category: undefined })]],
    ['SPEND_EXCEEDS_WALLET', [order(100), estimate(150), elsewhere(51)]],
    ['SPEND_EXCEEDS_WALLET', [estimate(150), elsewhere(100, 6, { period: '2026-Q1' }), elsewhere(51, 7, { period: '2026-04' })]],
    ['SPEND_EXCEEDS_WALLET', [estimate(150, 5, { category: undefined }), elsewhere(151)]],
  ])('is refused with %s where more than all would be spent: %j', (code, facts) => {
    expect(told(...facts.slice(0, -1)).answers.some((answer) => isRejection(answer))).toBe(false);
    expect(last(...facts)).toMatchObject({ rejected: code });
  });

  it.each<[what: string, facts: readonly Told[]]>([
    ['as much as is spent', [order(100), elsewhere(60), estimate(160, 7)]],
    [
      'what came back is not spent',
      [order(100), ['RecordReturn', { orderNumber: 'o-100', returnNumber: 'r', net: eur(60) }, 5], estimate(40, 6)],
    ],
    ['another category', [order(100, 4, { category: 'valves' }), estimate(10)]],
    ['another year', [order(100), estimate(10, 5, { period: '2025' })]],
    [
      'an amount that is less than before, of an estimate that orders have overtaken',
      [elsewhere(60), estimate(100, 7), order(90, 8), elsewhere(50, 9)],
    ],
    ['what a later amount has replaced', [estimate(100), elsewhere(90, 9), elsewhere(200, 6)]],
    ['a year beside its quarters counts once', [estimate(100), elsewhere(100), elsewhere(100, 7, { period: '2026-Q1' })]],
  ])('fits: %s', (_, facts) => {
    expect(last(...facts)).toHaveLength(1);
  });

  it('bounds no order: what was bought was bought', () => {
    expect(last(estimate(50), order(100, 8))).toHaveLength(1);
  });

  it('comes to the same in whatever order facts that fit are told', () => {
    const facts = [order(100), elsewhere(60, 6), estimate(200, 7), estimate(180, 9), elsewhere(70, 10)];
    const outcome = (order_: readonly Told[]) => {
      const { answers, wallet } = told(...order_);
      expect(answers.filter((answer) => isRejection(answer))).toEqual([]);
      const lines = [...wallet.estimates.entries(), ...wallet.spends.entries()];
      return lines.map(([, { line }]) => line.map(({ value, since }) => [since, value]));
    };
    const inOrder = outcome(facts);
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => expect(outcome(shuffled)).toEqual(inOrder)),
      { numRuns: 20 },
    );
  });
});

describe('M12: what is told of a wallet', () => {
  const correct = (fact: string, changes: object): Told => ['CorrectFact', { fact, changes, reason: 'misread' }, 20];
  it.each<[code: string, facts: readonly Told[]]>([
    ['SPEND_EXCEEDS_WALLET', [estimate(100), elsewhere(90), correct('f0#0', { amount: eur(80) })]],
    ['SPEND_EXCEEDS_WALLET', [estimate(100), elsewhere(90), correct('f1#0', { amount: eur(110) })]],
    ['INTERVAL_OUT_OF_ORDER', [estimate(100), correct('f0#0', { interval: { low: eur(110), high: eur(120), level: 80 } })]],
  ])('cannot be corrected into %s: %j', (code, facts) => {
    expect(last(...facts)).toMatchObject({ rejected: 'HISTORY_CONTRADICTED', detail: expect.stringContaining(code) });
  });

  it('can be corrected and withdrawn, sightings as well', () => {
    expect(last(estimate(100), elsewhere(90), correct('f1#0', { amount: eur(95) }))).toHaveLength(1);
    const withdrawn: Told = ['WithdrawFact', { fact: 'f0#0', reason: 'mistaken' }, 20];
    expect(told(estimate(100), withdrawn).wallet.estimates.entries()).toHaveLength(0);
    expect(last(['SightCompetitor', { competitor: 'Vireo', threat: 'high' }, 3], withdrawn)).toHaveLength(1);
  });
});

describe('the market of an account', () => {
  const regime = (word: string, day: number): Told => ['SetMarketRegime', { regime: word }, day];
  it('is a dated line', () => {
    expect(last(regime('growing', 3))).toMatchObject([{ type: 'MarketRegimeSet' }]);
    expect(last(regime('growing', 3), regime('growing', 4))).toEqual([]);
    expect(told(regime('shrinking', 9), regime('growing', 3)).wallet.regimes.map(({ value }) => value.regime)).toEqual([
      'growing',
      'shrinking',
    ]);
  });
});
