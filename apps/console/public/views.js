import { badge, card, choice, count, day, h, money, share, table } from './dom.js';

const accountLink = (id, name = id) => h('a', { href: `#/accounts/${encodeURIComponent(id)}` }, name);
const stage = (line) => [badge(line.stage), line.gap === 'stated-higher' ? badge('evidence is behind', 'warn') : ''];
const standing = (line) =>
  line.status === 'open' ? (line.standing === 'customer' ? '' : badge(line.standing)) : badge(line.status, 'warn');
const any = (words) => [['', 'any'], ...words.map((word) => [word, word])];

/** @typedef {{ get(path: string, parameters?: Record<string, string | undefined>): Promise<any>, parameters: URLSearchParams, choose(name: string, value: string): void }} Place */

/** The portfolio. @param {Place} place */
export const portfolio = async ({ get, parameters, choose }) => {
  const [chosen, cursor] = [(name) => parameters.get(name) ?? '', parameters.get('cursor') ?? undefined];
  const answer = await get('/v1/accounts', {
    stage: chosen('stage'),
    riskLevel: chosen('riskLevel'),
    owner: chosen('owner'),
    sort: chosen('sort'),
    limit: '50',
    cursor,
  });
  const columns = [
    { title: 'Account', cell: (line) => accountLink(line.accountId, line.name) },
    { title: 'Stage', cell: stage },
    { title: 'Days in stage', number: true, cell: (line) => count(line.daysInStage) },
    { title: 'Owner', cell: (line) => line.owner ?? h('span', { class: 'muted' }, 'nobody') },
    { title: 'Risk', cell: (line) => [line.riskLevel ? badge(line.riskLevel) : '', standing(line)] },
    { title: 'Last contact', cell: (line) => day(line.lastInteractionAt) },
    { title: 'Orders', number: true, cell: (line) => count(line.orders) },
    { title: 'Net sales', number: true, cell: (line) => money(line.netSales) },
  ];
  const sorts = [
    ['', 'name'],
    ['-since', 'newest in stage'],
    ['since', 'longest in stage'],
    ['lastInteractionAt', 'longest without contact'],
  ];
  const filters = h(
    'div',
    { class: 'filters' },
    choice('Stage', 'stage', any(['transactional', 'value', 'strategic']), chosen('stage'), choose),
    choice('Risk', 'riskLevel', any(['watch', 'elevated', 'critical']), chosen('riskLevel'), choose),
    choice('Sort by', 'sort', sorts, chosen('sort'), choose),
  );
  const more = answer.next && h('p', {}, h('button', { click: () => choose('cursor', answer.next) }, 'Next page'));
  return { asOf: answer.asOf, title: 'Portfolio', nodes: [filters, table(columns, answer.items, 'No account matches.'), more] };
};

/** One account. @param {Place} place @param {string} id */
export const account = async ({ get, choose, parameters }, id) => {
  const path = `/v1/accounts/${encodeURIComponent(id)}`;
  const [line, maturity, promises, timeline] = await Promise.all([
    get(path),
    get(`${path}/maturity`),
    get(`${path}/promises`, { limit: '200' }),
    get(`${path}/timeline`, { limit: '50', cursor: parameters.get('cursor') ?? undefined }),
  ]);
  const facts = [
    card(line.stage, `stated since ${day(line.since)}`),
    card(
      maturity.supported ? maturity.supported.stage : 'not assessed',
      maturity.supported ? `supported, ${maturity.supported.score} of 24 points: ${maturity.supported.band}` : 'supported by evidence',
    ),
    card(line.owner ?? 'nobody', line.backup ? `owner; backup ${line.backup}` : 'owner, no backup'),
    card(money(line.netSales), `${count(line.orders)} orders`),
    card(line.riskLevel ?? 'none', line.standing === 'customer' ? 'churn risk' : `churn risk; ${line.standing}`),
  ];
  const parked = Math.max(...[line, maturity, promises, timeline].map(({ asOf }) => asOf.parked ?? 0));
  return {
    asOf: { ...line.asOf, parked },
    title: line.name,
    nodes: [
      h('div', { class: 'cards' }, ...facts),
      h('h2', {}, 'Way through the stages'),
      track(maturity.stays),
      h('h2', {}, `Promises (${promises.items.length}${promises.next ? '+' : ''})`),
      table(promiseColumns, promises.items, 'Nothing was promised.'),
      h('h2', {}, 'Timeline'),
      h('ul', { class: 'timeline' }, ...timeline.items.map(entry)),
      timeline.next && h('p', {}, h('button', { click: () => choose('cursor', timeline.next) }, 'Earlier')),
    ],
  };
};

