import { describe, expect, it } from '@jest/globals';
import { count, inWords, moment, whatOf, whyOf } from './words.js';

describe('an event in words', () => {
  it.each([
    [
      'OrderRecorded',
      { orderNumber: '10248', net: { amount: '440.00', currency: 'USD' }, lines: 3, credit: { employeeId: '5', teamId: 'north' } },
      'Order recorded: order number 10248, net 440.00 USD, lines 3, credit (employee id 5, team id north)',
    ],
    ['OwnerAssigned', { employeeId: '5', reason: 'first order' }, 'Owner assigned: employee id 5'],
    [
      'InteractionRecorded',
      { channel: 'call', topics: ['price', 'term'], executive: true, contacts: [] },
      'Interaction recorded: channel call, topics (price, term), executive yes',
    ],
    ['AccountClosed', { reason: 'gone' }, 'Account closed'],
  ])('%s', (type, data, words) => {
    expect(whatOf(type, data)).toBe(words);
  });

  it('tells why: reasons, overrides, notes and evidence', () => {
    const data = { to: 'value', reason: 'growth', override: { reason: 'the board wants it', missing: ['joint plan'] } };
    expect(whyOf(data, { note: 'see mail', evidence: ['e-1', 'e-2'] })).toBe(
      'growth; override (reason the board wants it, missing joint plan); “see mail”; rests on e-1, e-2',
    );
    expect(whyOf({ to: 'value' }, {})).toBe('');
  });
});

describe('words', () => {
  it.each([
    [null, '–'],
    [false, 'no'],
    [0, '0'],
    ['2026-03-01T09:30:00.000Z', '2026-03-01 09:30:00'],
    [{ a: {}, b: { c: 1 } }, 'b c 1'],
    [[{ amount: '1.00', currency: 'EUR' }, 'x'], '1.00 EUR, x'],
  ])('for %j are %s', (value, words) => {
    expect(inWords(value)).toBe(words);
  });

  it('shorten a moment to a day where it is the first of one', () => {
    expect(moment('1996-07-04T00:00:00.000Z')).toBe('1996-07-04');
    expect(moment('1996-07-04T08:30:15.250Z')).toBe('1996-07-04 08:30:15');
    expect(moment(undefined)).toBe('');
  });

  it('count', () => {
    expect([count(1, 'row'), count(0, 'row'), count(1_830, 'row')]).toEqual(['1 row', '0 rows', '1,830 rows']);
  });
});
