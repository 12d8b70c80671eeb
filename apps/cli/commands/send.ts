import { v7 as uuidv7 } from 'uuid';
import { type Client } from '../client.js';
import { readInputs, readObject, type Input, type Json } from '../command-input.js';
import { EXIT, Failure, type ExitCode } from '../failure.js';
import { toInstant } from '../import/dates.js';
import { Lanes } from '../import/lanes.js';
import { note, print, printable, printJson, styled, type Terminal } from '../terminal.js';
import { TARGETS, type Answer, type CommandBody } from '../wire.js';
import { examples, wholeNumber, withServer, type Globals, type Setting, type World } from '../world.js';

/** Commands on different targets that are sent at once. */
const CONCURRENCY = 32;
/** Commands read ahead of the oldest one that has no answer yet. */
const IN_FLIGHT_MAX = 1_024;

interface Options extends Globals {
  readonly account?: string;
  readonly employee?: string;
  readonly team?: string;
  readonly portfolio?: string;
  readonly policy?: string;
  readonly data?: string;
  readonly body?: string;
  readonly occurredAt?: string;
  readonly commandId?: string;
  readonly expectedVersion?: number;
  readonly note?: string;
}

/** `rapport send`. */
export const addSend = ({ program, world, action }: Setting): void => {
  program
    .command('send')
    .summary('send a command, or many as JSON lines')
    .description(
      'Sends a command and tells what was decided. Without --command-id a new id is made; with one, sending again has no second effect.',
    )
    .argument('[CommandType]', 'what to do, for example OpenAccount; may stand in the body as "type" instead')
    .option('--account <id>', 'the account that it concerns')
    .option('--employee <id>', '… or the employee')
    .option('--team <id>', '… or the team')
    .option('--portfolio <name>', '… or what holds for the company as a whole: company')
    .option('--policy <name>', '… or the policy')
    .option('--data <json>', 'the data: JSON, @file, or - for standard input')
    .option('--body <json>', 'a whole body with its target, as for POST /v1/commands/<Command>: JSON, @file, or -; JSON lines for many')
    .option('--occurred-at <time>', 'when it happened: a date-time, or a day (default: now)')
    .option('--command-id <id>', 'makes sending it again harmless, from anywhere and at any time')
    .option('--expected-version <n>', 'refuse unless the stream stands at this version', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--note <text>', 'a remark that stays with the facts')
    .addHelpText(
      'after',
      examples(
        [`rapport send OpenAccount --account acme --data '{"name":"Acme"}'`, 'open an account'],
        ['rapport send RecordInteraction --account acme --data @meeting.json --occurred-at 2026-03-01T09:30:00Z', 'data from a file'],
        ['rapport send --body - < commands.ndjson', 'many: {"type":…,"accountId":…,"data":{…}} on each line, one account in order'],
      ),
    )
    .action(
      action(async (type: string | undefined, _options: Options, command: { optsWithGlobals(): Options }) =>
        sendCommands(world, type, command.optsWithGlobals()),
      ),
    );
};

const sendCommands = async (world: World, type: string | undefined, options: Options): Promise<ExitCode> => {
  const inputs = await inputsOf(world.terminal, options);
  const stop = new AbortController();
  const work = async (client: Client): Promise<ExitCode> => {
    const lanes = new Lanes(CONCURRENCY);
    const pending: Promise<Sent>[] = [];
    const told = { accepted: 0, refused: 0, notSent: 0 };
    const tell = async (): Promise<void> => {
      const sent = await pending.shift()!;
      if ('failure' in sent) throw sent.failure;
      told[show(world.terminal, sent, options.json === true)] += 1;
    };
    try {
      for await (const input of inputs) {
        pending.push(dispatch(client, lanes, type, input));
        if (pending.length >= IN_FLIGHT_MAX) await tell();
      }
      while (pending.length > 0) await tell();
    } finally {
      // After a failure nothing may be under way when the connection is closed.
      stop.abort();
      await Promise.all(pending);
    }
    return exitOf(told);
  };
  return withServer(world, options, work, { signal: stop.signal });
};

const exitOf = ({
  accepted,
  refused,
  notSent,
}: {
  readonly accepted: number;
  readonly refused: number;
  readonly notSent: number;
}): ExitCode => {
  if (accepted + refused + notSent === 0) throw new Failure(EXIT.usage, 'There is nothing to send: the input is empty.', WHERE);
  if (accepted + refused === 0) return EXIT.usage;
  return refused + notSent > 0 ? EXIT.rejected : EXIT.ok;
};

const WHERE = 'Name --account, --employee, --team, --portfolio or --policy with --data, or give a whole --body.';

/** Either a body (or many), or one that the options make up. */
const inputsOf = async (terminal: Terminal, options: Options): Promise<AsyncIterable<Input> | readonly Input[]> => {
  const { account, employee, team, portfolio, policy, commandId, expectedVersion, note: remark } = options;
  const target = withoutGaps({ accountId: account, employeeId: employee, teamId: team, portfolio, policy });
  const envelope = withoutGaps({ commandId, expectedVersion, note: remark, occurredAt: instantOf(options.occurredAt) });
  const parts = Object.keys({ ...target, ...envelope, ...withoutGaps({ data: options.data }) }).length;
  const body = options.body ?? (parts === 0 && terminal.in.isTTY !== true ? '-' : undefined);
  if (body !== undefined) {
    if (parts === 0) return readInputs(body, terminal.in);
    throw new Failure(
      EXIT.usage,
      '--body is whole: it has its own target, data and id.',
      'Leave the other options out, or put them into the body.',
    );
  }
  if (Object.keys(target).length !== 1) throw new Failure(EXIT.usage, 'A command has one target.', WHERE);
  const data = options.data === undefined ? {} : await readObject('--data', options.data, terminal.in);
  return [{ line: 1, body: { ...target, ...envelope, data } }];
};

const withoutGaps = (object: Json): Json => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const instantOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const instant = toInstant(text);
  if (instant === undefined) {
    throw new Failure(EXIT.usage, `--occurred-at "${text}" is neither a day nor a date-time.`, 'Write 2026-03-01 or 2026-03-01T09:30:00Z.');
  }
  return instant;
};

