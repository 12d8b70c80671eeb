/** P11: rows of a file that become commands, from `rapport import` as people start it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEnd } from '../../local/process.mjs';
import { environment } from '../../local/settings.mjs';
import { NODE, ROOT } from '../../toolchain.mjs';
import { processorTimes } from '../processor-time.mjs';

const BAR = { perSecond: 5_000, peakMiB: 300 };
const ROWS = 100_000;
const ACCOUNTS = 2_000;

/** How often it is looked how much memory a process has; Linux keeps the peak by itself, elsewhere it is the highest that was seen. */
const LOOK_MS = 50;

/** A server is up by then, in milliseconds. */
const START_MS_MAX = 60_000;

const MAPPING = `name: bench
files:
  - role: accounts
    file: accounts.csv
    key: [id]
    columns: { id: text, name: text }
    commands:
      - type: OpenAccount
        target: { accountId: { $column: id } }
        occurredAt: 2024-01-01
        data: { name: { $column: name } }
  - role: invoices
    file: invoices.csv
    key: [no]
    columns: { no: text, account: text, at: instant, net: money EUR }
    commands:
      - type: RecordInvoice
        target: { accountId: { $column: account } }
        occurredAt: { $column: at }
        data: { invoiceNumber: { $column: no }, net: { $column: net } }
`;

const two = (number) => String(number).padStart(2, '0');
const invoice = (index) =>
  `I${index},a${(index * 7_919) % ACCOUNTS},2025-${two(1 + (index % 12))}-${two(1 + (index % 28))} 10:00:00,${index % 1_000}.50`;

/** The two files and the mapping, in a folder of their own. */
const write = (folder, rows) => {
  const lines = (header, count, line) => `${[header, ...Array.from({ length: count }, (_, index) => line(index))].join('\n')}\n`;
  writeFileSync(join(folder, 'bench.yaml'), MAPPING);
  writeFileSync(
    join(folder, 'accounts.csv'),
    lines('id,name', ACCOUNTS, (index) => `a${index},Account ${index}`),
  );
  writeFileSync(join(folder, 'invoices.csv'), lines('no,account,at,net', rows, invoice));
};

const environmentOf = (dataDir) => ({
  ...environment(),
  DATA_DIR: dataDir,
  DEMO: 'off',
  PORT: '0',
  LOG_LEVEL: 'error',
  NODE_NO_WARNINGS: '1',
});

/** Runs a program of the project, which ends with this process. */
export const run = (dataDir, ...args) => {
  const child = spawn(NODE, args, { cwd: ROOT, env: environmentOf(dataDir), stdio: ['ignore', 'pipe', 'inherit'] });
  const calledOff = onEnd(() => child.kill('SIGKILL'));
  const gone = once(child, 'exit').finally(calledOff);
  return { child, gone, out: text(child.stdout) };
};

/** The most memory that a process has had so far, in MiB; 0 where the system does not say. */
const peakOf = (pid) => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
};

/** Waits until a program has ended; what it took of memory at the most, and of a processor. */
export const watched = async ({ child, gone }) => {
  let peakMiB = 0;
  let processorMs = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peakMiB = Math.max(peakMiB, peakOf(child.pid));
    processorMs = Math.max(processorMs, processorTimes({ program: child.pid }).program ?? 0);
    await sleep(LOOK_MS);
  }
  await gone;
  return { peakMiB, processorMs };
};

const importing = async (folder, dataDir) => {
  const files = ['accounts.csv', 'invoices.csv'].map((name) => join(folder, name));
  const options = ['--data-dir', dataDir, '--rejects', join(folder, 'rejects'), '--json'];
  const { child, gone, out } = run(
    dataDir,
    join(ROOT, 'infra', 'bin', 'rapport.mjs'),
    'import',
    join(folder, 'bench.yaml'),
    ...files,
    ...options,
  );
  const { peakMiB, processorMs } = await watched({ child, gone });
  const { totals, seconds } = JSON.parse(await out);
  if (totals.rejectedRows > 0 || totals.accepted !== totals.rows) throw new Error(`Not everything was accepted: ${JSON.stringify(totals)}`);
  const microsEach = (processorMs * 1_000) / totals.rows;
  return { rate: { perSecond: totals.rows / seconds, microsEach, peakMiB }, rows: totals.rows, seconds };
};

const serverOn = async (dataDir) => {
  const { child, gone } = run(dataDir, join(ROOT, 'dist', 'apps', 'all-in-one', 'main.js'));
  const until = Date.now() + START_MS_MAX;
  while (!existsSync(join(dataDir, 'server.json'))) {
    if (child.exitCode !== null || Date.now() > until) throw new Error('No server came up.');
    await sleep(LOOK_MS);
  }
  return async () => {
    child.kill('SIGTERM');
    await gone;
  };
};

/** @param start what runs beside the import; resolves with how it is ended */
const caseOf =
  (start) =>
  async ({ scale, tell }) => {
    const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
    const dataDir = mkdtempSync(join(tmpdir(), 'rapport-bench-data-'));
    let stop = async () => {};
    try {
      write(folder, Math.ceil(ROWS * scale));
      stop = await start(dataDir);
      const { rate, rows, seconds } = await importing(folder, dataDir);
      tell(`${rows} rows in ${seconds} s`);
      return { size: `${rows} rows, a command each, on ${ACCOUNTS} accounts`, rate };
    } finally {
      await stop();
      for (const each of [folder, dataDir]) rmSync(each, { recursive: true, force: true });
    }
  };

const shared = { needs: [], bytes: `${invoice(50_000).length + 1} B a row`, durability: 'acknowledged means synced to the disk' };

export const importCases = [
  {
    ...shared,
    id: 'p11.import',
    title: 'rapport import without a server: read, checked, decided, synced, folded',
    bar: BAR,
    concurrency: '256 rows at once; the process that does it all',
    run: caseOf(async () => async () => {}),
  },
  {
    ...shared,
    id: 'p11.client',
    title: 'rapport import to a server, over HTTP',
    bar: { peakMiB: BAR.peakMiB },
    concurrency: '32 rows at once; the memory is that of the client',
    run: caseOf(serverOn),
  },
];
