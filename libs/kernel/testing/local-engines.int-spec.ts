import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../infra/local/engines.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rapport-engines-'));
const home = join(folder, 'home');
const tools = join(folder, 'tools');

/** A program that stands where the real one would. */
const tool = (name: string, ...lines: readonly string[]) => {
  writeFileSync(join(tools, name), ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(join(tools, name), 0o755);
};

const java17 = (...lines: readonly string[]) => tool('java', '[ "$1" = -version ] && echo \'version "17.0.1"\' && exit 0', ...lines);

/** Runs the script with nothing on the path but the tools of a test, and the system's shell commands. */
const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const path = [tools, '/bin'].filter((one) => one === tools || env['SHELL_TOOLS'] === 'yes').join(delimiter);
  const options = { PATH: path, RAPPORT_ENGINES_HOME: home, ...env };
  const child = spawn(process.execPath, [SCRIPT, ...args], { env: options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number, said, complained };
};

const portOf = (server: Server): string => {
  const address = server.address();
  return String(typeof address === 'object' && address !== null ? address.port : 0);
};

describe('the script for local engines', () => {
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(tools, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says that Java is missing, and what to install', async () => {
    const { code, complained } = await run(['up', 'kafka']);
    expect([code, complained]).toEqual([1, expect.stringContaining('kafka: java was not found: install Java 17 or newer')]);
  });

  it('says that Java is too old', async () => {
    tool('java', 'echo \'version "1.8.0_392"\'');
    expect(await run(['up', 'kafka'])).toMatchObject({ code: 1, complained: expect.stringContaining('java is version 8') });
  });

  it('leaves nothing of an install that fails, and shows what the tool said', async () => {
    java17();
    tool('mvn', '[ "$1" = --version ] && exit 0', 'echo no such host', 'exit 1');
    const { code, complained } = await run(['up', 'kafka']);
    expect([code, complained]).toEqual([1, expect.stringContaining('no such host')]);
    expect(readdirSync(home)).toEqual(['locks']);
  });

  it('installs once when it is asked twice at once', async () => {
    java17();
    tool('mvn', '[ "$1" = --version ] && exit 0', 'sleep 1', `echo installed >> ${join(folder, 'installs')}`);
    const both = await Promise.all([0, 1].map(() => run(['install', 'kafka'], { SHELL_TOOLS: 'yes' })));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ complained }) => complained.includes('with Maven')).length).toBe(1);
    expect(readdirSync(home).toSorted()).toEqual(['kafka-4.4.0', 'locks']);
  });

  it('goes on where a process that held the lock is gone', async () => {
    mkdirSync(join(home, 'locks'), { recursive: true });
    writeFileSync(join(home, 'locks', 'kafka-19092'), '4194999 1');
    expect(await run(['down', 'kafka'])).toMatchObject({ code: 0, complained: 'engines: kafka: is not up\n' });
  });

  it('names the port that is taken and the variable for another', async () => {
    java17();
    mkdirSync(join(home, 'kafka-4.4.0'), { recursive: true });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    const { code, complained } = await run(['up', 'kafka'], { RAPPORT_KAFKA_PORT: port });
    server.close();
    expect([code, complained]).toEqual([
      1,
      `engines: kafka: port ${port} is taken by another program: end that, or choose another by RAPPORT_KAFKA_PORT\n`,
    ]);
  });

  it('shows the end of the log of an engine that does not start', async () => {
    java17('[ "$#" -gt 12 ] && exit 0', 'echo the disk is full', 'exit 3');
    mkdirSync(join(home, 'kafka-4.4.0'), { recursive: true });
    const { code, complained } = await run(['up', 'kafka'], { RAPPORT_KAFKA_PORT: '31391' });
    expect([code, complained]).toEqual([1, expect.stringMatching(/Kafka did not start: it ended with 3: see .*log, .*\nthe disk is full/)]);
  });

  it('counts a pid file only while its process is an engine of that folder', async () => {
    mkdirSync(join(home, 'run', 'kafka-19092'), { recursive: true });
    const stranger = spawn(process.execPath, ['--eval', 'setTimeout(() => 0, 60_000)'], { stdio: 'ignore' });
    writeFileSync(join(home, 'run', 'kafka-19092', 'pid'), String(stranger.pid));
    const { code, complained } = await run(['kill', 'kafka']);
    stranger.kill('SIGTERM');
    expect([code, complained, await once(stranger, 'close')]).toEqual([0, 'engines: kafka: is not up\n', [null, 'SIGTERM']]);
  });

  it('refuses a port that is none and a word that it does not know', async () => {
    expect(await run(['up', 'kafka'], { RAPPORT_KAFKA_PORT: '65535' })).toMatchObject({ code: 1 });
    expect(await run(['start'])).toMatchObject({ code: 2, complained: expect.stringContaining('what is start?') });
  });
});