const track = (stays) =>
  h(
    'div',
    { class: 'track' },
    ...stays.map((stay) => {
      const part = h(
        'div',
        { class: stay.state, title: `${stay.state} from ${day(stay.entered)}, ${Math.round(stay.days)} days` },
        `${stay.state} · ${Math.round(stay.days)} d`,
      );
      part.style.flexGrow = String(Math.max(1, stay.days));
      return part;
    }),
  );

const promiseState = (promise) =>
  promise.overdue
    ? badge(`overdue ${promise.daysOverdue} d`, 'overdue')
    : promise.late
      ? badge(`kept ${promise.daysLate} d late`, 'late')
      : badge(promise.status);

const promiseColumns = [
  { title: 'Promise', cell: (promise) => promise.what },
  { title: 'Due', cell: (promise) => promise.due },
  { title: 'State', cell: promiseState },
  { title: 'By', cell: (promise) => promise.credit.employeeId ?? '–' },
];

const entry = (item) =>
  h(
    'li',
    {},
    h('time', { datetime: item.at }, day(item.at)),
    h(
      'div',
      {},
      h('strong', {}, item.title),
      ` ${item.summary} `,
      item.retractedBy && badge('retracted', 'bad'),
      item.correctedBy && badge('corrected', 'warn'),
      h(
        'div',
        { class: 'muted' },
        [`by ${item.actor}`, item.policy && `under ${item.policy}`, item.note && `“${item.note}”`].filter(Boolean).join(' · '),
      ),
    ),
  );

/** The stage board. @param {Place} place */
export const stages = async ({ get }) => {
  const answer = await get('/v1/stages');
  const columns = [
    { title: 'From', cell: (move) => badge(move.from) },
    { title: 'To', cell: (move) => badge(move.to) },
    { title: 'Times', number: true, cell: (move) => count(move.count) },
    { title: 'Of all moves from there', number: true, cell: (move) => share(move.share) },
    { title: 'Against the evidence', number: true, cell: (move) => count(move.overrides) },
  ];
  const stays = [
    { title: 'Stage', cell: (stay) => badge(stay.state) },
    { title: 'Stays that ended', number: true, cell: (stay) => count(stay.completed) },
    { title: 'Stays that last', number: true, cell: (stay) => count(stay.censored) },
    {
      title: 'Median days (Kaplan–Meier)',
      number: true,
      cell: (stay) => (stay.medianDays === undefined ? 'not reached' : count(Math.round(stay.medianDays))),
    },
  ];
  return {
    asOf: answer.asOf,
    title: 'Stages',
    nodes: [
      h(
        'div',
        { class: 'cards' },
        ...answer.columns.map((column) =>
          card(count(column.accounts), `${column.stage}${column.statedHigher ? `, ${column.statedHigher} ahead of the evidence` : ''}`),
        ),
      ),
      h('h2', {}, 'Moves'),
      table(columns, answer.transitions, 'No account has changed its stage.'),
      h('h2', {}, 'Time in stage'),
      table(stays, answer.stays),
    ],
  };
};

/** One share a currency; a dash where nothing was sold in the span before. */
const retention = (row, kind) => {
  const each = Object.entries(row.retention?.byCurrency ?? {}).filter(([, shares]) => shares !== null);
  return each.map(([currency, shares]) => `${share(shares[kind])}${each.length > 1 ? ` ${currency}` : ''}`).join(', ') || '–';
};

const retained = [
  { title: 'Retention: gross', number: true, cell: (row) => retention(row, 'gross') },
  { title: 'net', number: true, cell: (row) => retention(row, 'net') },
  { title: 'accounts', number: true, cell: (row) => share(row.retention?.logo ?? null) },
];

