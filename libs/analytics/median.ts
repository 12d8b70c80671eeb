import { medianSorted } from 'simple-statistics';

/** The middle of some values, the mean of the two middle ones where they are even in number; `null` of nothing. */
export const medianOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : medianSorted(values.toSorted((left, right) => left - right));
