import { describe, expect, it } from '@jest/globals';
import { checkFields } from '#libs/kernel/fields.js';
import { decider } from '../testing/decide.js';
import { simulate } from '../testing/simulation.js';
import { portfolioCommands } from './messages.js';
import { portfolio } from './portfolio.js';

const subject = decider(portfolio, {});
const rate = { from: 'USD', to: 'EUR', rate: '0.9', validOn: '2026-02-01' };
const stored = { type: 'ExchangeRateSet', data: rate } as const;
const set = (changes: Partial<typeof rate> = {}) => ({ type: 'SetExchangeRate', data: { ...rate, ...changes } }) as const;
const company = { stream: 'portfolio-company', occurredAt: '2026-02-10T09:00:00.000Z' };

describe('SetExchangeRate', () => {
  it('M8: tells what a unit of a currency is worth from a day on', () => {
    subject.given().when(set(), company).thenEvents(stored);
  });

  it('adds nothing where that is known, and takes another rate of that day, another day and another pair', () => {
    subject.given(stored).when(set(), company).thenEvents();
    for (const other of [{ rate: '0.91' }, { validOn: '2026-02-02' }, { validOn: '2026-01-31' }, { to: 'GBP' }])
      expect(subject.given(stored).when(set(other), company).decision).toHaveLength(1);
  });

  it.each(['0', '0.00', '-0.9', '1e3', '', '.5', '1234567890123'])('is no rate at the door: %j', (wrong) => {
    const faults = checkFields(portfolioCommands.SetExchangeRate.fields, { ...rate, rate: wrong }, '/data');
    expect(faults).toEqual([{ pointer: '/data/rate', detail: expect.stringContaining('a decimal above zero') }]);
  });

  it('names two currencies of ISO 4217; a near miss is suggested', () => {
    const faults = checkFields(portfolioCommands.SetExchangeRate.fields, { ...rate, from: 'USX' }, '/data');
    expect(faults).toEqual([{ pointer: '/data/from', detail: expect.stringContaining('did you mean') }]);
    subject
      .given()
      .when(set({ to: 'USD' }), company)
      .thenRejected('SAME_CURRENCY', /another currency/, '/to');
  });

  it('is told when it is known: today and not tomorrow, by the business day of the company', () => {
    const evening = { ...company, occurredAt: '2026-02-10T20:00:00.000Z' };
    expect(subject.given().when(set({ validOn: '2026-02-10' }), evening).decision).toHaveLength(1);
    const tomorrow = set({ validOn: '2026-02-11' });
    subject
      .given()
      .when(tomorrow, evening)
      .thenRejected('RATE_IN_FUTURE', /today is 2026-02-10/, '/validOn');
    expect(subject.given().when(tomorrow, { ...evening, timeZone: 'Asia/Shanghai' }).decision).toHaveLength(1);
  });

  it('is told to the company, of which there is one', () => {
    subject
      .given()
      .when(set(), { ...company, stream: 'portfolio-other' })
      .thenRejected('UNKNOWN_PORTFOLIO', /told to company/);
  });
});

describe('a rate that was told', () => {
  const world = () => {
    const told = simulate();
    told.send({ ...company, commandId: 'r', ...set() });
    told.send({ ...company, commandId: 's', ...set({ validOn: '2026-02-05', rate: '0.8' }) });
    return told;
  };
  const rates = (told: ReturnType<typeof simulate>) =>
    (told.states.get('portfolio-company') as { portfolio: { rates: { get: (pair: string) => unknown } } }).portfolio.rates.get('USD EUR');
  const correct = (changes: object) => ({
    ...company,
    commandId: 'c',
    type: 'CorrectPortfolioFact',
    data: { fact: 'r#0', changes, reason: 'typo' },
  });

  it('M12: is withdrawn, also the first one, on which no other rests', () => {
    const told = world();
    expect(told.send({ ...company, commandId: 'w', type: 'WithdrawPortfolioFact', data: { fact: 'r#0', reason: 'typo' } })).toHaveLength(1);
    expect(rates(told)).toEqual([{ value: '0.8', since: '2026-02-05' }]);
  });

  it('M12: is corrected to what could have been told', () => {
    const told = world();
    expect(told.send(correct({ rate: '0.95' }))).toHaveLength(1);
    expect(rates(told)).toEqual([
      { value: '0.95', since: '2026-02-01' },
      { value: '0.8', since: '2026-02-05' },
    ]);
    for (const [changes, field] of [
      [{ rate: '0' }, '/changes/rate'],
      [{ to: 'USD' }, '/changes/to'],
      [{ validOn: '2026-02-11' }, '/changes/validOn'],
    ] as const)
      expect(world().send(correct(changes))).toMatchObject({ rejected: 'CORRECTION_INVALID', field });
  });
});
