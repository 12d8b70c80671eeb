import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { openEventStore } from '#libs/event-store/open.js';
import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type Collection } from '#libs/kernel/ports.js';
import { engine } from '#libs/kernel/testing/engines.js';
import { openReadStore } from '#libs/read-store/open.js';
import { awaitPosition } from '#libs/runtime/progress.js';
import { COMMAND_WORKERS_GROUP } from '#libs/runtime/consume-commands.js';
import { COMMANDS_TOPIC } from '#libs/runtime/cloud-events.js';
import { documentsOf, foldAnew, untilFolded } from '#apps/command-worker/testing/read-models.js';
import { BusProducer } from './bus-producer.js';
import { EventStoreProcess } from './event-store-process.js';
import { Fleet, type Member, type ServiceName, until } from './fleet.js';
import { Load } from './load.js';
import { commandsOf, faultsOf, type FinalAnswer, insist, type SentCommand, send } from './producers.js';

/** What a system runs with: two doors, two workers, one of everything else. */
export const SERVICES: readonly ServiceName[] = [
  'command-api',
  'command-api',
  'command-worker',
  'command-worker',
  'timeline-projector',
  'maturity-projector',
  'team-kpi-projector',
  'query-api',
  'relay',
];

/** Readiness says that an engine is away, and that it is back, in this time; on a busy machine. */
const TOLD_MS = 60_000;

/** A group is empty this long after its members were killed. */
const GROUP_MS = 30_000;

/** Accounts that are tried after an engine's return: about every partition has one. */
const TRIED = 8;

/** Milliseconds from an engine's return. */
export interface Recovery {
  /** Until the first new command is ACCEPTED. */
  readonly first: number;
  /** Until new commands on {@link TRIED} accounts are. */
  readonly all: number;
}

/** Where the log of a system is. */
export type LogPlace = 'the named EventStoreDB' | 'a test server';

/** The EventStoreDB that a variable names, otherwise a test server of the system's own. */
export const logPlace = (): LogPlace => ('url' in engine('eventstoredb') ? 'the named EventStoreDB' : 'a test server');

/** How a system is started. */
export interface SystemOptions {
  readonly services?: readonly ServiceName[];
  /** Only a test server can be killed, frozen and cut off: {@link logPlace} unless told. */
  readonly log?: LogPlace;
}

/** All services as processes of their own on the three engines. */
export class System implements AsyncDisposable {
  readonly members: Member[] = [];
  private readonly run = randomUUID().slice(0, 8);
  private readonly loads: Load[] = [];
  private readonly tried: SentCommand[] = [];
  private count = 0;

  private constructor(
    private readonly ownEventStore: EventStoreProcess | undefined,
    /** What the log had already, which is not empty where a server is named. */
    private readonly after: Position | undefined,
    readonly fleet: Fleet,
    readonly urls: { readonly EVENT_STORE_URL: string; readonly MESSAGE_BUS_URL: string; readonly READ_STORE_URL: string },
    private readonly resources: AsyncDisposableStack,
    readonly bus: BusProducer,
  ) {}

  /** Starts everything and waits until it is ready. What was left on the bus by others is passed over. */
  static async start(kafka: string, mongodb: string, { services = SERVICES, log = logPlace() }: SystemOptions = {}): Promise<System> {
    await using resources = new AsyncDisposableStack();
    const named = engine('eventstoredb');
    const own = log === 'a test server' || 'missing' in named ? resources.use(await EventStoreProcess.make()) : undefined;
    const eventStoreUrl = own?.url ?? ('url' in named ? named.url : '');
    const database = new URL(mongodb);
    database.pathname = `/faults-${randomUUID().slice(0, 8)}`;
    const urls = { EVENT_STORE_URL: eventStoreUrl, MESSAGE_BUS_URL: kafka, READ_STORE_URL: database.href };
    await passOverOldCommands(kafka);
    const after = await endOf(eventStoreUrl);
    const fleet = resources.use(await Fleet.make(urls));
    const members = await Promise.all(services.map((name) => fleet.start(name)));
    await Promise.all(members.map((member) => member.untilReady()));
    const bus = resources.use(await BusProducer.open(kafka));
    const system = new System(own, after, fleet, urls, resources.move(), bus);
    system.members.push(...members);
    return system;
  }

