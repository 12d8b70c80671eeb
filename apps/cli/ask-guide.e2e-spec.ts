import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAllInOne } from '#apps/all-in-one/app.js';
import { tellDemonstration } from '#apps/all-in-one/demonstration/build.js';
import { demonstrationPortfolio } from '#apps/all-in-one/demonstration/portfolio.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { Folder } from './testing/folder.js';
import { rapport } from './testing/whole-system.js';

const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'ask-the-portfolio.md');
/** The day on which the story ends that the guide shows. */
const LAST_DAY = '2025-12-31';
/** A question on the command line, the same over HTTP, and what it answers. */
const QUESTION = /```sh\nrapport ask (.+)\ncurl -s 'localhost:3000(\S+)'\n```\n(?:\n```text\n[^`]*```\n)?/g;

/** As the guide shows tables: without what a terminal would cut off anyway. */
const shown = (out: string): string =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');

describe('the guide to asking the portfolio', () => {
  let guide: string;
  let folder: Folder;
  let server: Awaited<ReturnType<typeof startAllInOne>>;

  beforeAll(async () => {
    guide = await readFile(GUIDE, 'utf8');
    folder = await Folder.with();
    server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder.path, DEMO: 'off', LOG_LEVEL: 'silent' }));
    const { rejected } = await tellDemonstration(server.handler, demonstrationPortfolio(LAST_DAY));
    expect(rejected).toEqual([]);
    const isCaughtUp = async () => ((await (await fetch(`${server.url}/v1/status`)).json()) as { status: string }).status === 'caught-up';
    while (!(await isCaughtUp())) await pause(20);
  }, 60_000);

  afterAll(async () => {
    await server.close();
    await folder[Symbol.asyncDispose]();
  });

  it('shows what is answered, in the words of today; a stale page is rewritten', async () => {
    const ends = `--as-of ${LAST_DAY}`;
    let now = guide;
    for (const [block, words] of guide.matchAll(QUESTION)) {
      const asked = words!.includes('--as-of') ? words! : `${words} ${ends}`;
      const { exit, out, err } = await rapport(folder.path, ['ask', ...asked.split(' ')]);
      if (exit !== 0) throw new Error(`${words}: ${err}`);
      const question = block.slice(0, block.indexOf('```\n', 6) + 4);
      now = now.replace(block, () => `${question}\n\`\`\`text\n${shown(out)}\n\`\`\`\n`);
    }
    if (now !== guide) await writeFile(GUIDE, now);
    expect(now).toBe(guide);
  });

  it('asks the same over HTTP', async () => {
    const questions = [...guide.matchAll(QUESTION)];
    expect(questions.length).toBeGreaterThan(12);
    for (const [, words, path] of questions) {
      const url = new URL(path!, server.url);
      if (!url.searchParams.has('asOf')) url.searchParams.set('asOf', LAST_DAY);
      const asked = words!.replace(/ --fields \S+/, '').split(' ');
      const asOf = asked.includes('--as-of') ? [] : ['--as-of', LAST_DAY];
      const { out } = await rapport(folder.path, ['ask', ...asked, ...asOf, '--json']);
      expect(await (await fetch(url)).json()).toMatchObject(JSON.parse(out) as object);
    }
  });
});
