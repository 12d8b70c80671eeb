import { describe, expect, it } from '@jest/globals';
import { unshown } from './capabilities.mjs';

const test = (title, path = 'apps/all-in-one/a.e2e-spec.ts') => ({ path, title });
const capabilities = [
  { number: 53, tests: [test('[53, 57] says who decides')] },
  { number: 57, tests: [test('[53, 57] says who decides'), test('[57] shows a card')] },
];
const isOurs = (path) => path.endsWith('.e2e-spec.ts');

describe('capabilities that a run has not shown', () => {
  it('are none where every test that names one has passed', () => {
    const ran = [test('[53, 57] says who decides'), test('[57] shows a card'), test('[99] that nobody is owed')];
    expect(
      unshown(
        capabilities,
        ran.map((one) => ({ ...one, status: 'passed' })),
        isOurs,
      ),
    ).toEqual([]);
  });

  it('are told by number where a test failed, or did not run', () => {
    const ran = [{ ...test('[53, 57] says who decides'), status: 'failed' }];
    expect(unshown(capabilities, ran, isOurs)).toEqual([
      'Capability 53 is not shown: apps/all-in-one/a.e2e-spec.ts › [53, 57] says who decides: failed',
      'Capability 57 is not shown: apps/all-in-one/a.e2e-spec.ts › [53, 57] says who decides: failed',
      'Capability 57 is not shown: apps/all-in-one/a.e2e-spec.ts › [57] shows a card: did not run',
    ]);
  });

  it('are left to another run where that one runs them', () => {
    const onEngines = [{ number: 7, tests: [test('[7] on engines', 'apps/all-in-one/b.engine-spec.ts')] }];
    expect(unshown(onEngines, [], isOurs)).toEqual([]);
  });

  it('are not shown by a test of the same title elsewhere', () => {
    const ran = [{ ...test('[53, 57] says who decides', 'apps/all-in-one/b.e2e-spec.ts'), status: 'passed' }];
    expect(unshown(capabilities.slice(0, 1), ran, isOurs)).toHaveLength(1);
  });
});
