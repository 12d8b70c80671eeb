import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { CLEAN, PLANTED } from './planted-violations.js';
import { inMemory, onDisk, type Project } from './project.js';
import { report, type Rule } from './rule.js';
import { RULES } from './rules.js';
import { circlesOf } from './rules/cycles.js';
import { ZONES } from './rules/import-table.js';
import { KNOWN_CIRCLES } from './rules/known-circles.js';

const repository = onDisk(fileURLToPath(new URL('../..', import.meta.url)));

const reports = (rule: Rule, project: Project) => rule.check(project).map((violation) => report(rule, violation));

describe('this repository', () => {
  it.each(RULES)('keeps to the rule $name', (rule) => {
    expect(reports(rule, repository)).toEqual([]);
  });
});

describe('C14: the circles that are known', () => {
  it('are all there: one that is gone leaves the list of libs/quality/rules/known-circles.ts', () => {
    const found = new Set(circlesOf(repository).map(({ edge }) => edge));
    expect([...KNOWN_CIRCLES].filter((edge) => !found.has(edge))).toEqual([]);
  });

  it('lie in libs/domain only', () => {
    for (const edge of KNOWN_CIRCLES) expect(edge).toMatch(/^libs\/domain\/\S+ → libs\/domain\/\S+$/);
  });
});

describe('a rule finds what is planted', () => {
  it.each(PLANTED)('$rule: $title', ({ rule, files, finds }) => {
    const found = RULES.filter(({ name }) => name === rule).flatMap((one) => reports(one, inMemory(files)));
    expect(found).toEqual([expect.stringContaining(finds)]);
  });

  it('and every rule is tested so', () => {
    expect(new Set(PLANTED.map(({ rule }) => rule))).toEqual(new Set(RULES.map(({ name }) => name)));
  });

  it.each(RULES.filter(({ name }) => name !== 'reachability'))('$name lets pass what only looks like it', (rule) => {
    expect(reports(rule, inMemory(CLEAN))).toEqual([]);
  });
});

describe('a report', () => {
  it('names rule, place, problem, fix and decision', () => {
    const rule: Rule = { name: 'cycles', adr: '0002-x', check: () => [] };
    expect(report(rule, { path: 'libs/a.ts', line: 3, problem: 'imports itself', fix: 'part them' })).toBe(
      'cycles | libs/a.ts:3 imports itself | part them | docs/adr/0002-x.md',
    );
  });

  it('names decisions that exist', () => {
    expect(RULES.filter(({ adr }) => !repository.files.has(`docs/adr/${adr}.md`))).toEqual([]);
  });
});

describe('the import table', () => {
  const order = ZONES.map(({ name }) => name);

  it.each(ZONES)('$name imports only what stands above it', ({ name, imports, types = [] }) => {
    const above = new Set(['own', ...order.slice(0, order.indexOf(name) + 1)]);
    // Facets name each other's states, and what facets share names them too: of types alone, erased before the program runs.
    expect([...imports, ...types].filter((zone) => !above.has(zone) && zone !== 'facet')).toEqual([]);
  });
});
