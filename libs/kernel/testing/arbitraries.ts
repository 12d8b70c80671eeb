import fc from 'fast-check';
import { type Fields, type Kind } from '../fields.js';

/** Values of a kind, drawn from its samples: few, so that what is generated meets. */
export const arbitraryOf = (kind: Kind): fc.Arbitrary<unknown> => {
  // Of an object whose fields belong together, amount and currency, the samples say how.
  if (kind.record && kind.samples.length === 1) return dataOf(kind.record.fields);
  if (kind.record || kind.within === undefined) return fc.constantFrom(...kind.samples);
  const within = arbitraryOf(kind.within);
  const { type, anyOf, minItems, maxItems } = kind.schema as { type?: string; anyOf?: object; minItems?: number; maxItems?: number };
  if (anyOf !== undefined) return fc.option(within);
  if (type === 'array') {
    const maxLength = Math.min(3, maxItems ?? 3);
    return fc.uniqueArray(within, { minLength: minItems ?? 0, maxLength, selector: (entry) => JSON.stringify(entry) });
  }
  return fc.dictionary(fc.constantFrom(...kind.samples.flatMap((sample) => Object.keys(sample as object))), within);
};

/** Data with these fields, the optional ones there or not. */
export const dataOf = (fields: Fields): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, arbitraryOf(kind)])), {
    requiredKeys: Object.keys(fields).filter((name) => !fields[name]!.optional),
  });
