/** A value at a point in time. */
export interface Point {
  /** In any unit. */
  readonly time: number;
  readonly value: number;
}

/**
 * The slope of values over time, value per unit of time: the median of the slopes of all pairs, which one odd value does not move.
 * `undefined` for fewer than two points in time. Theil (1950), Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau",
 * JASA 63 (1968).
 * @throws RangeError for a time or a value that is no number
 */
export const velocity = (points: readonly Point[]): number | undefined => {
  const wrong = points.find(({ time, value }) => !Number.isFinite(time) || !Number.isFinite(value));
  if (wrong) throw new RangeError(`A value of ${wrong.value} at ${wrong.time}: times and values are numbers.`);
  const slopes = points
    .flatMap((one, index) =>
      points.slice(index + 1).flatMap((other) => (other.time === one.time ? [] : [(other.value - one.value) / (other.time - one.time)])),
    )
    .toSorted((left, right) => left - right);
  if (slopes.length === 0) return undefined;
  const middle = Math.floor(slopes.length / 2);
  // A slope of nothing has no sign.
  return 0 + (slopes.length % 2 === 1 ? slopes[middle]! : (slopes[middle - 1]! + slopes[middle]!) / 2);
};
