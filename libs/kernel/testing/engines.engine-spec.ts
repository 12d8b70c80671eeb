import { afterEach, describe, expect, it } from '@jest/globals';
import { describeEngineFaults, engineStatus, type EngineName, freezeEngine, killEngine, startEngine, thawEngine } from './engines.js';

const ENGINES: readonly EngineName[] = ['kafka', 'mongodb'];

describe.each(ENGINES)('the local engine', (name) => {
  describeEngineFaults(name, (url) => {
    afterEach(() => startEngine(name));

    it('answers at the URL that the specs are told', async () => {
      expect(await engineStatus(name)).toMatchObject({ url, answers: true });
    });

    it('is gone when it is killed, and comes back as another process at the same URL', async () => {
      const { pid } = await engineStatus(name);
      await killEngine(name);
      expect(await engineStatus(name)).toMatchObject({ pid: null, answers: false });
      await startEngine(name);
      const after = await engineStatus(name);
      expect(after).toMatchObject({ url, answers: true });
      expect(after.pid).not.toBe(pid);
    });

    it('does not answer while it is frozen, and is the same process afterwards', async () => {
      const { pid } = await engineStatus(name);
      await freezeEngine(name);
      expect(await engineStatus(name)).toMatchObject({ pid, answers: false });
      await thawEngine(name);
      expect(await engineStatus(name)).toMatchObject({ pid, answers: true });
    });
  });
});
