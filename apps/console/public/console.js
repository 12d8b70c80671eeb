import { h } from './dom.js';
import { account, kpis, portfolio, stages, status } from './views.js';

const view = document.querySelector('#view');
const freshness = document.querySelector('#freshness');
const moment = document.querySelector('#moment');

/** The address: `#/accounts/acme?asOf=2026-03-01&time=recorded`. */
const here = () => {
  const [path = '/', query = ''] = location.hash.slice(1).split('?');
  return { parts: path.split('/').filter(Boolean).map(decodeURIComponent), path: path || '/', parameters: new URLSearchParams(query) };
};

const go = (path, parameters) => {
  const query = parameters.toString();
  location.hash = query ? `${path}?${query}` : path;
};

/** Questions that have a live form; a page that asks one is shown again when its answer changes. */
const LIVE = /^\/v1\/(accounts\/[^/]+\/timeline|kpis|status)\?/;

/** The stream behind the page: its address, and the answer that is shown, as text. */
const stream = { url: '', shown: '', source: undefined };

const follow = ({ url, text } = { url: '', text: '' }) => {
  stream.shown = text;
  if (stream.url === url) return;
  stream.source?.close();
  stream.url = url;
  stream.source = url ? new EventSource(url) : undefined;
  stream.source?.addEventListener('answer', ({ data }) => {
    if (data !== stream.shown) void show();
  });
};

/** Asks the query side, as of the chosen moment, and notes what can be followed. @throws Error with the problem's own words */
const asking =
  (parameters, withMoment, asked) =>
  async (path, own = {}) => {
    const query = new URLSearchParams(Object.entries(own).filter(([, value]) => value));
    if (withMoment && parameters.get('asOf')) {
      query.set('asOf', parameters.get('asOf'));
      query.set('time', parameters.get('time') ?? 'occurred');
    }
    const url = `${path}?${query}`;
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    const text = await response.text();
    const body = JSON.parse(text);
    if (!response.ok) throw new Error(body.detail ?? `${response.status} ${response.statusText}`);
    if (LIVE.test(url) && !query.has('asOf')) asked.push({ url, text });
    return body;
  };

const routes = {
  '': (place) => portfolio(place),
  accounts: (place, id) => account(place, id),
  stages: (place) => stages(place),
  kpis: (place) => kpis(place),
  status: (place) => status(place),
};

const said = (asOf) => `${contained(asOf)}${waiting(asOf)}`;

const contained = ({ position, lagEvents, lagMs, at, time, parked }) =>
  at
    ? `As of ${at}, by ${time} time. The log stands at ${position ?? 'its beginning'}.`
    : `Contains everything up to ${position ?? 'the beginning of the log'}; ${lagEvents === 0 ? (parked ? 'nothing else is missing' : 'nothing is missing') : `${lagEvents} events (${lagMs} ms) behind`}.`;

/** What is parked is missing whatever the lag says. */
const waiting = ({ parked }) =>
  parked ? ` Incomplete: ${parked} ${parked === 1 ? 'account waits' : 'accounts wait'} for a repair, see Status.` : '';

let latest = 0;

const show = async () => {
  const turn = ++latest;
  const { parts, path, parameters } = here();
  const [name = '', id = ''] = parts;
  moment.elements.asOf.value = parameters.get('asOf') ?? '';
  moment.elements.time.value = parameters.get('time') ?? 'occurred';
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#/${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const choose = (key, value) => {
    const next = new URLSearchParams(parameters);
    if (key !== 'cursor') next.delete('cursor');
    if (value) next.set(key, value);
    else next.delete(key);
    go(path, next);
  };
  try {
    const answer = routes[name];
    if (!answer) throw new Error(`There is no page ${path}.`);
    const asked = [];
    const { title, nodes, asOf } = await answer({ get: asking(parameters, name !== 'status', asked), parameters, choose }, id);
    if (turn !== latest) return;
    const focused = view.contains(document.activeElement) ? document.activeElement.getAttribute('name') : null;
    document.title = `${title} · Rapport`;
    view.replaceChildren(h('h1', {}, title), ...nodes.filter(Boolean));
    if (focused) view.querySelector(`[name="${focused}"]`)?.focus();
    freshness.textContent = said(asOf);
    follow(document.hidden ? undefined : asked[0]);
  } catch (error) {
    if (turn !== latest) return;
    follow();
    view.replaceChildren(h('div', { class: 'problem', role: 'alert' }, h('strong', {}, 'That did not work. '), error.message));
    freshness.textContent = '';
  }
};

moment.addEventListener('change', () => {
  const { path, parameters } = here();
  const { asOf, time } = moment.elements;
  parameters.delete('cursor');
  if (asOf.value) parameters.set('asOf', asOf.value);
  else parameters.delete('asOf');
  if (asOf.value && time.value === 'recorded') parameters.set('time', 'recorded');
  else parameters.delete('time');
  go(path, parameters);
});
moment.addEventListener('reset', () => {
  const { path, parameters } = here();
  for (const key of ['asOf', 'time', 'cursor']) parameters.delete(key);
  go(path, parameters);
});
addEventListener('hashchange', show);
// A browser keeps few connections to one place: a page that nobody sees holds none.
document.addEventListener('visibilitychange', () => (document.hidden ? follow() : void show()));
void show();
