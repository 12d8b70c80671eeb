import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run } from './testing/compare.js';
import { histories } from './testing/histories.js';
import { openPipeline, type Urls } from './testing/pipeline.js';

it('two embedded worlds come to the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rapport-differential-'));
  const urls = (n: string): Urls => ({ eventStore: `sqlite:${folder}/${n}/e.db`, messageBus: `in-process:${folder}/${n}/b.db`, readStore: `sqlite:${folder}/${n}/r.db` });
  const all = histories(100, 1);
  const results = [];
  for (const n of ['a', 'b']) {
    await using world = await openPipeline(urls(n));
    const t = performance.now();
    results.push(await run(world, all));
    console.log(n, performance.now() - t, results.at(-1)!.count);
  }
  const [a, b] = results;
  expect(b!.answers).toEqual(a!.answers);
  expect(b!.events).toEqual(a!.events);
  expect(b!.documents).toEqual(a!.documents);
  const kinds: Record<string, number> = {};
  for (const x of a!.answers.flat() as any[]) { const k = x.outcome + ' ' + (x.rejection?.code ?? (x.duplicate ? 'dup' : '')); kinds[k] = (kinds[k] ?? 0) + 1; }
  console.log(kinds);
  await rm(folder, { recursive: true });
});
