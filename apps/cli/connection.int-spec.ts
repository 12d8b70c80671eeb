import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { connect, FilesTaken, SERVER_FILE } from './connection.js';
import { Failure } from './failure.js';
import { CommandServer } from './testing/command-server.js';
import { Folder } from './testing/folder.js';

/** Keeps on which folders a server was started, and whether it was closed. */
const starter = () => {
  const started: string[] = [];
  const closed: string[] = [];
  const startServer = async (dataDir: string) => {
    started.push(dataDir);
    return { url: 'http://127.0.0.1:1', close: async () => void closed.push(dataDir) };
  };
  return { started, closed, startServer };
};

const serverFile = (url: string, pid: number) => ({ [SERVER_FILE]: JSON.stringify({ pid, url }) });

/** The id of a process that has ended. */
const endedProcess = async (): Promise<number> => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
};

/** An address at which nobody listens. */
const closedAddress = async (): Promise<string> => {
  await using server = await CommandServer.start();
  return server.url;
};

describe('finding the server', () => {
  it('takes the one that is named, when it lives', async () => {
    await using server = await CommandServer.start();
    const { started, startServer } = starter();
    expect(await connect({ url: server.url, dataDir: '/nowhere' }, startServer)).toMatchObject({ url: server.url, own: false });
    expect(started).toEqual([]);
  });

  it('says so when the one that is named does not answer, and starts none', async () => {
    const { started, startServer } = starter();
    const url = await closedAddress();
    await expect(connect({ url, dataDir: '/nowhere' }, startServer)).rejects.toMatchObject({
      exit: 4,
      message: `No rapport server answers at ${url}.`,
    });
    await expect(connect({ url: 'localhost', dataDir: '/nowhere' }, startServer)).rejects.toMatchObject({ exit: 2 });
    expect(started).toEqual([]);
  });

  it('takes the one that runs on the data folder', async () => {
    await using server = await CommandServer.start();
    await using data = await Folder.with(serverFile(server.url, process.pid));
    const { started, startServer } = starter();
    expect(await connect({ dataDir: data.path }, startServer)).toMatchObject({ url: server.url, own: false });
    expect(started).toEqual([]);
  });

  it.each<[string, (busyUrl: string) => Promise<Readonly<Record<string, string>>>]>([
    ['there is no file', async () => ({})],
    ['the file is half written', async () => ({ [SERVER_FILE]: '{"pid":1' })],
    ['the file was left behind: nobody listens', async () => serverFile(await closedAddress(), process.pid)],
    ['the file was left behind: somebody else took the port', async (busyUrl) => serverFile(busyUrl, await endedProcess())],
  ])('starts one of its own, and closes it, when %s', async (_what, files) => {
    await using busy = await CommandServer.start({ get: () => ({ status: 503 }) });
    await using data = await Folder.with(await files(busy.url));
    const { started, closed, startServer } = starter();
    const connection = await connect({ dataDir: data.path }, startServer);
    expect(connection.own).toBe(true);
    await connection.close();
    expect([started, closed]).toEqual([[data.path], [data.path]]);
  });

  it('starts no second one beside a server that lives and does not answer', async () => {
    await using server = await CommandServer.start({ get: () => ({ status: 503 }) });
    await using data = await Folder.with(serverFile(server.url, process.pid));
    const { started, startServer } = starter();
    await expect(connect({ dataDir: data.path }, startServer)).rejects.toMatchObject({
      exit: 4,
      message: expect.stringMatching(/does not answer/),
    });
    expect(started).toEqual([]);
  });

  const taken = async (): Promise<never> => {
    throw new FilesTaken(4, 'The files belong to process 7.', 'Try again.');
  };

  it('waits for the address of a server that has the files already', async () => {
    await using server = await CommandServer.start();
    await using data = await Folder.with();
    const pauses: number[] = [];
    const starting = async (ms: number) => {
      pauses.push(ms);
      if (pauses.length === 3) await writeFile(data.at(SERVER_FILE), serverFile(server.url, process.pid)[SERVER_FILE]!);
    };
    expect(await connect({ dataDir: data.path }, taken, starting)).toMatchObject({ url: server.url, own: false });
    expect(pauses).toEqual([200, 200, 200]);
  });

  it('waits ten seconds for it, and then says who has the files', async () => {
    await using data = await Folder.with();
    let waited = 0;
    const connecting = connect({ dataDir: data.path }, taken, async (ms) => (waited += ms));
    await expect(connecting).rejects.toMatchObject({ exit: 4, message: 'The files belong to process 7.', fix: 'Try again.' });
    expect(waited).toBe(10_000);
  });

  it('does not wait where it cannot start for another reason', async () => {
    const broken = async (): Promise<never> => {
      throw new Failure(4, 'The disk is full.');
    };
    const pause = async () => {
      throw new Error('It waits.');
    };
    await expect(connect({ dataDir: '/nowhere' }, broken, pause)).rejects.toThrow('The disk is full.');
  });
});
