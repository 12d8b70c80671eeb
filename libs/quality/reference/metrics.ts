import { type MetricRules, METRICS } from '#libs/platform/metrics/catalogue.js';
import { code, page, table } from './markdown.js';

/** Every metric with its kind, its labels and what it says. */
export const renderMetrics = (): string =>
  page(
    '# Metrics',
    'At `GET /metrics` of every service, in the text format of Prometheus. A service shows what it has: a projector no commands, a command worker no lag of read models. Beside these stand what Node says of the process, `process_…` and `nodejs_…`. What each is good for, and the alerts: [observability](../operations/observability.md).',
    table(
      ['metric', 'kind', 'labels', 'meaning'],
      (Object.entries(METRICS) as [string, MetricRules][]).map(([name, { kind, labels, help }]) => [
        code(name),
        kind,
        labels.map(code).join(' '),
        help,
      ]),
    ),
  );
