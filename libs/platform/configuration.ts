import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { ValidateBy, validateSync } from 'class-validator';
import { urlWithoutSecrets } from '#libs/kernel/secrets.js';

/** Levels of logging, the quietest first. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a variable means and allows: the one source of its check, of `.env.example` and of the reference. */
export interface SettingRules {
  readonly meaning: string;
  readonly allowed: string;
  readonly accepts: (text: string) => boolean;
}

/** A variable with its rules and its default. */
export interface Setting extends SettingRules {
  readonly name: string;
  readonly fallback: string;
}

const rulesByName = new Map<string, SettingRules>();

const Variable =
  (rules: SettingRules): PropertyDecorator =>
  (target, name) => {
    rulesByName.set(String(name), rules);
    const validator = { validate: (text: string) => rules.accepts(text), defaultMessage: () => rules.allowed };
    ValidateBy({ name: 'setting', validator })(target, name);
  };

/** A URL of an embedded file, of an engine, or nothing. What stands behind the scheme is read by who opens it. */
const url = (embedded: string, engines: readonly string[]): Omit<SettingRules, 'meaning'> => ({
  allowed: `${embedded}:<file>, or ${embedded}: or nothing for a file under DATA_DIR; ${engines.map((scheme) => `${scheme}://<host>`).join(' or ')}`,
  accepts: (text) =>
    text === ''
    || text === `${embedded}:`
    || [`${embedded}:`, ...engines.map((scheme) => `${scheme}://`)].some(
      (start) => text.startsWith(start) && /^\S/.test(text.slice(start.length)),
    ),
});

/** A whole number between bounds, both allowed. */
const whole = (least: number, most: number): Pick<SettingRules, 'allowed' | 'accepts'> => ({
  allowed: `a whole number from ${least} to ${most}`,
  accepts: (text) => /^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= most,
});

/** Partitions and copies of a topic that can be asked for; more than this is a mistyped number. */
const PARTITIONS_MAX = 1_000;
const REPLICAS_MAX = 9;

