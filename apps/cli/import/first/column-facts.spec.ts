import { describe, expect, it } from '@jest/globals';
import { ColumnWatch, nameFrom } from './column-facts.js';

const factsOf = (...texts: readonly string[]) => {
  const watch = new ColumnWatch('x');
  for (const text of texts) watch.see(text);
  return watch.facts;
};

describe('what a column is', () => {
  it.each<[readonly string[], object]>([
    [['1', '2', '30'], { kind: 'integer', unique: true, isId: true }],
    [['1.50', '-2', '30.25'], { kind: 'decimal', hasNegative: true }],
    [['1,50', '2', '-30,25'], { kind: 'decimal', decimal: ',', hasNegative: true }],
    [['1.234,50', '2'], { kind: 'decimal', decimal: ',', thousands: '.' }],
    [['1,234.50', '2,000'], { kind: 'decimal', thousands: ',' }],
    [['1 234,50', '2,5'], { kind: 'decimal', decimal: ',', thousands: ' ' }],
    [['00123', '00456'], { kind: 'text', isId: true }],
    [['Acme & Co', 'Blue'], { kind: 'text', isId: false }],
    [['2026-03-01', '2026-04-01'], { kind: 'day', earliest: '2026-03-01' }],
    [['2026-03-01 09:30', '2026-03-01T09:30:00Z'], { kind: 'instant' }],
    [['24.12.2026', '01.02.2026'], { kind: 'day', format: 'DD.MM.YYYY', earliest: '2026-02-01' }],
    [['12/24/2026', '02/01/2026'], { kind: 'day', format: 'MM/DD/YYYY' }],
    [['24/12/2026 09:30', '01/02/2026 10:00'], { kind: 'instant', format: 'DD/MM/YYYY HH:mm' }],
    [['7/1/2026 1:05 PM', '12/31/2026 11:00 AM'], { kind: 'instant', format: 'M/D/YYYY h:mm A' }],
    [['', ''], { kind: 'text', empty: 2, unique: false, isId: false }],
    [['a', 'a'], { unique: false }],
  ])('%j', (texts, facts) => {
    expect(factsOf(...texts)).toMatchObject(facts);
  });

  it('is asked about where day and month could be either, and not where one of them settles it', () => {
    expect(factsOf('03/04/2026', '05/06/2026')).toMatchObject({ format: 'DD/MM/YYYY', otherFormat: 'MM/DD/YYYY' });
    expect(factsOf('03/04/2026', '25/06/2026')).not.toHaveProperty('otherFormat');
  });

  it('is asked about where a number could be two', () => {
    expect(factsOf('1,234', '5,678')).toMatchObject({ isAmbiguousNumber: true });
    expect(factsOf('1,234', '5,678.50')).toMatchObject({ isAmbiguousNumber: false });
  });

  it('is not forgotten for one bad text in five, and is for two', () => {
    expect(factsOf('01.02.2026', '02.02.2026', '03.02.2026', '04.02.2026', '32.02.2026')).toMatchObject({ kind: 'day' });
    expect(factsOf('01.02.2026', '02.02.2026', '03.02.2026', 'soon', '32.02.2026')).toMatchObject({ kind: 'text' });
  });
});

describe('the name of a mapping', () => {
  it.each([
    ['Export März 2026.csv', 'export-marz-2026'],
    ['株.csv', 'import'],
  ])('of %s is %s', (file, name) => {
    expect(nameFrom(file)).toBe(name);
  });
});
