/**
 * Builds an element. Text is set as text, never as markup: nothing that people wrote can become code.
 * @param {string} name
 * @param {Record<string, string | ((event: Event) => void)>} [attributes] a function is an event listener
 * @param {...(Node | string | number | null | undefined | false)} children
 */
export const h = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else element.setAttribute(key, value);
  }
  element.append(
    ...children
      .filter((child) => child !== null && child !== undefined && child !== false)
      .map((child) => (child instanceof Node ? child : String(child))),
  );
  return element;
};

/** A word in its colour. */
export const badge = (word, kind = word) => h('span', { class: `badge ${kind}` }, word);

/** A table; a column is `{ title, cell, number? }`. */
export const table = (columns, rows, empty = 'Nothing here yet.') => {
  const cell = (tag, column, content) => h(tag, column.number ? { class: 'number' } : {}, ...[content].flat());
  const body = rows.length === 0 ? [h('tr', {}, h('td', { colspan: String(columns.length), class: 'muted' }, empty))] : [];
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...columns.map((column) => cell('th', column, column.title)))),
      h('tbody', {}, ...body, ...rows.map((row) => h('tr', {}, ...columns.map((column) => cell('td', column, column.cell(row)))))),
    ),
  );
};

/** A figure with what it means. */
export const card = (figure, meaning) => h('div', { class: 'card' }, h('b', {}, figure), h('span', {}, meaning));

/** A choice that changes one parameter of the address. */
export const choice = (label, name, options, chosen, choose) => {
  const select = h(
    'select',
    { name, change: (event) => choose(name, event.target.value) },
    ...options.map(([value, text]) => h('option', { value }, text)),
  );
  select.value = chosen;
  return h('label', {}, `${label} `, select);
};

const whole = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

export const count = (value) => whole.format(value);
export const share = (value) => (value === null || value === undefined ? '–' : percent.format(value));
export const day = (instant) => (instant ? instant.slice(0, 10) : '–');

/** Money as it was summed: digits grouped without going through a float. */
export const money = (amounts) =>
  amounts.length === 0
    ? '–'
    : amounts.map(({ amount, currency }) => `${amount.replaceAll(/\B(?=(\d{3})+(?=\.|$))/g, ',')} ${currency}`).join(' + ');
