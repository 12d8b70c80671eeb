/** What was expected of one period, and what came. */
export interface Expected {
  readonly expected: number;
  readonly actual: number;
}

/** How good forecasts were. */
export interface ForecastAccuracy {
  readonly periods: number;
  /** Σ|expected − actual| ÷ Σ|actual|, 0 is exact: weighted by size, so that a small month does not decide. Absent: nothing came. */
  readonly error?: number;
  /** Σ(expected − actual) ÷ Σ|actual|: above 0 too much was expected. Absent: nothing came. */
  readonly bias?: number;
}

/**
 * The weighted absolute percentage error (WAPE, also MAD/mean ratio) of forecasts, and their bias. Kolassa & Schütz, "Advantages of the
 * MAD/Mean Ratio over the MAPE", Foresight 6 (2007).
 * @throws RangeError for an amount that is no number
 */
export const forecastAccuracy = (periods: readonly Expected[]): ForecastAccuracy => {
  const wrong = periods.find(({ expected, actual }) => !Number.isFinite(expected) || !Number.isFinite(actual));
  if (wrong) throw new RangeError(`${wrong.expected} was expected and ${wrong.actual} came: amounts are numbers.`);
  const sum = (of: (period: Expected) => number) => periods.reduce((total, period) => total + of(period), 0);
  const came = sum(({ actual }) => Math.abs(actual));
  if (came === 0) return { periods: periods.length };
  return {
    periods: periods.length,
    error: sum(({ expected, actual }) => Math.abs(expected - actual)) / came,
    bias: sum(({ expected, actual }) => expected - actual) / came,
  };
};
