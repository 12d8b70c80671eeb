import { Option } from 'commander';
import { isDay, parseInstant } from '#libs/kernel/calendar.js';
import { EXIT, Failure } from './failure.js';

/**
 * A moment to look back from: a date-time with its zone, or a day, which means its end where the company is (the server knows).
 * @throws Failure (usage)
 */
export const momentOf = (name: string, text: string): string => {
  const instant = isDay(text) ? text : parseInstant(text);
  if (instant !== undefined) return instant;
  const fix = 'Write a day such as 2026-03-31 (its end is meant), or a date-time with its zone such as 2026-03-31T12:00:00Z.';
  throw new Failure(EXIT.usage, `${name} "${text}" is neither a day nor a date-time.`, fix);
};

/** Which of the two times a question means. */
export const timeOption = (): Option =>
  new Option('--time <time>', 'by when things happened, or by when we came to know them')
    .choices(['occurred', 'recorded'])
    .default('occurred');
