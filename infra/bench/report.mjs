/** What a run came to, for people: pure. */
import Table from 'cli-table3';

const HEAD = ['id', 'what', 'ours', 'raw', 'ratio', 'bar', '', 'µs of CPU each, ours / raw'];
const RATE_HEAD = ['id', 'what', 'rows a second', 'µs of CPU a row', 'peak, MiB', 'bar', ''];
const LATENCY_HEAD = ['id', 'what', 'p50', 'p90', 'p99', 'max', 'bar', '', 'µs of CPU a command'];

/** Two significant digits more than anybody can rely on, and no decimals where they would be noise. */
export const figure = (value) => {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
};

const spread = ({ min, median, max }, show = figure) => `${show(median)} (${show(min)}–${show(max)})`;

/** `met`, `MISSED`, or nothing where there is no bar. */
export const verdictOf = ({ bar, comparison, latencies, rate }) => {
  if (bar === undefined) return undefined;
  if (rate) return rate.perSecond >= (bar.perSecond ?? 0) && rate.peakMiB <= bar.peakMiB;
  if (comparison) return comparison.ratio.median >= bar.ratio;
  return latencies.p50 <= bar.p50 && latencies.p99 <= bar.p99;
};

const verdict = ({ met }) => (met === undefined ? '' : met ? 'met' : 'MISSED');

const what = ({ title, size, bytes, concurrency, durability, notes = [] }) =>
  [title, `${size}; ${bytes}; ${concurrency}`, durability, ...notes].join('\n');

/** Characters of the column that says what was measured: the table should fit where people look at it. */
const WHAT_WIDTH = 52;

const tableOf = (head, rows) => {
  const options = { colWidths: [undefined, WHAT_WIDTH], wordWrap: true, wrapOnWordBoundary: true };
  const table = new Table({ head, style: { head: [], border: [] }, ...options });
  table.push(...rows);
  return table.toString();
};

/** The tables, and what was missed or failed. */
export const textOf = ({ machine, engines, results }) => {
  const compared = results.filter(({ comparison }) => comparison);
  const timed = results.filter(({ latencies }) => latencies);
  const rated = results.filter(({ rate }) => rate);
  const failed = results.filter(({ failure }) => failure !== undefined);
  return [
    `${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}, Node ${machine.node}; load of the last minute ${machine.load}`,
    ...Object.values(engines).map(({ title, kind }) => `${title}: ${kind}`),
    compared.length === 0
      ? ''
      : `\nA second, median (minimum–maximum) of ${compared[0].repetitions} repetitions, ours and raw in turn\n${comparedTable(compared)}`,
    timed.length === 0 ? '' : `\nMilliseconds from when a command was due until it is visible in the read model\n${timedTable(timed)}`,
    rated.length === 0 ? '' : `\nRows a second, and what the process took: of a processor, and of memory at the most\n${ratedTable(rated)}`,
    ...failed.map(({ id, failure }) => `${id} failed: ${failure}`),
    conclusion(results),
  ]
    .filter((line) => line !== '')
    .join('\n');
};

const comparedTable = (rows) =>
  tableOf(
    HEAD,
    rows.map((row) => {
      const { id, bar, comparison } = row;
      const percent = (value) => `${Math.round(value * 100)} %`;
      return [
        id,
        what(row),
        spread(comparison.ours),
        spread(comparison.raw),
        spread(comparison.ratio, percent),
        bar ? `≥ ${percent(bar.ratio)}` : '',
        verdict(row),
        `${figure(comparison.cpu.ours.median)} / ${figure(comparison.cpu.raw.median)}`,
      ];
    }),
  );

const timedTable = (rows) =>
  tableOf(
    LATENCY_HEAD,
    rows.map((row) => {
      const { id, bar, latencies: l } = row;
      return [
        id,
        what(row),
        figure(l.p50),
        figure(l.p90),
        figure(l.p99),
        figure(l.max),
        bar ? `p50 ≤ ${bar.p50}, p99 ≤ ${bar.p99}` : '',
        verdict(row),
        processorText(row),
      ];
    }),
  );

/** One line a process, the dearest first, under their sum. */
const processorText = ({ cpu = [] }) =>
  cpu.length === 0
    ? ''
    : [{ name: 'all', micros: cpu.reduce((sum, { micros }) => sum + micros, 0) }, ...cpu]
        .map(({ name, micros }) => `${figure(micros)} ${name}`)
        .join('\n');

const ratedTable = (rows) =>
  tableOf(
    RATE_HEAD,
    rows.map((row) => {
      const { id, bar, rate } = row;
      const bars = [bar.perSecond && `≥ ${figure(bar.perSecond)}`, `≤ ${bar.peakMiB} MiB`].filter(Boolean).join(', ');
      return [id, what(row), figure(rate.perSecond), figure(rate.microsEach), figure(rate.peakMiB), bars, verdict(row)];
    }),
  );

const conclusion = (results) => {
  const barred = results.filter(({ met }) => met !== undefined);
  const missed = barred.filter(({ met }) => !met).map(({ id }) => id);
  return `\n${barred.length - missed.length} of ${barred.length} bars met${missed.length === 0 ? '.' : `; missed: ${missed.join(', ')}.`}`;
};
