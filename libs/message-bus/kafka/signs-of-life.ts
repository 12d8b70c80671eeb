import { JOINING_MS_MAX, LOOK_MS, SILENT_MS_MAX, STALLED_MS_MAX } from './settings.js';

/** Whose signs of life are looked for, and what is done without them. */
export interface Watched {
  /** Asks the group's coordinator over another connection. */
  ask(): Promise<'quiet' | 'rebalancing'>;
  /** There is no sign of life, and the coordinator does not answer either. */
  unreachable(error: unknown): void;
  /** A sign of life after that. */
  back(): void;
  /** There is none although the coordinator answers. */
  stalled(error: Error): void;
}

/**
 * Tells a broker that is away, which is waited for, from a consumer whose connection is dead, which is replaced. It is the coordinator
 * that is asked, because a broker that has just started answers long before it has read what it knows of groups.
 */
export class SignsOfLife {
  private last = performance.now();
  private hasJoined = false;
  private isAway = false;
  /** Since when the coordinator answers while there is no sign of life. */
  private answersSince: number | undefined;
  private looking = false;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly watched: Watched) {
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  /** There was one. */
  seen(): void {
    const wasAway = this.isAway;
    this.begin();
    if (wasAway) this.watched.back();
  }

  /** The consumer has joined its group, which says what it is in charge of. */
  joined(): void {
    this.hasJoined = true;
    this.begin();
  }

  private begin(): void {
    this.last = performance.now();
    this.isAway = false;
    this.answersSince = undefined;
  }

  private async look(): Promise<void> {
    if (this.looking || performance.now() - this.last < SILENT_MS_MAX) return;
    const { last } = this;
    const asked = performance.now();
    this.looking = true;
    const answer = await this.watched.ask().catch((error: unknown) => ({ error }));
    this.looking = false;
    // There was one meanwhile: it was this process that was slow.
    if (last !== this.last) return;
    if (typeof answer === 'object') this.unanswered(answer.error);
    else this.answered(asked, answer);
  }

  private unanswered(error: unknown): void {
    this.answersSince = undefined;
    if (this.isAway) return;
    this.isAway = true;
    this.watched.unreachable(error);
  }

  private answered(asked: number, state: 'quiet' | 'rebalancing'): void {
    this.answersSince ??= asked;
    const waited = performance.now() - this.answersSince;
    if (waited <= (this.hasJoined && state === 'quiet' ? STALLED_MS_MAX : JOINING_MS_MAX)) return;
    this.stop();
    const silent = Math.round(performance.now() - this.last);
    this.watched.stalled(new Error(`no answered heartbeat for ${silent} ms, although the coordinator of the group answers`));
  }

  /** Whether nobody answers. */
  get away(): boolean {
    return this.isAway;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
