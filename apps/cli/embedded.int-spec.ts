import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStore } from '#libs/event-store/open.js';
import { openMessageBus } from '#libs/message-bus/open.js';
import { Built } from './testing/built.js';
import { Folder } from './testing/folder.js';

let built: Built;
beforeAll(async () => {
  built = await Built.make();
});
afterAll(async () => built[Symbol.asyncDispose]());

/** Starts a system on the folder in another process, and has it tell how that failed. */
const startingOn = (dataDir: string) =>
  built.start(
    '--input-type=module',
    `--eval=
    import { FilesTaken } from '#apps/cli/connection.js';
    import { startEmbedded } from '#apps/cli/embedded.js';
    try {
      const server = await startEmbedded(${JSON.stringify(dataDir)});
      await server.close();
    } catch (error) {
      console.log(JSON.stringify({ taken: error instanceof FilesTaken, exit: error.exit, message: error.message }));
    }`,
  );

describe('a system in this process', () => {
  it.each([
    ['events.db', (file: string) => openEventStore(`sqlite:${file}`, { writer: true })],
    ['bus.db', (file: string) => openMessageBus(`in-process:${file}`)],
  ])('that finds %s taken names the process, and writes no log', async (name, take) => {
    await using data = await Folder.with();
    await using _held = await take(data.at(name));
    await using child = startingOn(data.path);
    const { out, err } = await child.ended();
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual({ taken: true, exit: 4, message: expect.stringContaining(`process ${process.pid}`) });
  });

  it('that cannot start for another reason does not call its files taken', async () => {
    await using data = await Folder.with({ 'events.db': 'This is no database. '.repeat(100) });
    await using child = startingOn(data.path);
    const { out, err } = await child.ended();
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({ taken: false, exit: 4 });
  });
});
