import { EXIT, type ExitCode } from '../failure.js';
import { renderItems } from '../item-table.js';
import { note, print, printJson } from '../terminal.js';
import { count } from '../words.js';
import { examples, withServer, type Globals, type Setting, type World } from '../world.js';

/** A command that could not be decided, as the server lists it. */
interface DeadLetter {
  readonly commandId: string;
  readonly detail: string;
  readonly message?: { readonly value: string };
}

/** Which one: the source where several senders have used the id. */
interface Meant {
  readonly id: string;
  readonly source?: string;
}

type Act = (world: World, globals: Globals, meant: Meant) => Promise<ExitCode>;

/** Of a letter those fields that fit on a screen; `--json` has them all. */
const FIELDS = ['commandId', 'source', 'type', 'accountId', 'employeeId', 'teamId', 'policy', 'code', 'since', 'detail'];

interface Options {
  readonly source?: string;
}

const PATH = '/v1/dead-letters';

/** `rapport dead-letters`, with `list`, `show` and `retry`. */
export const addDeadLetters = ({ program, world, action }: Setting): void => {
  const letters = program
    .command('dead-letters')
    .summary('commands that could not be decided')
    .description(
      'Lists commands that were well-formed and could not be decided, because of a defect (DEFECT) or a stream that a newer program wrote '
        + '(STREAM_NEWER), shows one with its message, and has it decided again.',
    )
    .addHelpText(
      'after',
      examples(
        ['rapport dead-letters', 'what waits, the oldest first, and why'],
        ['rapport dead-letters show 0192-4711', 'one of them, with the message as it was sent'],
        ['rapport dead-letters retry 0192-4711', 'decides it again, once what was wrong is mended; harmless to repeat'],
      ),
    );
  const one = (name: string, what: string, act: Act) =>
    letters
      .command(`${name} <commandId>`)
      .description(what)
      .option('--source <source>', 'the source that it was sent with, where several senders have used the id')
      .action(
        action(async (id: string, { source }: Options, command: { optsWithGlobals(): Globals }) =>
          act(world, command.optsWithGlobals(), { id, ...(source === undefined ? {} : { source }) }),
        ),
      );
  letters
    .command('list', { isDefault: true })
    .description('Lists them.')
    .action(action(async (_options: Globals, command: { optsWithGlobals(): Globals }) => list(world, command.optsWithGlobals())));
  one('show', 'Shows one, with the message as it was sent.', show);
  one('retry', 'Puts one on the topic of commands again.', retry);
};

const list = async (world: World, globals: Globals): Promise<ExitCode> =>
  withServer(world, globals, async (client) => {
    const { terminal } = world;
    const found: DeadLetter[] = [];
    for await (const { items } of client.pages<DeadLetter>(PATH)) found.push(...items);
    if (globals.json === true) for (const letter of found) printJson(terminal, letter);
    else if (found.length > 0)
      print(
        terminal,
        renderItems(
          terminal.out,
          found,
          FIELDS.filter((field) => found.some((letter) => field in letter)),
        ),
      );
    note(terminal, `${count(found.length, 'command')} could not be decided.`);
    return EXIT.ok;
  });

const show: Act = async (world, globals, { id, source }) =>
  withServer(world, globals, async (client) => {
    const { terminal } = world;
    const { message, ...letter } = await client.get<DeadLetter>(`${PATH}/${encodeURIComponent(id)}`, { source });
    if (globals.json === true) printJson(terminal, { ...letter, message });
    else print(terminal, `${renderItems(terminal.out, [letter])}\n\n${message?.value ?? ''}`);
    return EXIT.ok;
  });

const retry: Act = async (world, globals, { id, source }) =>
  withServer(world, globals, async (client) => {
    const { terminal } = world;
    const answer = await client.retry(id, source);
    if (globals.json === true) printJson(terminal, answer);
    else print(terminal, `${answer.outcome} ${id}`);
    return answer.outcome === 'ACCEPTED' ? EXIT.ok : EXIT.rejected;
  });
