import { Controller, Get, Inject, Param, Query as Parameters, Req, Res, type Type } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Answer, ask, collectionsBehind, type Sent } from './ask.js';
import { LiveAnswers } from './live-answers.js';
import { idOf, valuesOf } from './parameters.js';
import { isAboutAccount, type Question } from './question.js';
import { SOURCES } from './sources.js';
import { type Sources } from './view.js';

/** What Nest needs of a question: its controller, and the handler of its query. */
export interface Served {
  readonly controller: Type;
  readonly handler: Type<IQueryHandler>;
}

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
    ) {}

    @Get(question.path.replaceAll(/\{(\w+)\}/g, ':$1'))
    answer(
      @Param('id') id: string,
      @Parameters() given: unknown,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ) {
      const sent = { id: isAboutAccount(question) ? idOf(id) : '', parameters: valuesOf(question.parameters, given) };
      const execute = (): Promise<Answer> => this.queries.execute(new Asked(sent));
      if (!question.live) return execute();
      return this.live.answer({ request, reply }, { parameters: sent.parameters, of: collectionsBehind(question), ask: execute });
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
