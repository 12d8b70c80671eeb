import { CAPABILITIES, RESTS_ON } from '../capabilities/list.js';
import { type Showing, showingsOf } from '../capabilities/shown.js';
import { type Project } from '../project.js';
import { page, table } from './markdown.js';

/** How far a capability is there. */
type State = 'whole' | 'figure' | 'absent';

interface Shown {
  readonly number: number;
  readonly state: State;
  readonly tests: readonly Showing[];
}

/** What a reader is told of each state. */
const STATES: Readonly<Record<State, string>> = {
  whole: 'whole',
  figure: 'figure; its alert waits for policies that watch',
  absent: 'not built',
};

/** Every capability with the tests that show it. */
export const renderCapabilities = (project: Project): string => {
  const shown = capabilitiesOf(project);
  return page(
    '# Capabilities',
    'What the product owes its users, and the tests that show it through the public doors: commands in, answers out. A test names what it shows by the '
      + 'numbers at the beginning of its title ([why](../adr/0078-a-capability-is-a-test.md)). `npm test` fails where one of them did not run or did not pass.',
    table(
      ['', 'capabilities'],
      [
        ...Object.entries(STATES).map(([state, words]) => [words, String(shown.filter((one) => one.state === state).length)]),
        ['all', String(shown.length)],
      ],
    ),
    ...CAPABILITIES.flatMap(({ title, owed }) => [
      `## ${title}`,
      table(
        ['', 'capability', '', 'shown by'],
        shown
          .filter(({ number }) => number in owed)
          .map(({ number, state, tests }) => [String(number), owed[number]!, STATES[state], evidenceOf(number, tests)]),
      ),
    ]),
  );
};

/** The same for the run that holds the page against what ran: the tests of each capability by file and title. */
export const renderShownCapabilities = (project: Project): string => {
  const shown = capabilitiesOf(project).filter(({ tests }) => tests.length > 0);
  const lines = shown.map(({ number, tests }) => ({ number, tests: tests.map(({ path, title }) => ({ path, title })) }));
  return `${JSON.stringify(lines, undefined, 2)}\n`;
};

const capabilitiesOf = (project: Project): readonly Shown[] => {
  const showings = showingsOf(project);
  const shown = new Map(
    CAPABILITIES.flatMap(({ owed }) => Object.keys(owed)).map((name) => [Number(name), ofNumber(Number(name), showings)]),
  );
  return [...shown.values()].map((one) => {
    const under = (RESTS_ON[one.number] ?? []).map((number) => shown.get(number)!);
    return one.state === 'absent' && under.length > 0 ? { ...one, state: weakest(under) } : one;
  });
};

const ofNumber = (number: number, showings: readonly Showing[]): Shown => {
  const tests = showings.filter(({ numbers }) => numbers.some((one) => one.number === number));
  const isWhole = tests.some(({ numbers }) => numbers.some((one) => one.number === number && !one.figureOnly));
  return { number, state: isWhole ? 'whole' : tests.length > 0 ? 'figure' : 'absent', tests };
};

const weakest = (under: readonly Shown[]): State =>
  (['absent', 'figure'] as const).find((state) => under.some((one) => one.state === state)) ?? 'whole';

const evidenceOf = (number: number, tests: readonly Showing[]): string => {
  const under = RESTS_ON[number];
  if (tests.length === 0 && under !== undefined) return `what shows ${under.join(', ')}`;
  return tests.map(({ path, says }) => `[${says.replaceAll(/[[\]]/g, String.raw`\$&`)}](../../${path})`).join('; ');
};
