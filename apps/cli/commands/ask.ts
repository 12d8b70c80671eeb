import { type Command, InvalidArgumentError, Option } from 'commander';
import { nearest } from '#libs/kernel/nearest.js';
import { dashed, type DeclaredQuestion, declaredQuestions, type QuestionParameter } from '#libs/contracts/questions.js';
import { type Answer, pages, tellAnswer } from '../ask/answer.js';
import { demandFields, fieldNames, isAboutAccount, isPaged, optionNameOf } from '../ask/declared.js';
import { allowedOf, faultOf } from '../ask/parameter-value.js';
import { EXIT, type ExitCode, Failure } from '../failure.js';
import { renderTable } from '../table.js';
import { note, print, printJson, type Terminal } from '../terminal.js';
import { count } from '../words.js';
import { examples, type Globals, type Setting, wholeNumber, withServer, type World } from '../world.js';

/** Entries of a list told unless more are asked for. */
const LIMIT = 50;
const LIMIT_MAX = 1_000_000;

/** What is asked for page by page, which the command does by itself. */
const PAGING: ReadonlySet<string> = new Set(['limit', 'cursor']);

interface Options extends Globals, Readonly<Record<string, unknown>> {
  readonly limit?: number;
  readonly all?: true;
  readonly fields?: readonly string[];
}

/** `rapport ask`: every declared question, each with the options that its declaration names. */
export const addAsk = ({ program, world, action }: Setting): void => {
  const questions = declaredQuestions();
  const ask = program
    .command('ask')
    .summary('ask any question that the server answers; without one, list them')
    .description(
      'Asks a question. Without one it lists all of them; rapport ask <question> --help tells what one takes and what it answers.',
    )
    .usage('[question] [accountId] [options]')
    .argument('[question...]')
    .addHelpText(
      'after',
      examples(
        ['rapport ask', 'the questions, a line each'],
        ['rapport ask promises acme --status open', 'one of them, about one account'],
        ['rapport ask accounts --stage strategic --as-of 2026-03-31 --all --json', 'a list to its end, for machines'],
      ),
    )
    .action(
      action(async ([name]: readonly string[], _options: Globals, command: Command) => {
        if (name !== undefined) throw unknownQuestion(name, questions);
        return tellQuestions(world.terminal, questions, command.optsWithGlobals<Globals>());
      }),
    );
  for (const question of questions) addQuestion({ world, action }, ask, question);
};

const unknownQuestion = (name: string, questions: readonly DeclaredQuestion[]): Failure => {
  const [close] = nearest(
    name,
    questions.map((question) => dashed(question.name)),
  );
  const hint = close === undefined ? '' : `Did you mean ${close}? `;
  return new Failure(EXIT.usage, `There is no question "${name}".`, `${hint}rapport ask lists them all.`);
};

const tellQuestions = (terminal: Terminal, questions: readonly DeclaredQuestion[], { json }: Globals): ExitCode => {
  const lines = questions.map(({ name, path, summary, parameters }) => ({ name: dashed(name), path, summary, parameters }));
  if (json === true) {
    for (const line of lines) printJson(terminal, line);
    return EXIT.ok;
  }
  const parts = [
    ['About one account', lines.filter(({ path }) => path.includes('{id}')), ' <accountId>'],
    ['About all of them', lines.filter(({ path }) => !path.includes('{id}')), ''],
  ] as const;
  const rows = parts.map(([, some, argument]) => some.map(({ name, summary }) => [`${name}${argument}`, summary]));
  const width = Math.max(...rows.flat().map(([name = '']) => name.length));
  const tables = parts.map(([title], part) =>
    renderTable(
      terminal.out,
      [{ title: title.padEnd(width) }, { title: '', wraps: true }],
      rows[part]!.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ),
  );
  print(terminal, tables.join('\n\n'));
  note(terminal, `${count(questions.length, 'question')}; rapport ask <question> --help tells what one takes.`);
  return EXIT.ok;
};

const addQuestion = ({ world, action }: Pick<Setting, 'world' | 'action'>, ask: Command, question: DeclaredQuestion): void => {
  const { name, path, summary, parameters } = question;
  // Hidden in the help of `ask`, which says how to list them: with all of them nobody would find the rest of it.
  const command = ask.command(dashed(name), { hidden: true }).description(`${summary}.`);
  if (isAboutAccount(question)) command.argument('<accountId>', 'the account');
  for (const [parameter, declared] of Object.entries(parameters))
    if (!PAGING.has(parameter)) command.addOption(optionOf(parameter, declared));
  if (isPaged(question)) {
    command
      .addOption(new Option('--limit <n>', 'how many').argParser(wholeNumber(1, LIMIT_MAX)).default(LIMIT).conflicts('all'))
      .option('--all', 'all that there are');
    command.addOption(optionOf('cursor', { ...parameters['cursor']!, allowed: 'where an answer before said that it goes on' }));
  }
  command
    .option('--fields <names>', 'only these, with commas between them', (text) => text.split(','))
    .addHelpText('after', () => `\nFields:\n${fieldNames(question).join(', ')}\n\nOver HTTP: GET ${path}\n`);
  command.action(
    action(async (...given) => {
      const asked = given.at(-1) as unknown as Command;
      return answer(world, question, isAboutAccount(question) ? String(given[0]) : undefined, asked.optsWithGlobals<Options>());
    }),
  );
};

const optionOf = (name: string, parameter: QuestionParameter): Option =>
  new Option(`--${dashed(optionNameOf(name))} <value>`, allowedOf(parameter)).argParser((text: string) => {
    const fault = faultOf(parameter, text);
    if (fault !== undefined) throw new InvalidArgumentError(fault);
    return text;
  });

const answer = async (world: World, question: DeclaredQuestion, accountId: string | undefined, options: Options): Promise<ExitCode> => {
  const { terminal } = world;
  const { fields, json } = options;
  if (fields !== undefined) demandFields(question, fields);
  const path = accountId === undefined ? question.path : question.path.replace('{id}', encodeURIComponent(accountId));
  const query = Object.fromEntries(
    Object.keys(question.parameters).map((name) => [name, options[optionNameOf(name)] as string | undefined]),
  );
  return withServer(world, options, async (client) => {
    const told = isPaged(question)
      ? await pages(client, path, query, options.all === true ? Infinity : (options.limit ?? LIMIT))
      : await client.get<Answer>(path, query);
    if (json === true) printJson(terminal, told);
    else tellAnswer(terminal, question, told, { fields, accountId });
    return EXIT.ok;
  });
};
