import { Problem } from '#libs/platform/problem.js';
import { type Moment } from './answers.js';

/** Questions that fold the whole log at one time: each holds every document of a read model in memory. */
export const WHOLE_LOG_AT_ONCE_MAX = 2;
/** Questions that may wait for their turn to do so. */
export const WHOLE_LOG_WAITING_MAX = 16;

/** Lets so many work at once; the others wait in order, and beyond a bound they are sent away. */
export class Turns {
  private working = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnceMax: number,
    private readonly waitingMax: number,
  ) {}

  /** Does the work when its turn comes. @throws Problem TOO_MANY_WAITING where too many wait already, and what the work throws */
  async take<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.working < this.atOnceMax) this.working += 1;
    else await this.queue();
    try {
      return await work();
    } finally {
      // The turn is handed over, so that nobody who comes meanwhile gets in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.working -= 1;
    }
  }

  private queue(): Promise<void> {
    if (this.waiting.length >= this.waitingMax) {
      throw new Problem(
        'TOO_MANY_WAITING',
        `${this.waitingMax} questions about the past of everything wait here already: ask again in a moment, or about one account.`,
      );
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.push(resolve);
    return promise;
  }
}

/** Answers a question about everything: of the present at once, of the past in its turn, because that reads the whole log. */
export const inTurn = <Answer>(
  { turns }: { readonly turns: Turns },
  moment: Moment | undefined,
  answer: () => Promise<Answer>,
): Promise<Answer> => (moment === undefined ? answer() : turns.take(answer));
