import { wrongShowings } from '../capabilities/shown.js';
import { type Rule } from '../rule.js';

/** A test that shows a capability is found by its title, by the page of capabilities and by the run that holds it. */
export const capabilityTitles: Rule = {
  name: 'capability-titles',
  adr: '0078-a-capability-is-a-test',
  check: (project) =>
    wrongShowings(project).map((wrong) => ({
      ...wrong,
      fix: "write it('[53, 60: figure] what it shows', …) in apps/**/*.e2e-spec.ts or *.engine-spec.ts, with numbers of libs/quality/capabilities/list.ts",
    })),
};
