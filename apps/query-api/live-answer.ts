import { setTimeout as pause } from 'node:timers/promises';
import { type AsOf } from './answers.js';

/** An answer says what it contains. */
export interface Answered {
  readonly asOf: AsOf;
}

/** How often one stream asks again at most, and how long it is silent at most. */
export interface Pace {
  readonly askMs: number;
  readonly heartbeatMs: number;
}

/** Four answers a second are as many as eyes follow; proxies in common use close what was silent for 30 s or 60 s. */
export const PACE: Pace = { askMs: 250, heartbeatMs: 15_000 };

/** What a client is told to wait before it connects again. */
export const RECONNECT_MS = 2_000;

/** Rings when something has moved and remembers it until it is reset: a hundred movements are one ring. */
export class Bell {
  private rung = false;
  private wake: () => void = () => undefined;

  ring(): void {
    this.rung = true;
    this.wake();
  }

  reset(): void {
    this.rung = false;
  }

  /** Waits for a ring, at most so long; whether there was one. */
  async heard(milliseconds: number): Promise<boolean> {
    if (!this.rung) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, Math.max(0, milliseconds));
      this.wake = resolve;
      await promise;
      clearTimeout(timer);
    }
    return this.rung;
  }
}

/** What a stream needs: the question, the answer that is there already, and the bell that rings when another may be. */
export interface LiveAnswer {
  readonly ask: () => Promise<Answered>;
  readonly first: Answered;
  /** The position that the client has the answer of. */
  readonly lastEventId?: string | undefined;
  readonly bell: Bell;
  readonly pace?: Pace;
}

/**
 * An answer and its changes as Server-Sent Events (HTML standard, 9.2). It asks when it is pulled and not before: whoever reads slowly
 * misses the answers in between and gets the latest. Ends when the signal aborts and the bell rings.
 */
export async function* eventsOf({ ask, first, lastEventId, bell, pace = PACE }: LiveAnswer, signal: AbortSignal): AsyncGenerator<string> {
  yield `retry: ${RECONNECT_MS}\n\n`;
  let answer = first;
  let told = isKnown(first, lastEventId) ? contentOf(first) : undefined;
  let askedAt = performance.now();
  let heartbeatAt = askedAt + pace.heartbeatMs;
  while (!signal.aborted) {
    const content = contentOf(answer);
    if (content !== told || performance.now() >= heartbeatAt) {
      yield content === told ? heartbeat(answer) : event(answer);
      told = content;
      heartbeatAt = performance.now() + pace.heartbeatMs;
    }
    if (!(await bell.heard(heartbeatAt - performance.now()))) continue;
    await pause(Math.max(0, askedAt + pace.askMs - performance.now()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    bell.reset();
    askedAt = performance.now();
    answer = await ask();
  }
}

/** The client has this answer: of several read models only if none is on its way, because the position is the last one's alone. */
const isKnown = ({ asOf, ...answer }: Answered, lastEventId: string | undefined): boolean =>
  asOf.position !== null && asOf.position === lastEventId && (!('readModels' in answer) || asOf.lagEvents === 0);

/** What must differ for an answer to be sent: a position that moved for others' sake is no news. */
const contentOf = ({ asOf: _asOf, ...answer }: Answered): string => JSON.stringify(answer);

const idOf = ({ asOf }: Answered): string => (asOf.position === null ? '' : `id: ${asOf.position}\n`);

const event = (answer: Answered): string => `event: answer\n${idOf(answer)}data: ${JSON.stringify(answer)}\n\n`;

/** A comment; with the id and without data it moves the client's Last-Event-ID on, and dispatches nothing. */
const heartbeat = (answer: Answered): string => `: as before\n${idOf(answer)}\n`;