  /** The test server. @throws Error where the log is on a server that is not ours to kill */
  get eventStore(): EventStoreProcess {
    if (this.ownEventStore === undefined) throw new Error('The event store is named by a variable: start the system with a test server.');
    return this.ownEventStore;
  }

  /** Whether others wrote to the log before. */
  get logWasUsed(): boolean {
    return this.after !== undefined;
  }

  of(name: ServiceName): readonly Member[] {
    return this.members.filter((member) => member.name === name && !member.gone());
  }

  async add(name: ServiceName): Promise<Member> {
    const member = await this.fleet.start(name);
    this.members.push(member);
    return member;
  }

  /** Forgets those that were ended on purpose. @returns those that ended by themselves, with what they said last */
  died(ended: ReadonlySet<Member> = new Set()): readonly string[] {
    return this.members.filter((member) => member.gone() && !ended.has(member)).map(({ name, log }) => `${name}: ${log()}`);
  }

  load(each?: number): Load {
    const load = new Load(`f${this.run}-${(this.count += 1)}`, this.bus, this.doors, each);
    this.loads.push(load);
    return load;
  }

  readonly doors = (): readonly string[] => this.of('command-api').map(({ url }) => url);

  /** How long it takes from now until new commands are accepted. */
  async recovery(): Promise<Recovery> {
    const since = performance.now();
    const commands = Array.from({ length: TRIED }, (_, index) => commandsOf(`r${this.run}-${(this.count += 1)}-${index}`, 1)[0]!);
    this.tried.push(...commands);
    this.bus.follow(commands);
    const took = await Promise.all(
      commands.map(async (command, index) => {
        const answer = await insist(command, (_, attempt) => send(this.doors()[(index + attempt) % this.doors().length]!, command));
        if (answer.outcome !== 'ACCEPTED') throw new Error(`A new account is refused: ${JSON.stringify(answer)}`);
        return Math.round(performance.now() - since);
      }),
    );
    return { first: Math.min(...took), all: Math.max(...took) };
  }

  /** Waits until a command that somebody sent is decided; its answer at the first door. */
  async outcomeOf(commandId: string): Promise<FinalAnswer> {
    let answer: FinalAnswer | undefined;
    await until(`${commandId} to be decided`, TOLD_MS, async () => {
      const response = await fetch(`${this.doors()[0]}/v1/commands/${commandId}`);
      answer = response.status === 200 ? ((await response.json()) as FinalAnswer) : undefined;
      return answer !== undefined;
    });
    return answer!;
  }

  /** Waits until a service says 503 with a reason that names an engine; gives that reason. */
  async untilAway(name: ServiceName, title: string): Promise<string> {
    const [member] = this.of(name);
    let reason: string | undefined;
    await until(`${name} to say that ${title} is away`, TOLD_MS, async () => {
      const { status, body } = await member!.ready();
      const { reasons = [] } = (body ?? {}) as { readonly reasons?: readonly string[] };
      reason = status === 503 ? reasons.find((text) => text.startsWith(`${title}: `)) : undefined;
      return reason !== undefined;
    });
    return reason!;
  }

  /** Waits until all services that run say that they are ready. @returns milliseconds */
  async untilReady(): Promise<number> {
    const took = await Promise.all(this.members.filter((member) => !member.gone()).map((member) => member.untilReady(TOLD_MS)));
    return Math.max(...took);
  }

  /** What was lost, doubled or answered in two ways since the system began. */
  async faults(): Promise<readonly string[]> {
    return faultsOf([...this.tried, ...this.loads.flatMap(({ sent }) => sent)], await this.written());
  }

