import { InvalidArgumentError } from 'commander';
import { v7 } from 'uuid';
import { isMonth } from '#libs/kernel/calendar.js';
import { catchUp } from '../catch-up.js';
import { type Client } from '../client.js';
import { EXIT, Failure, type ExitCode } from '../failure.js';
import { inProcessDoor, type Door } from '../in-process-door.js';
import { progressBar } from '../progress.js';
import { note, print, printable, printJson } from '../terminal.js';
import { type Refusal } from '../wire.js';
import { count } from '../words.js';
import { examples, withServer, type Globals, type Setting, type World } from '../world.js';

/** Accounts that are reviewed at once by a server; in one process, where what is decided together is written to the disk together. */
const CONCURRENCY = 32;
const CONCURRENCY_IN_PROCESS = 256;
/** Accounts that one request lists. */
const PAGE = 500;

/** What the reviews say that they come from. */
const SOURCE = 'rapport-review';

/** Accounts that are told one by one. */
const TOLD_MAX = 10;

/** Refusals that say that there was nothing to review: no fault of anybody. */
const NOT_THEN = new Set(['ACCOUNT_LOST', 'REVIEW_BEFORE_OPENING']);

interface Options extends Globals {
  readonly month: string;
  readonly account?: readonly string[];
}

/** What a run came to. */
interface Run {
  readonly month: string;
  readonly accounts: number;
  /** A review was made, the first of the month or one that supersedes it. */
  reviewed: number;
  /** The facts come to what the last review of the month says. */
  unchanged: number;
  /** Was not with us at the end of the month. */
  notThen: number;
  readonly refused: ({ readonly accountId: string } & Refusal)[];
  interrupted: boolean;
  seconds: number;
}

/** `rapport review`. */
export const addReview = ({ program, world, action }: Setting): void => {
  program
    .command('review')
    .summary('review the relationship of all open accounts for a month')
    .description(
      'Scores the six items of maturity of every open account from what had happened by the end of a month, and records it. '
        + 'Repeating it changes nothing; where facts were told late, a new review takes the place of the old one.',
    )
    .requiredOption('--month <month>', 'a month that is over, 2026-10', readMonth)
    .option('--account <id>', 'only this one; may be repeated', (id: string, before: readonly string[] = []) => [...before, id])
    .addHelpText(
      'after',
      examples(
        ['rapport review --month 2026-10', 'all open accounts; in the first days of a month for the one before'],
        ['rapport review --month 2026-10 --account acme', 'one'],
      ),
    )
    .action(action(async (_options: Options, command: { optsWithGlobals(): Options }) => review(world, command.optsWithGlobals())));
};

const readMonth = (text: string): string => {
  if (!isMonth(text)) throw new InvalidArgumentError('Expected a month such as 2026-10.');
  return text;
};

const review = (world: World, options: Options): Promise<ExitCode> => {
  const stop = new AbortController();
  return withServer(
    world,
    options,
    async (client, { handler }) => {
      const accountIds = options.account ?? (await openAccounts(client));
      const door = handler === undefined ? client : inProcessDoor(handler, options.actor ?? world.userName ?? 'review');
      const run = await reviewAll(world, {
        door,
        accountIds,
        month: options.month,
        stop,
        lanes: handler === undefined ? CONCURRENCY : CONCURRENCY_IN_PROCESS,
      });
      tell(world, run, options.json === true);
      if (run.interrupted) return EXIT.interrupted;
      await catchUp(client, world.terminal);
      return run.refused.length > 0 ? EXIT.rejected : EXIT.ok;
    },
    { signal: stop.signal },
  );
};

const openAccounts = async (client: Client): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { items } of client.pages<{ readonly accountId: string }>('/v1/accounts', { status: 'open', limit: PAGE }))
    ids.push(...items.map(({ accountId }) => accountId));
  return ids;
};

interface Work {
  readonly door: Pick<Door, 'send'>;
  readonly accountIds: readonly string[];
  readonly month: string;
  readonly stop: AbortController;
  readonly lanes: number;
}

const reviewAll = async ({ terminal, onInterrupt }: World, { door, accountIds, month, stop, lanes }: Work): Promise<Run> => {
  const run: Run = {
    month,
    accounts: accountIds.length,
    reviewed: 0,
    unchanged: 0,
    notThen: 0,
    refused: [],
    interrupted: false,
    seconds: 0,
  };
  const begun = performance.now();
  const bar = progressBar(terminal.err, `Reviews of ${month}`);
  const forget = onInterrupt(() => {
    note(terminal, 'Stopping: reviews under way are finished first (Ctrl-C again ends at once).');
    stop.abort();
  });
  const waiting = accountIds.values();
  let done = 0;
  const lane = async (): Promise<void> => {
    for (const accountId of waiting) {
      if (stop.signal.aborted) return;
      const answer = await door.send('ReviewRelationship', { commandId: v7(), source: SOURCE, accountId, data: { month } });
      if (answer.outcome === 'REJECTED') refused(run, accountId, answer.rejection);
      else run[answer.events.length > 0 ? 'reviewed' : 'unchanged'] += 1;
      done += 1;
      bar.update(done, accountIds.length, () => count(done, 'account'));
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    bar.stop();
    forget();
  }
  run.interrupted = stop.signal.aborted;
  run.seconds = Math.round(performance.now() - begun) / 1_000;
  return run;
};

const refused = (run: Run, accountId: string, rejection: Refusal): void => {
  // It would be said of every account.
  if (rejection.code === 'MONTH_NOT_OVER') throw new Failure(EXIT.usage, `Nothing was reviewed. ${rejection.detail}`);
  if (NOT_THEN.has(rejection.code)) run.notThen += 1;
  else run.refused.push({ accountId, ...rejection });
};

const tell = ({ terminal }: World, run: Run, json: boolean): void => {
  if (json) {
    printJson(terminal, run);
    return;
  }
  const { month, accounts, reviewed, unchanged, notThen, refused: faults } = run;
  const more = [
    `${reviewed} reviewed`,
    `${unchanged} as reviewed before`,
    ...(notThen > 0 ? [`${notThen} not with us at the end of it`] : []),
    ...(faults.length > 0 ? [`${faults.length} refused`] : []),
  ];
  print(terminal, `${month}, ${count(accounts, 'account')}: ${more.join(', ')}.`);
  for (const { accountId, code, detail } of faults.slice(0, TOLD_MAX))
    note(terminal, `${printable(accountId)}: ${code}. ${printable(detail)}`);
  if (faults.length > TOLD_MAX) note(terminal, `… and ${faults.length - TOLD_MAX} more; --json tells all.`);
};
