import { collectionFor } from '#libs/kernel/ports.js';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { directory } from '#libs/read-models/directory/directory.js';
import { collections } from '#libs/read-models/registry.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { LiveAnswers } from './live-answers.js';
import { KpiParameters, NO_PARAMETERS, PageParameters, PastParameters } from './parameters.js';
import { parametersOf } from './problems.js';
import { GetStages } from './queries/accounts.query.js';
import { ListDepartedCredits } from './queries/departed-credits.query.js';
import { GetKpis } from './queries/kpis.query.js';
import { GetStatus, ListPolicies } from './queries/status.query.js';

type Given = Readonly<Record<string, unknown>>;

const KPIS = [teamKpis, directory].map((projection) => collectionFor(projection).name);
const EVERYTHING = Object.values(collections).map(({ name }) => name);

/** Questions to the whole portfolio. */
@Controller('v1')
export class PortfolioController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(LiveAnswers) private readonly live: LiveAnswers,
  ) {}

  @Get('stages')
  stages(@Query() given: Given) {
    return this.queries.execute(new GetStages(parametersOf(PastParameters, given)));
  }

  @Get('kpis')
  kpis(@Query() given: Given, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const question = new GetKpis(parametersOf(KpiParameters, given));
    const { parameters } = question;
    return this.live.answer({ request, reply }, { parameters, of: KPIS, ask: () => this.queries.execute(question) });
  }

  @Get('departed-credits')
  departedCredits(@Query() given: Given) {
    return this.queries.execute(new ListDepartedCredits(parametersOf(PageParameters, given)));
  }

  @Get('policies')
  policies(@Query() given: Given) {
    return this.queries.execute(new ListPolicies(parametersOf(PastParameters, given)));
  }

  @Get('status')
  status(@Query() given: Given, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const parameters = parametersOf(NO_PARAMETERS, given);
    return this.live.answer({ request, reply }, { parameters, of: EVERYTHING, ask: () => this.queries.execute(new GetStatus()) });
  }
}
