#!/usr/bin/env node
/** Real engines for development and tests, on loopback: see docs/guides/local-engines.md. Runs under any Node from 18 on, without packages. */
import { fileURLToPath } from 'node:url';
import { down, freeze, install, kill, status, thaw, up, wipe } from './engine.mjs';
import { Failed } from './errors.mjs';
import { kafka } from './kafka.mjs';
import { secantus } from './secantus.mjs';
import { describeSettings, environment, settingsFrom } from './settings.mjs';

const MAKERS = { kafka, mongo: secantus };
const ALIASES = { mongodb: 'mongo' };

const print = (line) => process.stdout.write(`${line}\n`);

const ACTIONS = {
  install,
  up,
  down,
  kill,
  freeze,
  thaw,
  wipe,
  url: async () => {},
  status: async () => {},
};

const HELP = `Engines for development and tests, on loopback.

usage: node infra/local/engines.mjs <action> [kafka|mongo …] [--json]

  up       install what is missing, start, wait until it answers
  install  install only
  down     stop
  kill     end it at once, as a crash would (SIGKILL)
  freeze   stop the process in its tracks (SIGSTOP); thaw lets it go on
  wipe     stop, and remove data and logs
  url      print the URL
  status   print what runs where; ends with 1 unless all are up

Without a name both are meant. --json prints one list of what there is, after the action.

Variables:
${describeSettings()}

Instances on different ports stand side by side: each has a folder of its own for data and log.`;

/** An engine by name and settings. */
export const engineOf = (name, settings) => MAKERS[name](settings);

const main = async (args) => {
  const json = args.includes('--json');
  const [action = '--help', ...names] = args.filter((arg) => arg !== '--json');
  if (['--help', '-h', 'help'].includes(action)) return print(HELP);
  const wanted = (names.length === 0 ? Object.keys(MAKERS) : names).map((name) => ALIASES[name] ?? name);
  const strange = [action, ...wanted].find((word, index) => !(word in (index === 0 ? ACTIONS : MAKERS)));
  if (strange !== undefined) {
    process.exitCode = 2;
    return process.stderr.write(`engines: what is ${strange}? See node infra/local/engines.mjs --help\n`);
  }
  const engines = wanted.map((name) => engineOf(name, settingsFrom(environment())));
  const results = await Promise.allSettled(engines.map(async (engine) => ACTIONS[action](engine, sayer(engine.name))));
  results.forEach((result, index) => result.status === 'rejected' && complain(wanted[index], result.reason));
  await tell(action, engines, results, json);
};

const sayer = (name) => (line) => process.stderr.write(`engines: ${name}: ${line}\n`);

const complain = (name, error) => {
  process.exitCode = 1;
  sayer(name)(error instanceof Failed ? error.message : error.stack);
};

const tell = async (action, engines, results, json) => {
  const statuses = await Promise.all(engines.map(status));
  if (action === 'status' && statuses.some(({ answers }) => !answers)) process.exitCode = 1;
  if (json) return print(JSON.stringify(statuses));
  if (action === 'status') return statuses.forEach((one) => print(lineOf(one)));
  if (action !== 'url' && action !== 'up') return undefined;
  return statuses.filter((_, index) => results[index].status === 'fulfilled').forEach(({ url }) => print(url));
};

const lineOf = ({ name, version, url, installed, pid, answers, log }) => {
  const state = pid === null ? (installed ? 'down' : 'not installed') : answers ? `up, process ${pid}` : `process ${pid} does not answer`;
  return `${name} ${version}: ${state}\n  ${url}\n  log ${log}`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])
    process.on(name, () => process.exit(code));
  await main(process.argv.slice(2)).catch((error) => complain('', error));
}
