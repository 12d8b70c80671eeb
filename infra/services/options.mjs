/** What `npm run start:services` can be told. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failed } from '../local/errors.mjs';
import { ROOT } from '../toolchain.mjs';

const DEFAULT_PORT = 3000;

/** More of one kind than this is a mistyped number. */
const COUNT_MAX = 16;

export const HELP = `The services as plain processes on real engines, with the commands and variables of docker-compose.yml.

usage: npm run start:services -- [options]

  --workers <n>     command workers (1)
  --apis <n>        command APIs (1)
  --queries <n>     query APIs (1)
  --projectors <n>  of each kind of projector (1)
  --port <port>     port of the first service; the others follow (${DEFAULT_PORT})
  --folder <path>   logs and the stand-in's data (data/services)
  --fresh           remove what earlier starts have kept: events, messages, documents
  --keep-engines    let the engines run on at the end
  --engines-only    start the engines, print their URLs, and wait
  --help

Engines: EVENT_STORE_URL, MESSAGE_BUS_URL and READ_STORE_URL name those to use. What they do not name is started here: Kafka and a
MongoDB-wire server (docs/guides/local-engines.md has their variables), and for EventStoreDB a stand-in that is made for tests.
Also: LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT, and RAPPORT_EVENT_STORE_PORT (12113), the port of the stand-in.

Ctrl-C stops everything in order, a second one at once.`;

/** Reads the arguments. @throws Failed for what is not one */
export const readOptions = (args) => {
  const number = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        workers: number,
        apis: number,
        queries: number,
        projectors: number,
        port: number,
        folder: { type: 'string', default: join(ROOT, 'data', 'services') },
        fresh: flag,
        'keep-engines': flag,
        'engines-only': flag,
        help: flag,
      },
    }));
  } catch (error) {
    throw new Failed(error.message, 'see npm run start:services -- --help');
  }
  const counts = {
    'command-worker': whole('--workers', values.workers, COUNT_MAX),
    'command-api': whole('--apis', values.apis, COUNT_MAX),
    'query-api': whole('--queries', values.queries, COUNT_MAX),
  };
  const projectors = whole('--projectors', values.projectors, COUNT_MAX);
  return {
    help: values.help,
    fresh: values.fresh,
    keepEngines: values['keep-engines'],
    enginesOnly: values['engines-only'],
    folder: resolve(values.folder),
    port: whole('--port', values.port ?? String(DEFAULT_PORT), 65_000),
    count: (name) => counts[name] ?? (name.endsWith('-projector') ? projectors : 1),
  };
};

const whole = (name, text = '1', max) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Failed(`${name} ${text} is out of range`, `give a whole number from 1 to ${max}`);
};