/** Team KPIs. @param {Place} place */
export const kpis = async ({ get, parameters, choose }) => {
  const [by, period] = [parameters.get('by') ?? 'company', parameters.get('period') ?? 'quarter'];
  const answer = await get('/v1/kpis', { by, period, limit: '500' });
  const sales = (row) => Math.max(0, ...row.netSales.map(({ amount }) => Number(amount)));
  const largest = Math.max(1, ...answer.items.map(sales));
  const bar = (row) => {
    const node = h('span', { class: 'bar' });
    node.style.width = `${(100 * sales(row)) / largest}%`;
    return h('div', { class: 'bars' }, node);
  };
  const columns = [
    ...(by === 'company' ? [] : [{ title: by, cell: (row) => row.name ?? row.key }]),
    { title: 'Period', cell: (row) => h('span', { class: 'whole' }, row.complete ? row.period : `${row.period} *`) },
    { title: 'Net sales', number: true, cell: (row) => money(row.netSales) },
    { title: '', cell: bar },
    ...(period === 'month' ? [] : retained),
    { title: 'Orders', number: true, cell: (row) => count(row.orders) },
    { title: 'Promises made', number: true, cell: (row) => count(row.promises.made) },
    { title: 'kept', number: true, cell: (row) => count(row.promises.kept) },
    { title: 'of them late', number: true, cell: (row) => count(row.promises.keptLate) },
    { title: 'overdue', number: true, cell: (row) => count(row.promises.overdue) },
    { title: 'open at its end', number: true, cell: (row) => count(row.promises.open) },
    { title: 'Interactions', number: true, cell: (row) => count(row.interactions.recorded) },
  ];
  const groups = ['company', 'team', 'employee', 'territory'].map((word) => [word, word]);
  const periods = ['month', 'quarter', 'year'].map((word) => [word, word]);
  return {
    asOf: answer.asOf,
    title: 'Key performance indicators',
    nodes: [
      h('div', { class: 'filters' }, choice('By', 'by', groups, by, choose), choice('Period', 'period', periods, period, choose)),
      ...answer.totals.filter(saysSomething).flatMap((total) => summary(total, by)),
      h('h2', {}, `By ${period}`),
      table(columns, answer.items.filter(saysSomething)),
    ],
  };
};

const saysSomething = (row) => row.key !== 'unassigned' || row.orders + row.promises.made + row.interactions.recorded > 0;

const summary = (total, by) => [
  by === 'company' ? null : h('h2', {}, total.name ?? total.key),
  h(
    'div',
    { class: 'cards' },
    card(money(total.netSales), `net sales, ${total.period.replace('..', ' to ')}`),
    card(
      count(total.promises.kept),
      `promises kept, ${count(total.promises.keptLate)} of them late, ${count(total.promises.overdue)} overdue`,
    ),
    card(share(total.promises.inTimeRate), 'of promises kept in time, overdue ones counted against it'),
    ...total.concentration
      .filter((group) => group.accounts > 1)
      .map((group) =>
        card(
          share(group.topShare),
          `of net sales from the top ${Math.min(group.top.length, group.accounts)} of ${group.accounts} accounts`,
        ),
      ),
  ),
];

/** Where everything stands. @param {Place} place */
export const status = async ({ get }) => {
  const answer = await get('/v1/status');
  const columns = [
    { title: 'Read model', cell: (model) => `${model.name}@${model.version}` },
    { title: 'Service', cell: (model) => model.service },
    { title: 'Events behind', number: true, cell: (model) => count(model.asOf.lagEvents) },
    { title: 'Behind by', number: true, cell: (model) => `${count(model.asOf.lagMs)} ms` },
    { title: 'Parked streams', number: true, cell: (model) => count(model.parked) },
  ];
  const parked = [
    { title: 'Stream', cell: (item) => item.stream },
    { title: 'Read model', cell: (item) => item.collection },
    { title: 'From version', number: true, cell: (item) => count(item.fromVersion) },
    { title: 'Events waiting', number: true, cell: (item) => count(item.count) },
    { title: 'Why', cell: (item) => item.error },
  ];
  return {
    asOf: answer.asOf,
    title: 'Status',
    nodes: [
      h(
        'p',
        {},
        badge(answer.status, answer.status === 'caught-up' ? 'good' : 'warn'),
        ` log at ${answer.log.position ?? 'its beginning'}, last event recorded ${answer.log.recordedAt ?? 'never'}`,
      ),
      table(columns, answer.readModels),
      h('h2', {}, 'Parked'),
      table(parked, answer.parked, 'Nothing is parked: every event is folded.'),
    ],
  };
};
