import { Controller, Get, Inject, Param, Query as Parameters, Req, Res, type Type } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Answer, ask, collectionsBehind, type Sent } from './ask.js';
import { hasAlready, preferredLanguage } from '#libs/platform/negotiation.js';
import { prefersStream } from './accept.js';
import { LANGUAGES } from '#libs/contracts/texts.js';
import { LiveAnswers } from './live-answers.js';
import { idOf, valuesOf } from './parameters.js';
import { isAboutAccount, type Question } from './question.js';
import { type Sources, SOURCES } from './sources.js';
import { tagOf } from './tag.js';

/** What Nest needs of a question: its controller, and the handler of its query. */
export interface Served {
  readonly controller: Type;
  readonly handler: Type<IQueryHandler>;
}

/** What an answer depends on beside its address. */
const VARY = 'accept, accept-language, accept-encoding';

/** Makes the query class of a declared question with its handler, and the controller of its route: one of each a question. */
export const serve = (question: Question): Served => {
  class Asked extends Query<Answer> {
    constructor(readonly sent: Sent) {
      super();
    }
  }

  @QueryHandler(Asked)
  class Handler implements IQueryHandler<Asked> {
    constructor(@Inject(SOURCES) private readonly sources: Sources) {}

    execute({ sent }: Asked): Promise<Answer> {
      return ask(question, this.sources, sent);
    }
  }

  @Controller()
  class Door {
    constructor(
      @Inject(QueryBus) private readonly queries: QueryBus,
      @Inject(LiveAnswers) private readonly live: LiveAnswers,
      @Inject(SOURCES) private readonly sources: Sources,
    ) {}

    @Get(question.path.replaceAll(/\{(\w+)\}/g, ':$1'))
    async answer(
      @Param('id') given: string,
      @Parameters() query: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const { headers } = request;
      const id = isAboutAccount(question) ? idOf(given) : '';
      const language = preferredLanguage(headers, LANGUAGES);
      const sent = { id, language, parameters: valuesOf(question.parameters, query) };
      const asked = (): Promise<Answer> => this.queries.execute(new Asked(sent));
      const told = { 'content-language': language, vary: VARY };
      if (question.live && prefersStream(headers.accept)) {
        const stream = await this.live.stream(
          { request, reply },
          { parameters: sent.parameters, of: collectionsBehind(question), ask: asked },
        );
        void reply.headers(told);
        return stream;
      }
      const etag = await tagOf(question, this.sources, sent);
      // Whoever has the answer is spared it, and so are we: nothing is asked.
      const answer = hasAlready(headers, etag) && headers['if-none-match'] !== '*' ? undefined : await asked();
      void reply.headers({ ...told, etag, 'cache-control': 'no-cache' });
      if (hasAlready(headers, etag)) return void reply.status(304);
      return answer;
    }
  }

  // As they are called in stack traces and by Nest.
  for (const [made, name] of [
    [Asked, `Get${question.name}`],
    [Handler, `Get${question.name}Handler`],
    [Door, `${question.name}Controller`],
  ] as const)
    Object.defineProperty(made, 'name', { value: name });
  return { controller: Door, handler: Handler };
};
