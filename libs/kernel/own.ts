/**
 * What a record holds under a key that others chose. `record[key]` would find what every object inherits where somebody calls a thing
 * `constructor` or `toString`, which are ids like any others.
 */
export const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