/** The environment as text, with its defaults. Nothing else reads `process.env`. */
class Environment {
  @Variable({
    meaning: 'Port of the HTTP server.',
    allowed: 'a whole number from 0 (any free port) to 65535',
    accepts: (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
  })
  PORT = '3000';

  @Variable({
    meaning: 'Address that the HTTP server listens on; 0.0.0.0 is every network that this machine is in.',
    allowed: 'localhost, or an IPv4 or IPv6 address',
    accepts: (text) => text === 'localhost' || isIP(text) !== 0,
  })
  HOST = '127.0.0.1';

  @Variable({
    meaning: 'Directory of the embedded files; made when it is missing.',
    allowed: 'a path without line breaks or NUL',
    accepts: (text) => text.trim() !== '' && !/[\n\r]/.test(text) && !text.includes('\0'),
  })
  DATA_DIR = './data';

  @Variable({
    meaning: 'Whether an empty log is filled with the demonstration portfolio at the first start.',
    allowed: 'on or off',
    accepts: (text) => text === 'on' || text === 'off',
  })
  DEMO = 'on';

  @Variable({ meaning: 'Where the events are, the truth.', ...url('sqlite', ['esdb', 'esdb+discover']) })
  EVENT_STORE_URL = '';

  @Variable({
    meaning: 'What carries commands in and outcomes out. An in-process bus serves one process.',
    ...url('in-process', ['kafka', 'kafka+tls']),
  })
  MESSAGE_BUS_URL = '';

  @Variable({
    meaning: 'Where the read models are, which can be rebuilt, and the outcomes of commands, which cannot.',
    ...url('sqlite', ['mongodb', 'mongodb+srv']),
  })
  READ_STORE_URL = '';

  @Variable({
    meaning: 'Whether the process that holds all services also publishes every event for other services; the service relay always does.',
    allowed: 'on or off; on an in-process bus nobody else could hear them',
    accepts: (text) => text === 'on' || text === 'off',
  })
  RELAY = 'off';

  @Variable({
    meaning: 'What is worth a line of the log, which goes to standard error as JSON.',
    allowed: LOG_LEVELS.join(', '),
    accepts: (text) => LOG_LEVELS.includes(text as LogLevel),
  })
  LOG_LEVEL = 'info';

  @Variable({
    meaning: 'Partitions of a topic that is created: commands of one account stay in one of them, and as many workers share the work.',
    ...whole(1, PARTITIONS_MAX),
  })
  TOPIC_PARTITIONS = '8';

  @Variable({ meaning: 'Copies of a topic that is created, on as many brokers.', ...whole(1, REPLICAS_MAX) })
  TOPIC_REPLICATION = '1';

  @Variable({
    meaning: 'Name of this process in logs, metrics and traces, where several run the same service; nothing is host name and process id.',
    allowed: 'nothing, or 1 to 64 letters, digits and . _ -',
    accepts: (text) => /^[A-Za-z0-9._-]{0,64}$/.test(text),
  })
  INSTANCE = '';

  @Variable({
    meaning: 'Where traces go, the address of an OpenTelemetry collector (OTLP over HTTP); nothing switches tracing off.',
    allowed: 'nothing, or http://<host>:<port> or https://<host>',
    accepts: (text) => text === '' || /^https?:\/\/\S+$/.test(text),
  })
  OTEL_EXPORTER_OTLP_ENDPOINT = '';

  @Variable({
    meaning: 'Share of the traces that begin here and are recorded; one that began elsewhere goes on as it was decided there.',
    allowed: 'a number from 0 to 1',
    accepts: (text) => /^(0|1|0?\.\d{1,6}|1\.0+)$/.test(text),
  })
  OTEL_TRACES_SAMPLER_ARG = '1';
}

/** The configuration as the program uses it. */
export interface Configuration {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly demo: boolean;
  readonly eventStoreUrl: string;
  readonly messageBusUrl: string;
  readonly readStoreUrl: string;
  /** For the process that holds all services. */
  readonly relay: boolean;
  readonly logLevel: LogLevel;
  /** Of topics that are created. */
  readonly topicPartitions: number;
  readonly topicReplication: number;
  /** Tells this process from others of the same service. */
  readonly instance: string;
  /** Absent: no traces. */
  readonly traceEndpoint?: string;
  /** 0…1. */
  readonly traceRatio: number;
}

/** Variables that are not what they may be: each with its name, its value and what is allowed. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the configuration, by default from the environment; variables that it lacks may stand in the file `.env` of the working
 * directory. A variable that is empty counts as not given.
 * @throws ConfigurationError that names every wrong variable
 */
export const readConfiguration = (given: Readonly<Record<string, string | undefined>> = environment()): Configuration => {
  const texts = new Environment();
  for (const { name } of settings()) {
    const text = given[name];
    if (text !== undefined && text !== '') texts[name as keyof Environment] = text;
  }
  const wrong = validateSync(texts, { forbidUnknownValues: true });
  if (wrong.length > 0) {
    const lines = wrong.map(({ property, value, constraints }) => `${property} is ${shown(value)}; allowed: ${constraints!['setting']}.`);
    throw new ConfigurationError(lines.join('\n'));
  }
  const dataDir = resolve(texts.DATA_DIR);
  return {
    port: Number(texts.PORT),
    host: texts.HOST,
    dataDir,
    demo: texts.DEMO === 'on',
    eventStoreUrl: withFile(texts.EVENT_STORE_URL, 'sqlite:', join(dataDir, 'events.db')),
    messageBusUrl: withFile(texts.MESSAGE_BUS_URL, 'in-process:', join(dataDir, 'bus.db')),
    readStoreUrl: withFile(texts.READ_STORE_URL, 'sqlite:', join(dataDir, 'read-models.db')),
    relay: texts.RELAY === 'on',
    logLevel: texts.LOG_LEVEL as LogLevel,
    topicPartitions: Number(texts.TOPIC_PARTITIONS),
    topicReplication: Number(texts.TOPIC_REPLICATION),
    instance: texts.INSTANCE || `${hostname()}-${process.pid}`,
    ...(texts.OTEL_EXPORTER_OTLP_ENDPOINT === '' ? {} : { traceEndpoint: texts.OTEL_EXPORTER_OTLP_ENDPOINT }),
    traceRatio: Number(texts.OTEL_TRACES_SAMPLER_ARG),
  };
};

/** The URL, or that of the default file where it names none. */
const withFile = (given: string, embedded: string, file: string): string => (given === '' || given === embedded ? embedded + file : given);

/** Every variable with its rules and its default. */
export const settings = (): readonly Setting[] => {
  const defaults = new Environment();
  return [...rulesByName].map(([name, rules]) => ({ name, fallback: defaults[name as keyof Environment], ...rules }));
};

/** The text of `.env.example`. */
export const exampleEnvironment = (): string => {
  const blocks = settings().map(({ name, fallback, meaning, allowed }) => `# ${meaning}\n# Allowed: ${allowed}.\n#${name}=${fallback}\n`);
  return ['# Copy to .env and remove the # before what you change. Generated from libs/platform/configuration.ts.\n', ...blocks].join('\n');
};

const shown = (value: string): string => JSON.stringify(urlWithoutSecrets(value));

const environment = (): Readonly<Record<string, string | undefined>> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
};
