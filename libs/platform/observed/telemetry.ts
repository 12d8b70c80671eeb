import { OutcomeUnknown, Unavailable, VersionConflict } from '#libs/kernel/errors.js';
import { type Metrics, secondsSince } from '../metrics/metrics.js';
import { type Tracing } from '../tracing.js';

/** What a process says about itself to those who run it. */
export interface Telemetry {
  readonly metrics: Metrics;
  readonly tracing: Tracing;
}

/** Does the work and tells how long it took and what came of it; the error goes on to the caller. */
export const timed = async <Result>(
  work: () => Promise<Result>,
  tell: (seconds: number, result: string) => void,
  resultOf: (result: Result) => string = () => 'ok',
): Promise<Result> => {
  const begun = performance.now();
  try {
    const result = await work();
    tell(secondsSince(begun), resultOf(result));
    return result;
  } catch (error) {
    tell(secondsSince(begun), failureOf(error));
    throw error;
  }
};

const failureOf = (error: unknown): string => {
  if (error instanceof VersionConflict) return 'conflict';
  if (error instanceof OutcomeUnknown) return 'unknown';
  return error instanceof Unavailable ? 'unavailable' : 'error';
};

/** The class of an error: a label, and no text. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
