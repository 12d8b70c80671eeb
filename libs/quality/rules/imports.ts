import { type Import, isTest } from '../project.js';
import { type Rule, type Violation } from '../rule.js';
import { SPECS, ZONES, type Zone } from './import-table.js';

/** Who may import what: a closed table, with different answers for values and for types. */
export const imports: Rule = {
  name: 'imports',
  adr: '0002-architecture-held-as-tests',
  check: ({ sources }) =>
    sources.flatMap(({ path, imports: asked }) => {
      const place = placeOf(path);
      if (place === undefined) return [homeless(path)];
      return asked
        .filter((one) => !allowed(place, isTest(path) && place.zone.name !== 'testing', one))
        .map((one) => forbidden(place, path, one));
    }),
};

interface Place {
  readonly zone: Zone;
  /** Tells folders of a zone apart. */
  readonly folder: string;
}

const placeOf = (path: string): Place | undefined => {
  for (const zone of ZONES) {
    const match = zone.files.exec(path);
    if (match) return { zone, folder: match[1] ?? '' };
  }
  return undefined;
};

const allowed = ({ zone, folder }: Place, test: boolean, { target, typeOnly }: Import): boolean => {
  if (target.startsWith('node:')) return zone.builtins === true || test;
  if (!/^(apps|libs|infra)\//.test(target)) return [...(zone.packages ?? []), ...(test ? SPECS.packages! : [])].some(matches(target));
  const to = placeOf(target);
  if (to === undefined) return false;
  if (to.zone === zone && to.folder === folder && zone.imports.includes('own')) return true;
  const zones = [...zone.imports, ...(typeOnly ? (zone.types ?? []) : []), ...(test ? SPECS.imports : [])];
  return zones.includes(to.zone.name);
};

const matches = (name: string) => (pattern: string) => (pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);

const forbidden = ({ zone }: Place, path: string, { target, line, typeOnly }: Import): Violation => ({
  path,
  line,
  problem: `imports ${typeOnly ? 'types of ' : ''}${target}, which ${zone.name} may not`,
  fix: `${zone.name} may import ${mayImport(zone)}: pass it in as data or move the code to where it may be known`,
});

const mayImport = ({ imports: zones, types = [], packages = [], builtins }: Zone): string =>
  [...zones, ...types.map((zone) => `types of ${zone}`), ...packages, ...(builtins ? ['node:*'] : [])].join(', ');

const homeless = (path: string): Violation => ({
  path,
  problem: 'belongs to no part of the architecture',
  fix: 'move it into one, or add a row to libs/quality/rules/import-table.ts with an ADR',
});
