import { describe, expect, it } from '@jest/globals';
import { renderItems } from './item-table.js';
import { renderTable } from './table.js';
import { captured } from './testing/captured.js';

const HEADINGS = [{ title: 'No', align: 'right' }, { title: 'What', wraps: true }, { title: 'Who' }] as const;

describe('a table', () => {
  it('aligns its columns and ends no line with blanks', () => {
    const { terminal } = captured();
    expect(
      renderTable(terminal.out, HEADINGS, [
        ['1', 'short', ''],
        ['10', 'a bit longer', 'ana'],
      ]),
    ).toBe(['No  What          Who', ' 1  short', '10  a bit longer  ana'].join('\n'));
  });

  it('wraps to the width of a terminal, where narrow columns leave room to wide ones, and is never wrapped elsewhere', () => {
    const headings = [{ title: 'No' }, { title: 'What', wraps: true }, { title: 'Why', wraps: true }] as const;
    const row = ['1', 'word '.repeat(20).trim(), 'because of it'];
    const lines = renderTable(captured('', 60).terminal.out, headings, [row]).split('\n');
    expect(Math.max(...lines.slice(1).map((line) => line.length))).toBe(60);
    expect(lines).toHaveLength(4);
    expect(renderTable(captured().terminal.out, headings, [row]).split('\n')).toHaveLength(2);
  });

  it('shows recorded text without letting it steer the terminal', () => {
    const { terminal } = captured();
    expect(renderTable(terminal.out, [{ title: 'T' }], [['a\u001b[31mred\u202e\nb']])).toBe('T\na [31mred b');
  });

  it('of items has a column for every field that any of them has', () => {
    const { terminal } = captured();
    const items = [
      { name: 'Acme', sales: { amount: '10.00', currency: 'USD' }, owner: { employeeId: '7' } },
      { name: 'Blue', orders: 3 },
    ];
    expect(renderItems(terminal.out, items)).toBe(
      ['name      sales  owner employee id  orders', 'Acme  10.00 USD  7', 'Blue                                     3'].join('\n'),
    );
  });
});
