import { nearest } from '#libs/kernel/nearest.js';

export type Json = { readonly [key: string]: unknown };

/** A place in a mapping, `files[2].commands[0].data.net`. */
export class Place {
  constructor(readonly steps: readonly (string | number)[] = []) {}

  to(step: string | number): Place {
    return new Place([...this.steps, step]);
  }

  toString(): string {
    return this.steps.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
  }
}

/** Tells the line of a place in the file that was read, where it was one. */
export type LineOf = (steps: Place['steps']) => number | undefined;

/** Everything that is wrong with a mapping, each with its place. */
export class Problems {
  readonly all: string[] = [];

  constructor(private readonly lineOf: LineOf = () => undefined) {}

  add(at: Place, reason: string): void {
    const line = this.lineOf(at.steps);
    this.all.push(`${at}${reason.startsWith(' ') ? '' : ': '}${reason}${line === undefined ? '' : ` (line ${line})`}`);
  }
}

export const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** Checks that a value is an object, and that it has no other properties where their names are given. */
export const record = (value: unknown, at: Place, names: readonly string[] | undefined, problems: Problems): Json | undefined => {
  if (!isJson(value)) {
    problems.add(at.steps.length === 0 ? new Place(['mapping']) : at, `expected an object, found ${show(value)}`);
    return undefined;
  }
  for (const name of Object.keys(value)) {
    if (names !== undefined && !names.includes(name)) {
      problems.add(at.steps.length === 0 ? new Place(['mapping']) : at, `unknown property "${name}"; ${perhaps(name, names)}`);
    }
  }
  return value;
};

/** What was meant, or else what there is. */
export const perhaps = (name: string, names: readonly string[]): string => {
  const [close] = nearest(name, names);
  return close === undefined ? `there are ${names.join(', ')}` : `did you mean ${close}?`;
};

export const list = (value: unknown, at: Place, problems: Problems): readonly unknown[] => {
  if (Array.isArray(value) && value.length > 0) return value;
  problems.add(at, `expected a list with at least one entry, found ${show(value)}`);
  return [];
};

export const text = (value: unknown, at: Place, problems: Problems): value is string => {
  if (typeof value === 'string') return true;
  problems.add(at, `expected a text, found ${show(value)}`);
  return false;
};

export const matches = (value: unknown, at: Place, pattern: RegExp, wanted: string, problems: Problems): void => {
  if (typeof value !== 'string' || !pattern.test(value)) problems.add(at, `expected ${wanted}, found ${show(value)}`);
};

/** Checks a table of texts. */
export const texts = (value: unknown, at: Place, problems: Problems): void => {
  const table = record(value, at, undefined, problems) ?? {};
  for (const [name, entry] of Object.entries(table)) text(entry, at.to(name), problems);
};

export type Columns = ReadonlyMap<string, Json>;

export const known = (name: unknown, at: Place, columns: Columns, problems: Problems): void => {
  if (typeof name === 'string' && columns.has(name)) return;
  problems.add(at, `no column ${show(name)} is declared; ${perhaps(String(name), [...columns.keys()])}`);
};

export const unique = (files: readonly unknown[], property: string, at: Place, problems: Problems): void => {
  const seen = new Set<unknown>();
  files.forEach((file, index) => {
    const value = isJson(file) ? file[property] : undefined;
    if (value !== undefined && seen.has(value)) problems.add(at.to(index).to(property), `${show(value)} is taken by an earlier file`);
    seen.add(value);
  });
};
