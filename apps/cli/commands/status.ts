import { EXIT, type ExitCode } from '../failure.js';
import { renderItems } from '../item-table.js';
import { renderTable } from '../table.js';
import { print, printJson } from '../terminal.js';
import { type AsOf } from '../wire.js';
import { moment } from '../words.js';
import { examples, withServer, type Globals, type Setting, type World } from '../world.js';

/** `GET /v1/status`, as far as it is told. */
interface Status {
  readonly status: string;
  readonly log: { readonly position: string | null; readonly recordedAt: string | null };
  readonly readModels: readonly {
    readonly service: string;
    readonly name: string;
    readonly version: number;
    readonly parked: number;
    readonly asOf: AsOf;
    /** Why it does not go on, and what to do. */
    readonly stopped?: string;
  }[];
  readonly parked: readonly object[];
  /** Absent from an older server. */
  readonly notices?: readonly string[];
}

/** `rapport status`. */
export const addStatus = ({ program, world, action }: Setting): void => {
  program
    .command('status')
    .summary('show what runs, how far behind each read model is, and what is parked')
    .description('Shows the server, and of every read model how far it is behind the log and how many accounts are parked in it.')
    .addHelpText('after', examples(['rapport status', 'for people'], ['rapport status --json', 'for monitoring']))
    .action(action(async (_options: Globals, command: { optsWithGlobals(): Globals }) => status(world, command.optsWithGlobals())));
};

const status = async (world: World, globals: Globals): Promise<ExitCode> => {
  const { terminal } = world;
  return withServer(world, globals, async (client, { own }) => {
    const answer = await client.get<Status>('/v1/status');
    if (globals.json === true) {
      printJson(terminal, answer);
      return EXIT.ok;
    }
    const { log, readModels, parked, notices = [] } = answer;
    print(terminal, `Server: ${own ? 'none runs on the data folder' : client.url}`);
    print(terminal, `Status: ${answer.status}`);
    print(terminal, `Log: ${log.position === null ? 'empty' : `up to ${log.position}, recorded ${moment(log.recordedAt ?? undefined)}`}`);
    const rows = readModels.map(({ service, name, version, asOf, parked: waiting }) =>
      [service, `${name}@${version}`, asOf.lagEvents, waiting].map(String),
    );
    const headings = [
      { title: 'service' },
      { title: 'read model' },
      { title: 'behind', align: 'right' },
      { title: 'parked', align: 'right' },
    ] as const;
    print(terminal, `\n${renderTable(terminal.out, headings, rows)}`);
    for (const { stopped } of readModels) if (stopped !== undefined) print(terminal, `\nStopped: ${stopped}`);
    for (const notice of notices) print(terminal, `\nNotice: ${notice}`);
    if (parked.length > 0) print(terminal, `\nParked\n${renderItems(terminal.out, parked)}`);
    return EXIT.ok;
  });
};
