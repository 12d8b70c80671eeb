import { Unavailable } from '#libs/kernel/errors.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { metaOf } from '#libs/kernel/undecodable.js';
import { EVENTS_TOPIC } from '#libs/runtime/event-message.js';
import { headOf } from '#libs/runtime/lag.js';
import { replayEvents } from '#libs/runtime/replay-events.js';
import { EXIT, type ExitCode, Failure } from '../failure.js';
import { progressBar } from '../progress.js';
import { type RelayPorts } from '../relay-ports.js';
import { note, print, printJson } from '../terminal.js';
import { count } from '../words.js';
import { examples, type Globals, type Setting, type World } from '../world.js';

interface Options extends Globals {
  readonly from: string;
  readonly to?: string;
}

/** `rapport relay`. */
export const addRelay = ({ program, world, action }: Setting): void => {
  program
    .command('relay')
    .summary('publish a part of the log again, for other services')
    .description(
      `Publishes events to ${EVENTS_TOPIC} again, with the ids that they have always had and in order per account. It reads the log and `
        + 'writes to the bus by itself, at EVENT_STORE_URL and MESSAGE_BUS_URL; the relay may run meanwhile, and its checkpoint stays.',
    )
    .requiredOption('--from <position>', 'the position of the first event, or "start"')
    .option('--to <position>', 'the position of the last one (default: the end of the log, as it is now)')
    .addHelpText(
      'after',
      examples(
        ['rapport relay --from start', 'everything, for a new consumer that asks for it'],
        ['rapport relay --from 0000000000000101 --to 0000000000000250', 'a part that a consumer has lost'],
      ),
    )
    .action(action(async (_options: Options, command: { optsWithGlobals(): Options }) => relay(world, command.optsWithGlobals())));
};

/** What was done so far. */
interface Done {
  published: number;
  cut: number;
  last?: RecordedEvent;
}

const relay = async (world: World, options: Options): Promise<ExitCode> => {
  const { terminal } = world;
  await using ports = await world.openRelayPorts(options.dataDir ?? (await world.dataDir()));
  const done: Done = { published: 0, cut: 0 };
  const stop = new AbortController();
  const stopListening = world.onInterrupt(() => stop.abort());
  try {
    await publish(world, ports, { ...options, done }, stop.signal);
  } catch (error) {
    throw failureOf(error, done);
  } finally {
    stopListening();
  }
  const { published, cut, last } = done;
  if (options.json === true) printJson(terminal, { published, cut, from: options.from, last: last?.position ?? null });
  else print(terminal, `Published ${count(published, 'event')} to ${EVENTS_TOPIC}${last ? `, up to position ${last.position}` : ''}.`);
  if (cut > 0) note(terminal, `${count(cut, 'event')} were too large for the bus and went out without data: dataref says where that is.`);
  if (!stop.signal.aborted) return EXIT.ok;
  note(terminal, goOn(done));
  return EXIT.interrupted;
};

const publish = async (
  { terminal }: World,
  { store, bus }: RelayPorts,
  { from, to, done }: Options & { readonly done: Done },
  signal: AbortSignal,
): Promise<void> => {
  const head = await headOf(store);
  const end = Date.parse((head && metaOf(head)?.recordedAt) ?? '');
  const bar = progressBar(terminal.err, 'Publishing');
  let begin: number | undefined;
  const onPage = (published: number, last: RecordedEvent): void => {
    Object.assign(done, { published, last });
    const at = Date.parse(metaOf(last)?.recordedAt ?? '');
    // A log does not count its events: how far along we are is told by when they were recorded.
    begin ??= at;
    bar.update(at - begin, end - begin, count(published, 'event'));
  };
  const range = { ...(from === 'start' ? {} : { from }), ...(to === undefined ? {} : { to }) };
  try {
    await replayEvents({ store, bus, onPage, onCut: () => void (done.cut += 1) }, range, signal);
  } finally {
    bar.stop();
  }
};

const failureOf = (error: unknown, done: Done): unknown => {
  if (error instanceof RangeError) return new Failure(EXIT.usage, error.message, 'Give "start", or a position as events carry it.');
  return error instanceof Unavailable ? new Failure(EXIT.unavailable, error.message, goOn(done)) : error;
};

const goOn = ({ published, last }: Done): string =>
  last === undefined
    ? 'Nothing was published: begin again when it is ready.'
    : `${count(published, 'event')} were published. Go on with --from ${last.position}; that one is published twice, which is harmless.`;
