import { Readable } from 'node:stream';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Log } from '#libs/platform/log.js';
import { LOG } from '#libs/platform/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { EVENT_STREAM } from './accept.js';
import { type Answered, Bell, eventsOf } from './live-answer.js';
import { type Movements } from './movements.js';
import { type PAST, type ValuesOf } from './parameters.js';

/** Streams that are open at once in one process. */
export const LIVE_STREAMS_MAX = 256;

/** Token of {@link Movements}. */
export const MOVEMENTS = Symbol('Movements');

/** A request and where its answer goes. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A question that may be answered live: its parameters, the read models behind it, and how it is asked. */
export interface LiveQuestion<Answer extends Answered> {
  readonly parameters: ValuesOf<typeof PAST>;
  /** Names of collections. */
  readonly of: readonly string[];
  readonly ask: () => Promise<Answer>;
}

/** Answers with `Accept: text/event-stream` at once and again after every change, until either side goes. */
@Injectable()
export class LiveAnswers implements BeforeApplicationShutdown {
  private readonly open = new Set<AbortController>();
  private stopping = false;

  constructor(
    @Inject(MOVEMENTS) private readonly movements: Movements,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws whatever the question throws, as long as nothing has been sent */
  async stream<Answer extends Answered>({ request, reply }: Exchange, question: LiveQuestion<Answer>): Promise<Readable> {
    refuseThePast(question.parameters);
    const end = this.admit(reply);
    const bell = new Bell();
    end.signal.addEventListener('abort', () => bell.ring(), { once: true });
    // It listens before it asks, so that nothing falls in between.
    this.movements.onMove((collection) => question.of.includes(collection) && bell.ring(), end.signal);
    try {
      const lastEventId = [request.headers['last-event-id']].flat()[0];
      const events = eventsOf({ ask: question.ask, first: await question.ask(), lastEventId, bell }, end.signal);
      void reply.headers({ 'content-type': EVENT_STREAM, 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' });
      // One chunk ahead: the rest waits in the question, not in memory.
      return Readable.from(this.untilBroken(events, end), { highWaterMark: 1 });
    } catch (error) {
      end.abort();
      throw error;
    }
  }

  /** Ends every stream before the server stops listening: it waits for answers that are under way. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
    for (const end of this.open) end.abort();
  }

  private admit({ raw: response }: FastifyReply): AbortController {
    if (this.stopping) throw new Problem('UNAVAILABLE', 'The server stops: ask again, it or another one will answer.');
    if (this.open.size >= LIVE_STREAMS_MAX) {
      throw new Problem('TOO_MANY_WAITING', `${LIVE_STREAMS_MAX} live answers are open here: close one, or ask without ${EVENT_STREAM}.`);
    }
    const end = new AbortController();
    this.open.add(end);
    response.once('close', () => end.abort());
    end.signal.addEventListener('abort', () => {
      this.open.delete(end);
      // Who does not read would not take the end either.
      if (response.writableNeedDrain) response.destroy();
    });
    return end;
  }

  /** What fails in the middle ends the stream: the client connects again and hears why. */
  private async *untilBroken(events: AsyncGenerator<string>, end: AbortController): AsyncGenerator<string> {
    try {
      yield* events;
    } catch (error) {
      if (!end.signal.aborted) this.log.warn({ err: error }, 'ended a live answer');
    } finally {
      end.abort();
    }
  }
}

const refuseThePast = (parameters: ValuesOf<typeof PAST>): void => {
  const given = (['asOf', 'time'] as const).filter((name) => parameters[name] !== undefined);
  if (given.length === 0) return;
  const detail = `The past does not change: leave it out, or ask without Accept: ${EVENT_STREAM}.`;
  throw new Problem('INVALID_QUERY', `Wrong parameters: ${given.join(', ')}.`, {
    errors: given.map((name) => ({ pointer: `/${name}`, detail })),
  });
};
