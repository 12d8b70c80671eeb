import { collectionFor } from '#libs/kernel/ports.js';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { id } from '#libs/kernel/kinds.js';
import { Problem } from '#libs/platform/problem.js';
import { accountTimeline } from '#libs/read-models/account-timeline/account-timeline.js';
import { LiveAnswers } from './live-answers.js';
import { AccountsParameters, HistoryParameters, PastParameters, PromisesParameters, TimelineParameters } from './parameters.js';
import { parametersOf } from './problems.js';
import { GetHistory, GetTimeline, ListPromises } from './queries/account-history.query.js';
import { GetAccount, GetMaturity, ListAccounts } from './queries/accounts.query.js';

type Given = Readonly<Record<string, unknown>>;

const TIMELINE = [collectionFor(accountTimeline).name];

/** Accounts, one by one and all together, now or as of any date. */
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(LiveAnswers) private readonly live: LiveAnswers,
  ) {}

  @Get()
  list(@Query() given: Given) {
    return this.queries.execute(new ListAccounts(parametersOf(AccountsParameters, given)));
  }

  @Get(':id')
  one(@Param('id') accountId: string, @Query() given: Given) {
    return this.queries.execute(new GetAccount(accountIdOf(accountId), parametersOf(PastParameters, given)));
  }

  @Get(':id/timeline')
  timeline(
    @Param('id') accountId: string,
    @Query() given: Given,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const question = new GetTimeline(accountIdOf(accountId), parametersOf(TimelineParameters, given));
    const { parameters } = question;
    return this.live.answer({ request, reply }, { parameters, of: TIMELINE, ask: () => this.queries.execute(question) });
  }

  @Get(':id/maturity')
  maturity(@Param('id') accountId: string, @Query() given: Given) {
    return this.queries.execute(new GetMaturity(accountIdOf(accountId), parametersOf(PastParameters, given)));
  }

  @Get(':id/promises')
  promises(@Param('id') accountId: string, @Query() given: Given) {
    return this.queries.execute(new ListPromises(accountIdOf(accountId), parametersOf(PromisesParameters, given)));
  }

  @Get(':id/history')
  history(@Param('id') accountId: string, @Query() given: Given) {
    return this.queries.execute(new GetHistory(accountIdOf(accountId), parametersOf(HistoryParameters, given)));
  }
}

const accountIdOf = (text: string): string => {
  const [complaint] = id.check(text, '/id');
  if (complaint) throw new Problem('INVALID_QUERY', `The account id in the address: ${complaint.detail}`, { errors: [complaint] });
  return text;
};