  /** What was written since the system began. */
  private async written(): Promise<readonly RecordedEvent[]> {
    await using store = await openEventStore(this.urls.EVENT_STORE_URL, { writer: false });
    return await Array.fromAsync(store.readAll(this.after === undefined ? {} : { after: this.after }));
  }

  /** Waits until every read model contains what is in the log now. */
  async untilFolded(): Promise<void> {
    await using store = await openEventStore(this.urls.EVENT_STORE_URL, { writer: false });
    await using kept = await openReadStore(this.urls.READ_STORE_URL);
    await untilFolded(store, kept);
  }

  /** Waits until a reader of the log with a checkpoint has come to what is its end now. */
  async untilPassed(collection: Collection): Promise<void> {
    await using store = await openEventStore(this.urls.EVENT_STORE_URL, { writer: false });
    await using readStore = await openReadStore(this.urls.READ_STORE_URL);
    const { position } = await store.head();
    if (position === undefined || (await awaitPosition({ readStore }, collection, position, AbortSignal.timeout(TOLD_MS)))) return;
    throw new Error(`${collection.name} has not come to ${position} in ${TOLD_MS} ms.`);
  }

  /** Documents that are not what a fresh fold of the log gives. */
  async wrongDocuments(): Promise<{ readonly wrong: readonly string[]; readonly count: number }> {
    const folder = await mkdtemp(join(tmpdir(), 'rapport-fold-'));
    try {
      await using store = await openEventStore(this.urls.EVENT_STORE_URL, { writer: false });
      await using kept = await openReadStore(this.urls.READ_STORE_URL);
      await using fresh = await openReadStore(`sqlite:${join(folder, 'fresh.db')}`);
      await untilFolded(store, kept);
      await foldAnew(store, fresh);
      const [found, right] = [await documentsOf(kept), await documentsOf(fresh)];
      const told = (documents: ReadonlyMap<string, object>, key: string) => JSON.stringify(sorted(documents.get(key)));
      const wrong = [...new Set([...found.keys(), ...right.keys()])].filter((key) => told(found, key) !== told(right, key));
      return { wrong, count: right.size };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /**
   * Commands that were sent; those whose outcome was published more than once (a worker ended between outcome and offset, or they were
   * sent again); and those of which the first outcome to be heard already spoke of an earlier one, which nobody had been told: a worker
   * ended between append and outcome.
   */
  tally(): { readonly commands: number; readonly toldAgain: number; readonly toldLate: number } {
    const sent = [...this.tried, ...this.loads.flatMap((load) => load.sent)];
    const toldAgain = sent.filter(({ heard }) => heard.length > 1).length;
    return { commands: sent.length, toldAgain, toldLate: sent.filter(({ heard }) => heard[0]?.duplicate === true).length };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.resources.disposeAsync();
  }
}

/** Where the log ends now; `undefined` where nobody has written to it. */
const endOf = async (url: string): Promise<Position | undefined> => {
  await using store = await openEventStore(url, { writer: false });
  return (await store.head()).position;
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
};

/** The broker is shared with other suites, and the group of the workers with theirs: what they left undone is not for this log. */
const passOverOldCommands = async (url: string): Promise<void> => {
  const admin = new Kafka({ brokers: [new URL(url).host], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    if (!(await admin.listTopics()).includes(COMMANDS_TOPIC)) return;
    const ends = await admin.fetchTopicOffsets(COMMANDS_TOPIC);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    // Workers that were killed a moment ago are members until their sessions end.
    await until('the group of the workers to be empty', GROUP_MS, () =>
      admin.setOffsets({ groupId: COMMAND_WORKERS_GROUP, topic: COMMANDS_TOPIC, partitions }).then(
        () => true,
        () => false,
      ),
    );
  } finally {
    await admin.disconnect();
  }
};
