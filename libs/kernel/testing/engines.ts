import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The engines that specs may need. */
export type EngineName = 'kafka' | 'mongodb' | 'eventstoredb';

/** Where an engine answers, or why there is none. */
export type Engine = { readonly url: string } | { readonly missing: string };

/** What `infra/local/engines.mjs status` says of an engine. */
export interface EngineStatus {
  readonly url: string;
  /** Of the same engine where it asks for a login, with one that it takes; only Kafka has such a port. */
  readonly loginUrl?: string;
  readonly pid: number | null;
  /** Whether it answers a question of its protocol. */
  readonly answers: boolean;
}

/** What the script for local engines calls those that it knows. */
const LOCAL_NAMES: Partial<Readonly<Record<EngineName, string>>> = { kafka: 'kafka', mongodb: 'mongo' };

const SCRIPT = fileURLToPath(new URL('../../../infra/local/engines.mjs', import.meta.url));

/** Installing is done by then; starting takes seconds, and ten times as long on a busy machine. */
const CONTROL_MS_MAX = 150_000;

const told = (name: EngineName, what: 'URL' | 'MISSING' | 'CONTROL'): string | undefined =>
  process.env[`RAPPORT_TEST_${name.toUpperCase()}_${what}`];

/** The engine that `npm run test:engines` found. */
export const engine = (name: EngineName): Engine => {
  const url = told(name, 'URL');
  return url === undefined ? { missing: told(name, 'MISSING') ?? 'npm run test:engines starts it' } : { url };
};

/** Why an engine cannot be killed or frozen from here; `undefined` when it can. */
const beyondControl = (name: EngineName): string | undefined => {
  const found = engine(name);
  if ('missing' in found) return found.missing;
  return told(name, 'CONTROL') === 'local' ? undefined : 'a variable names it, so it is not ours to kill';
};

/** A suite that needs an engine. Where it is missing, one test says why in its name, and the sum counts it as not run. */
export const describeEngine = (name: EngineName, body: (url: string) => void): void => {
  const found = engine(name);
  describeUnless('missing' in found ? found.missing : undefined, name, () => 'url' in found && body(found.url));
};

/** A suite that kills, freezes and restarts an engine: run only on one that was started for these tests. */
export const describeEngineFaults = (name: EngineName, body: (url: string) => void): void => {
  const found = engine(name);
  describeUnless(beyondControl(name), `${name} under faults`, () => 'url' in found && body(found.url));
};

/** Says in the place of tests, in a suite that runs otherwise, why they are not run; the sum counts it as not run. */
export const itIsNotRun = (reason: string): void => it(`not run: ${reason}`, () => expect(reason).not.toBe(''));

const describeUnless = (reason: string | undefined, title: string, body: () => void): void => {
  describe(title, () => {
    if (reason === undefined) body();
    else itIsNotRun(reason);
  });
};

/** Ends the engine as a crash would (SIGKILL). Resolves when the process is gone. */
export const killEngine = (name: EngineName): Promise<void> => control(name, 'kill');

/** Starts the engine on its old port and data, or thaws it; nothing happens while it runs. Resolves when it answers. */
export const startEngine = (name: EngineName): Promise<void> => control(name, 'up');

/** Stops the engine's process in its tracks: connections stay open and nothing answers. */
export const freezeEngine = (name: EngineName): Promise<void> => control(name, 'freeze');

/** Lets a frozen engine go on. */
export const thawEngine = (name: EngineName): Promise<void> => control(name, 'thaw');

/** How the engine is doing, asked from outside. */
export const engineStatus = async (name: EngineName): Promise<EngineStatus> => {
  const [status] = JSON.parse(await script(name, 'url')) as readonly EngineStatus[];
  return status!;
};

const control = async (name: EngineName, action: string): Promise<void> => {
  await script(name, action);
};

/** Runs the script with the variables of this process, which name the same port and folder. @throws Error with what the script said */
const script = async (name: EngineName, action: string): Promise<string> => {
  const reason = beyondControl(name);
  if (reason !== undefined) throw new Error(`${name} cannot be told to ${action}: ${reason}. Use describeEngineFaults around the test.`);
  const args = [SCRIPT, action, LOCAL_NAMES[name] ?? name, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: CONTROL_MS_MAX });
  return stdout;
};
