import cliProgress from 'cli-progress';
import { type Output } from './terminal.js';

/** Nothing is shown of what is done by then. */
const SHOW_AFTER_MS = 1_000;
/** How often a line is written where there is no terminal to draw on. */
const LINE_EVERY_MS = 5_000;

/** How far something is, shown while it lasts. */
export interface ProgressBar {
  /** `done` of `total` in the same unit, and a few words, made only where they are shown. */
  update(done: number, total: number, words: string | (() => string)): void;
  /** Leaves nothing behind on a terminal. */
  stop(): void;
}

/**
 * A bar with the time that is left on a terminal, a line now and then elsewhere; nothing at all in the first second.
 * @param now milliseconds of a clock that does not jump
 */
export const progressBar = (err: Output, title: string, now: () => number = () => performance.now()): ProgressBar => {
  const begun = now();
  let written = begun;
  let bar: cliProgress.SingleBar | undefined;
  return {
    update: (done, total, saying) => {
      const at = now();
      if (at - begun < SHOW_AFTER_MS) return;
      const words = typeof saying === 'string' ? saying : saying();
      if (err.isTTY === true) {
        if (bar === undefined) {
          bar = new cliProgress.SingleBar(options(err, title), cliProgress.Presets.shades_classic);
          bar.start(total, done, { words, left: '…' });
        }
        bar.update(done, { words, left: remaining(at - begun, done, total) });
      } else if (at - written >= LINE_EVERY_MS) {
        written = at;
        err.write(`${title}: ${percent(done, total)} %, ${words}, ${remaining(at - begun, done, total)} left\n`);
      }
    },
    stop: () => bar?.stop(),
  };
};

const options = (stream: Output, title: string): cliProgress.Options => ({
  stream,
  format: `${title} {bar} {percentage} % | {words} | {left} left`,
  barsize: 30,
  hideCursor: true,
  clearOnComplete: true,
  forceRedraw: false,
  // The process lives as long as its work, not as long as its bar.
  gracefulExit: false,
});

const percent = (done: number, total: number): number => Math.floor((100 * done) / Math.max(total, 1));

/** By the speed so far. */
const remaining = (elapsedMs: number, done: number, total: number): string => {
  if (done === 0) return 'an unknown time';
  const seconds = Math.max(0, Math.ceil((elapsedMs * (total - done)) / done / 1_000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};
