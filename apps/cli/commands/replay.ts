import { account } from '#libs/domain/registry.js';
import { nearest } from '#libs/kernel/nearest.js';
import { EXIT, type ExitCode, Failure } from '../failure.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { momentOf, timeOption } from '../as-of-time.js';
import { renderTable } from '../table.js';
import { note, print, printJson } from '../terminal.js';
import { count, moment, whatOf, whyOf } from '../words.js';
import { examples, withServer, type Globals, type Setting, type World } from '../world.js';

/** Events that one request asks for. */
const PAGE = 500;

interface Options extends Globals {
  readonly asOf?: string;
  readonly time: 'occurred' | 'recorded';
  readonly type?: readonly string[];
}

/** `rapport replay`. */
export const addReplay = ({ program, world, action }: Setting): void => {
  program
    .command('replay')
    .summary("tell an account's full history: what happened, when, who, why, under which policy")
    .description(
      "Tells an account's full history in the order in which it was recorded: the version, when it happened and when it was recorded (UTC), "
        + 'who said so, what, why (reasons, notes, evidence), and the policy version that a decision rests on.',
    )
    .argument('<accountId>', 'the account')
    .option('--as-of <time>', 'only what had happened by then: a date-time, or a day (to its end)')
    .addOption(timeOption())
    .option('--type <types...>', 'only events of these types')
    .addHelpText(
      'after',
      examples(
        ['rapport replay acme', 'everything'],
        ['rapport replay acme --as-of 2026-03-31 --time recorded', 'what we knew at the end of March'],
        ['rapport replay acme --type OwnerAssigned OwnershipTransferred', 'who owned it, and since when'],
        ['rapport replay acme --json > acme.ndjson', 'the events themselves, one a line'],
      ),
    )
    .action(
      action(async (accountId: string, _options: Options, command: { optsWithGlobals(): Options }) =>
        replay(world, accountId, command.optsWithGlobals()),
      ),
    );
};

/** @throws Failure (usage) for what is no type of event: it would be an answer without events, which looks like one */
const demandType = (type: string): void => {
  const types = account.eventTypes;
  if (types.includes(type)) return;
  const close = nearest(type, types);
  const fix = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Types are ${types.join(', ')}.`;
  throw new Failure(EXIT.usage, `There is no event of the type ${JSON.stringify(type)}.`, fix);
};

const replay = async (world: World, accountId: string, options: Options): Promise<ExitCode> => {
  const { terminal } = world;
  for (const type of options.type ?? []) demandType(type);
  const asOf = options.asOf === undefined ? undefined : momentOf('--as-of', options.asOf);
  return withServer(world, options, async (client) => {
    let told = 0;
    const query = { asOf, time: asOf === undefined ? undefined : options.time, limit: PAGE };
    for await (const page of client.pages<RecordedEvent>(`/v1/accounts/${encodeURIComponent(accountId)}/history`, query)) {
      const events = page.items.filter((event) => options.type === undefined || options.type.includes(event.type));
      told += events.length;
      if (options.json === true) for (const event of events) printJson(terminal, event);
      else if (events.length > 0) print(terminal, renderTable(terminal.out, HEADINGS, events.map(row)));
    }
    if (options.json !== true) note(terminal, count(told, 'event'));
    return EXIT.ok;
  });
};

const HEADINGS = [
  { title: 'Version', align: 'right' },
  { title: 'Happened' },
  { title: 'Recorded' },
  { title: 'Who' },
  { title: 'What', wraps: true },
  { title: 'Why', wraps: true },
  { title: 'Policy' },
] as const;

const row = ({ version, type, data, meta }: RecordedEvent): readonly string[] => [
  String(version),
  moment(meta.occurredAt),
  moment(meta.recordedAt),
  meta.source === undefined ? meta.actor : `${meta.actor} (${meta.source})`,
  whatOf(type, data),
  whyOf(data, meta),
  meta.policy ?? '',
];
