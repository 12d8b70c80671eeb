import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { upcasters } from '#libs/domain/upcasters.js';
import { type EventStore, type ReadStore } from '#libs/kernel/ports.js';
import { EVENT_STORE, type PortNeeds, PROGRESS, READ_STORE } from '#libs/platform/ports.js';
import { LiveAnswers, MOVEMENTS } from './live-answers.js';
import { movementsOf } from './movements.js';
import { serve } from './question.controller.js';
import { QUESTIONS } from './every-question.js';
import { type Sources, SOURCES } from './sources.js';
import { Turns, WHOLE_LOG_AT_ONCE_MAX, WHOLE_LOG_WAITING_MAX } from './turns.js';

/** What the query API stands on. */
export const QUERY_API_NEEDS: PortNeeds = { eventStore: 'reader', readStore: true, upcasters };

const served = QUESTIONS.map(serve);

/** The read side over HTTP: it asks the read models, and for the past the log itself; it writes nothing. */
@Module({
  imports: [CqrsModule],
  controllers: served.map(({ controller }) => controller),
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
    ...served.map(({ handler }) => handler),
  ],
})
export class QueryApiModule {}
