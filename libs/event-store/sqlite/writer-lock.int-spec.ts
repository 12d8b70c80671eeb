import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { collect, events, eventsOf } from '#libs/kernel/testing/event-store/scene.js';
import { temporaryFiles } from '#libs/kernel/testing/temporary-files.js';
import { typeScriptArguments } from '#libs/kernel/testing/typescript-child.js';
import { openSqliteEventStore } from '../sqlite.js';

const newFile = temporaryFiles('.sqlite');

/** A process that writes the file: appends to 20 streams at once for as long as it can, and prints what was acknowledged or refused. */
const WRITER = `
  import { randomUUID } from 'node:crypto';
  import { writeSync } from 'node:fs';
  import { openSqliteEventStore } from '#libs/event-store/sqlite.js';
  const store = await openSqliteEventStore(process.argv[1]!, { writer: true });
  const say = (line: string) => writeSync(1, line + '\\n');
  const append = async (stream: string) => {
    for (let version = 0; ; version += 3) {
      const ids = [randomUUID(), randomUUID(), randomUUID()];
      const meta = { commandId: '', commandHash: '', actor: '', occurredAt: '', recordedAt: '' };
      const events = ids.map((id) => ({ id, type: 'Written', data: { text: 'x'.repeat(300) }, meta }));
      try {
        await store.append(stream, version, events);
        for (const id of ids) say('written ' + id);
      } catch (error) {
        for (const id of ids) say((error as Error).name + ' ' + id);
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, number) => append('account-' + number)));
  await append('account-after');
  say('readable ' + (await Array.fromAsync(store.readAll())).length);
`;

const linesOf = (child: ChildProcess) => createInterface({ input: child.stdout! })[Symbol.asyncIterator]();

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const start = (file: string, command: readonly string[] = []) => {
  const [program, ...rest] = [...command, process.execPath, ...typeScriptArguments(WRITER, file)];
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
};

/** The stream's versions count from 1 and the log's rows have no holes; what a crash must not break. */
const expectSound = (log: readonly RecordedEvent[]) => {
  expect(log.map(({ position }) => Number(position))).toEqual(log.map((_, index) => index + 1));
  const streams = Map.groupBy(log, ({ stream }) => stream);
  for (const written of streams.values()) expect(written.map(({ version }) => version)).toEqual(written.map((_, index) => index + 1));
  expect([...streams.values()].every((written) => written.length % 3 === 0)).toBe(true);
};

describe('the writer of a file', () => {
  it('is one process: a second is refused with the name of the first, until that is gone, and readers never are', async () => {
    const file = newFile();
    const child = start(file);
    const exited = once(child, 'exit');
    await linesOf(child).next();
    const refused = openSqliteEventStore(file, { writer: true });
    await expect(refused).rejects.toThrow(Unavailable);
    await expect(refused).rejects.toThrow(`${file} is being written by process ${child.pid}, which holds ${file}.writer-lock`);
    await using reader = await openSqliteEventStore(file, { writer: false });
    await expect(collect(eventsOf(reader.follow(undefined, undefined, new AbortController().signal)), 200)).resolves.toHaveLength(200);
    child.kill('SIGKILL');
    await exited;
    await using store = await openSqliteEventStore(file, { writer: true });
    expectSound(await collect(store.readAll()));
  });

  it('is one under whatever name: a link to the file, also before it exists, leads to the same lock', async () => {
    const file = newFile();
    const link = newFile();
    symlinkSync(file, link);
    await using store = await openSqliteEventStore(link, { writer: true });
    await store.append('account-1', 0, events(1));
    await expect(openSqliteEventStore(file, { writer: true })).rejects.toThrow(`${file} is being written by process ${process.pid}`);
    await expect(openSqliteEventStore(link, { writer: true })).rejects.toThrow(`${file} is being written by process ${process.pid}`);
    await using reader = await openSqliteEventStore(file, { writer: false });
    await expect(collect(reader.read('account-1'))).resolves.toHaveLength(1);
  });

  it('is one store in this process too', async () => {
    const file = newFile();
    const first = await openSqliteEventStore(file, { writer: true });
    await expect(openSqliteEventStore(file, { writer: true })).rejects.toThrow(`is being written by process ${process.pid}`);
    await first[Symbol.asyncDispose]();
    await using second = await openSqliteEventStore(file, { writer: true });
    await expect(second.append('account-1', 0, events(1))).resolves.toMatchObject({ version: 1 });
  });

  it('loses nothing that it acknowledged when it is killed', async () => {
    const file = newFile();
    const child = start(file);
    const lines: string[] = [];
    for await (const line of { [Symbol.asyncIterator]: () => linesOf(child) }) {
      if (lines.push(line) === 2_000) child.kill('SIGKILL');
    }
    await using store = await openSqliteEventStore(file, { writer: true });
    const log = await collect(store.readAll());
    expectSound(log);
    const ids = new Set(log.map(({ id }) => id));
    expect(lines.length).toBeGreaterThanOrEqual(2_000);
    expect(lines.filter((line) => !ids.has(line.replace('written ', '')))).toEqual([]);
  });

  it('stops when the disk takes no more in the middle of a commit, and can still be read', async () => {
    const file = newFile();
    // No file may grow beyond 1,000 blocks: the write-ahead log meets the limit inside a COMMIT.
    const child = start(file, ['sh', '-c', 'ulimit -f 1000; exec "$0" "$@"']);
    const lines = await collect({ [Symbol.asyncIterator]: () => linesOf(child) });
    const said = Map.groupBy(lines, (line) => line.split(' ')[0]!);
    expect(said.get('OutcomeUnknown')).toHaveLength(60);
    expect(said.get('Unavailable')).toHaveLength(3);
    const written = said.get('written')!;
    expect(said.get('readable')).toEqual([`readable ${written.length}`]);
    await using store = await openSqliteEventStore(file, { writer: true });
    const log = await collect(store.readAll());
    expectSound(log);
    const ids = new Set(log.map(({ id }) => id));
    expect(written.filter((line) => !ids.has(line.replace('written ', '')))).toEqual([]);
  });
});
