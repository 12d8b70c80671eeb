/** `npm run bench`: see docs/operations/benchmarks.md. */
import { textOf, verdictOf } from './report.mjs';
import { cases } from './cases.mjs';
import { compare } from './compare.mjs';
import { createEngines } from './engines.mjs';
import { machineFacts } from './machine.mjs';
import { chosen, HELP, parseOptions } from './options.mjs';

/** The part of `--seconds` that a timed repetition of a comparison takes. */
const REPETITION_SHARE = 0.1;

const say = (line) => process.stderr.write(`bench: ${line}\n`);

const engines = createEngines(say);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])
  process.once(signal, () => {
    say('stops the engines');
    void engines.stop().finally(() => process.exit(code));
  });

const main = async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return print(HELP);
  const wanted = chosen(cases, options.only);
  if (options.list) return print(wanted.map(({ id, title }) => `${id.padEnd(20)} ${title}`).join('\n'));
  const machine = machineFacts();
  const results = [];
  for (const one of wanted)
    for (const scale of options.sizes) results.push(await measured(one, { ...options, scale, key: `${results.length}` }));
  const report = { machine, engines: await engines.facts(), options, results };
  print(options.json ? JSON.stringify(report, undefined, 2) : textOf(report));
  if (results.some(({ failure }) => failure !== undefined) || (options.strict && results.some(({ met }) => met === false)))
    process.exitCode = 1;
  return undefined;
};

const print = (text) => process.stdout.write(`${text}\n`);

/** What a case came to, or why it came to nothing: the others go on. */
const measured = async (one, { scale, key, seconds, perSecond, repetitions, anyway }) => {
  const { id, title, bytes, concurrency, durability, notes, needs } = one;
  const bar = perSecond === undefined || one.perSecond === undefined ? one.bar : undefined;
  const tell = (line) => say(`${id}: ${line}`);
  tell(title);
  const facts = { id, title, ...(bar && { bar }), bytes, concurrency, durability, ...(notes && { notes }), scale };
  try {
    const found = await Promise.all(needs.map(async (name) => [name, await engines.of(name)]));
    const urls = Object.fromEntries(found.map(([name, { url }]) => [name, url]));
    const isOurs = found.every(([, engine]) => engine.isOurs);
    const pids = Object.fromEntries(found.flatMap(([, engine]) => (engine.pid === undefined ? [] : [[engine.title, engine.pid]])));
    const context = { urls, pids, isOurs, anyway, scale, key, tell };
    const result = one.run
      ? await one.run({ ...context, seconds, perSecond: perSecond ?? one.perSecond })
      : await compared(one, { ...context, seconds: seconds * REPETITION_SHARE }, repetitions);
    const met = verdictOf({ ...facts, ...result });
    return { ...facts, ...result, ...(met === undefined ? {} : { met }) };
  } catch (error) {
    tell(`failed: ${error.stack}`);
    return { ...facts, failure: error.message };
  }
};

const compared = async (one, context, repetitions) => {
  const { size, ours, raw, close } = await one.open(context);
  try {
    return { size, ...(await compare({ ours, raw }, repetitions, context.tell)) };
  } finally {
    await close();
  }
};

try {
  await main();
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
} finally {
  await engines.stop();
}
