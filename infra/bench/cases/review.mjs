/** Monthly reviews: the relationship of every open account of a portfolio, scored from its history. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../toolchain.mjs';
import { run, watched } from './import.mjs';

const ACCOUNTS = 10_000;
const INTERACTIONS = 10;

/** All accounts in half a minute, in the memory that an import may take and the list of accounts. */
const BAR = { perSecond: ACCOUNTS / 30, peakMiB: 400 };

const MAPPING = `name: review
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
  - role: talks
    file: talks.csv
    key: [no]
    columns: { no: text, account: text, at: instant, who: text }
    commands:
      - type: RecordInteraction
        target: { accountId: { $column: account } }
        occurredAt: { $column: at }
        data: { interactionId: { $column: no }, channel: call, contacts: [{ $column: who }] }
`;

const two = (number) => String(number).padStart(2, '0');

const write = (folder, accounts) => {
  const lines = (header, count, line) => `${[header, ...Array.from({ length: count }, (_, index) => line(index))].join('\n')}\n`;
  writeFileSync(join(folder, 'review.yaml'), MAPPING);
  writeFileSync(
    join(folder, 'accounts.csv'),
    lines('id,name', accounts, (index) => `a${index},Account ${index}`),
  );
  writeFileSync(
    join(folder, 'talks.csv'),
    lines('no,account,at,who', accounts * INTERACTIONS, (index) => {
      const month = two(1 + (index % 12));
      return `T${index},a${index % accounts},2025-${month}-${two(1 + (index % 28))} 10:00:00,Contact ${index % 7}`;
    }),
  );
};

const rapport = (dataDir, ...args) => run(dataDir, join(ROOT, 'infra', 'bin', 'rapport.mjs'), ...args, '--data-dir', dataDir, '--json');

const reviewing = async ({ scale, tell }) => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'));
  const dataDir = mkdtempSync(join(tmpdir(), 'rapport-bench-data-'));
  const accounts = Math.ceil(ACCOUNTS * scale);
  try {
    write(folder, accounts);
    const files = ['accounts.csv', 'talks.csv'].map((name) => join(folder, name));
    await watched(rapport(dataDir, 'import', join(folder, 'review.yaml'), ...files, '--rejects', join(folder, 'rejects')));
    const program = rapport(dataDir, 'review', '--month', '2025-12');
    const { peakMiB, processorMs } = await watched(program);
    const { reviewed, seconds } = JSON.parse(await program.out);
    if (reviewed !== accounts) throw new Error(`${reviewed} of ${accounts} accounts were reviewed.`);
    tell(`${reviewed} reviews in ${seconds} s`);
    const rate = { perSecond: reviewed / seconds, microsEach: (processorMs * 1_000) / reviewed, peakMiB };
    return { size: `${accounts} accounts with ${INTERACTIONS} interactions each`, rate };
  } finally {
    for (const each of [folder, dataDir]) rmSync(each, { recursive: true, force: true });
  }
};

export const reviewCases = [
  {
    needs: [],
    id: 'p12.review',
    title: 'rapport review without a server: histories read, scored, decided, synced',
    bytes: 'a review of about 1 kB an account',
    durability: 'acknowledged means synced to the disk',
    bar: BAR,
    concurrency: '256 accounts at once; the process that does it all',
    run: reviewing,
  },
];
