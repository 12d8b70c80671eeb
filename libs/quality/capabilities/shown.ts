import ts from 'typescript';
import { lineOf, type Project, type Source } from '../project.js';
import { CAPABILITIES } from './list.js';

/** A test that says by its title which capabilities it shows. */
export interface Showing {
  readonly path: string;
  readonly line: number;
  /** The title as it is written. */
  readonly title: string;
  /** The title without the numbers. */
  readonly says: string;
  readonly numbers: readonly ShownNumber[];
}

/** A capability that is shown: whole, or its figure alone, while its alert waits for policies that watch. */
export interface ShownNumber {
  readonly number: number;
  readonly figureOnly: boolean;
}

/** A test whose title begins with a number in brackets, and what keeps it from being one that shows a capability. */
export interface WrongShowing {
  readonly path: string;
  readonly line: number;
  readonly problem: string;
}

/** Tests through the public doors: whole products, and those on real engines. */
const SHOWS = /^apps\/.*\.(e2e|engine)-spec\.ts$/;

/** `[53, 57] says who decides`, `[60: figure] names the person`. */
const TITLE = /^\[(\d+(?:: figure)?(?:, \d+(?:: figure)?)*)\] (.*)$/s;

const KNOWN: ReadonlySet<number> = new Set(CAPABILITIES.flatMap(({ owed }) => Object.keys(owed).map(Number)));

/** The tests that show capabilities, in the order of their files. */
export const showingsOf = (project: Project): readonly Showing[] =>
  project.sources.flatMap((source) => numberedTests(source).flatMap((test) => ('problem' in test ? [] : [test])));

/** What looks like one and is none. */
export const wrongShowings = (project: Project): readonly WrongShowing[] =>
  project.sources.flatMap((source) => numberedTests(source).flatMap((test) => ('problem' in test ? [test] : [])));

const numberedTests = (source: Source): readonly (Showing | WrongShowing)[] =>
  source.path.startsWith('apps/') ? source.nodes.filter(ts.isCallExpression).flatMap((node) => numbered(source, node)) : [];

const numbered = (source: Source, node: ts.CallExpression): readonly (Showing | WrongShowing)[] => {
  const called = node.expression.getText(source.tree);
  const [given] = node.arguments;
  if (!/^(it|test|describe)\b/.test(called) || given === undefined || !/^.\[\d/.test(given.getText(source.tree))) return [];
  const place = { path: source.path, line: lineOf(source, node) };
  if (!SHOWS.test(source.path)) return [{ ...place, problem: 'shows a capability in a test that does not go through the public doors' }];
  if (called !== 'it' || !ts.isStringLiteralLike(given))
    return [{ ...place, problem: `shows a capability by ${called}, whose title is not its own` }];
  const [, list, says] = TITLE.exec(given.text) ?? [];
  if (list === undefined || says === undefined) return [{ ...place, problem: `has the title "${given.text}"` }];
  const numbers = list.split(', ').map((one): ShownNumber => ({ number: Number.parseInt(one, 10), figureOnly: one.endsWith(': figure') }));
  const unknown = numbers.find(({ number }) => !KNOWN.has(number));
  if (unknown) return [{ ...place, problem: `shows capability ${unknown.number}, which nobody is owed` }];
  return [{ ...place, title: given.text, says, numbers }];
};