type Sent =
  | ({ readonly type: string; readonly target: string } & ({ readonly answer: Answer } | { readonly problem: string }))
  | { readonly failure: unknown };

/** Never throws, because nobody may be waiting yet. */
const dispatch = async (client: Client, lanes: Lanes, argument: string | undefined, input: Input): Promise<Sent> => {
  const at = `line ${input.line}`;
  if ('problem' in input) return { type: argument ?? '', target: at, problem: `${at}: ${input.problem}` };
  const { type: own, ...body } = input.body;
  const type = argument ?? own;
  const target = targetOf(body);
  if (typeof type !== 'string') return { type: '', target, problem: `${at}: no command is named; give one as argument or as "type"` };
  try {
    const answer = await lanes.run([target], async () => client.send(type, { commandId: uuidv7(), ...body } as unknown as CommandBody));
    return { type, target, answer };
  } catch (error) {
    return { failure: error };
  }
};

const targetOf = (body: Json): string => {
  const kind = TARGETS.find((name) => body[name] !== undefined);
  return kind === undefined ? '' : String(body[kind]);
};

/** Tells what became of a command. */
const show = (
  terminal: Terminal,
  sent: Exclude<Sent, { readonly failure: unknown }>,
  json: boolean,
): 'accepted' | 'refused' | 'notSent' => {
  if ('problem' in sent) {
    note(terminal, `Not sent: ${printable(sent.problem)}.`);
    return 'notSent';
  }
  const { type, target, answer } = sent;
  const accepted = answer.outcome === 'ACCEPTED';
  if (json) printJson(terminal, answer);
  else if (accepted) {
    const facts = answer.events.map((event) => event.type).join(', ');
    const what = answer.duplicate ? 'was there already' : facts === '' ? 'nothing was left to do' : facts;
    print(
      terminal,
      `${styled(terminal.out, 'green', 'ACCEPTED')} ${type} ${printable(target)}: version ${answer.version}, ${what} (command ${answer.commandId})`,
    );
  } else {
    const { code, detail, field } = answer.rejection;
    note(
      terminal,
      `${styled(terminal.err, 'red', 'REJECTED')} ${type} ${printable(target)}: ${code}${field === undefined ? '' : ` at ${field}`}. ${printable(detail)}`,
    );
  }
  return accepted ? 'accepted' : 'refused';
};
