/** What `npm run bench` can be told. */
import { parseArgs } from 'node:util';

export const HELP = `Benchmarks on the engines: ours beside the raw drivers, in one run.

usage: npm run bench -- [options]

  --only <id,…>        these, or all that begin so: p7, p7.append, p4.engines (all)
  --list               the ids, and what each measures
  --repetitions <n>    of each comparison, ours and raw in turn, at least 3 (5)
  --seconds <n>        that P4 measures, after its warm-up (20); a timed repetition of P7 takes a tenth of it
  --per-second <n>     commands a second of P4, in place of what each states; no bar is held against it then
  --sizes <factor,…>   multiples of the events, messages and documents that each states (1); 0.01 is a quick look
  --json               one JSON document on standard output, in place of the table
  --strict             end with 1 when a bar is missed; otherwise that is only said
  --anyway             also on engines that hold events already
  --help

Engines are started on free ports with fresh data, and removed afterwards. EVENT_STORE_URL, MESSAGE_BUS_URL and READ_STORE_URL name
others: it writes hundreds of thousands of events and messages into them, so name none that anybody needs.`;

const REPETITIONS_MIN = 3;

/** @throws Error for what is not understood */
export const parseOptions = (args) => {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      list: { type: 'boolean', default: false },
      repetitions: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '20' },
      'per-second': { type: 'string' },
      sizes: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      anyway: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    ...values,
    only: values.only.split(',').filter((id) => id !== ''),
    repetitions: number('--repetitions', values.repetitions, REPETITIONS_MIN),
    seconds: number('--seconds', values.seconds, 0.1),
    ...(values['per-second'] && { perSecond: number('--per-second', values['per-second'], 1) }),
    sizes: values.sizes.split(',').map((size) => number('--sizes', size, 0.001)),
  };
};

const number = (name, text, min) => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= min) return value;
  throw new Error(`${name} is ${text}: give a number from ${min}.`);
};

/**
 * The cases whose id is, or begins with, one that was asked for, whole words of it: `p7.append` means `p7.append.one`, and not `p7.appendix`.
 * @throws Error for an id that means none
 */
export const chosen = (cases, only) => {
  const meant = (asked) => cases.filter(({ id }) => id === asked || id.startsWith(`${asked}.`));
  for (const asked of only)
    if (meant(asked).length === 0) throw new Error(`There is no benchmark ${asked}: ${cases.map(({ id }) => id).join(', ')}.`);
  return only.length === 0 ? cases : cases.filter((one) => only.some((asked) => meant(asked).includes(one)));
};
