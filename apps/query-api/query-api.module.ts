import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { upcasters } from '#libs/domain/upcasters.js';
import { type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { EVENT_STORE, type PortNeeds, PROGRESS, READ_STORE } from '#libs/platform/ports.js';
import { AccountsController } from './accounts.controller.js';
import { LiveAnswers, MOVEMENTS } from './live-answers.js';
import { movementsOf } from './movements.js';
import { PortfolioController } from './portfolio.controller.js';
import { GetHistoryHandler, GetTimelineHandler, ListPromisesHandler } from './queries/account-history.query.js';
import { GetAccountHandler, GetMaturityHandler, GetStagesHandler, ListAccountsHandler } from './queries/accounts.query.js';
import { ListDepartedCreditsHandler } from './queries/departed-credits.query.js';
import { GetKpisHandler } from './queries/kpis.query.js';
import { GetStatusHandler, ListPoliciesHandler } from './queries/status.query.js';
import { type Sources, SOURCES } from './sources.js';
import { Turns, WHOLE_LOG_AT_ONCE_MAX, WHOLE_LOG_WAITING_MAX } from './turns.js';

/** What the query API stands on. */
export const QUERY_API_NEEDS: PortNeeds = { eventStore: 'reader', readStore: true, upcasters };

const handlers = [
  ListAccountsHandler,
  GetAccountHandler,
  GetMaturityHandler,
  GetStagesHandler,
  GetTimelineHandler,
  ListPromisesHandler,
  GetHistoryHandler,
  GetKpisHandler,
  ListDepartedCreditsHandler,
  ListPoliciesHandler,
  GetStatusHandler,
];

/** The read side over HTTP: it asks the read models, and for the past the log itself; it writes nothing. */
@Module({
  imports: [CqrsModule],
  controllers: [AccountsController, PortfolioController],
  providers: [
    {
      provide: SOURCES,
      inject: [EVENT_STORE, READ_STORE],
      useFactory: (store: EventStore, readStore: ReadStore): Sources => ({
        store,
        readStore,
        now: () => new Date(),
        turns: new Turns(WHOLE_LOG_AT_ONCE_MAX, WHOLE_LOG_WAITING_MAX),
      }),
    },
    { provide: MOVEMENTS, inject: [READ_STORE, { token: PROGRESS, optional: true }], useFactory: movementsOf },
    LiveAnswers,
    ...handlers,
  ],
})
export class QueryApiModule {}
