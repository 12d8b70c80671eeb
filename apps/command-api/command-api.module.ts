import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { type FastifyInstance } from 'fastify';
import { collectionFor, type ReadStore } from '#libs/kernel/ports.js';
import { type PortNeeds, PROGRESS, READ_STORE } from '#libs/platform/ports.js';
import { acceptedCommands } from '#libs/read-models/accepted-commands/accepted-commands.js';
import { collections } from '#libs/read-models/registry.js';
import { type CommandLedger, openCommandLedger } from '#libs/runtime/command-ledger.js';
import { awaitPosition, type Progress } from '#libs/runtime/progress.js';
import { asyncApiDocument } from './asyncapi.js';
import { commandHandlers } from './command-handlers.js';
import { CommandsController, READ_MODEL_PROGRESS, type ReadModelProgress } from './commands.controller.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { COMMAND_LEDGER, OutcomeDesk, PENDING } from './outcome-desk.js';
import { openPendingCommands } from './pending-commands.js';

/** What the command API stands on. */
export const COMMAND_API_NEEDS: PortNeeds = { messageBus: true, readStore: true };

const progressOf = (readStore: ReadStore, progress?: Progress): ReadModelProgress => ({
  awaitPosition: async (position, deadline) => {
    const waits = collections.map((collection) =>
      awaitPosition({ readStore, ...(progress && { progress }) }, collection, position, deadline),
    );
    return (await Promise.all(waits)).every(Boolean);
  },
});

/** Finds what became of a command, whichever worker decided it. */
const ledgerOf = (readStore: ReadStore): CommandLedger => openCommandLedger(readStore, collectionFor(acceptedCommands));

/** The HTTP door for commands, and beside it the description of the topics. */
@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [CommandsController, DeadLettersController],
  providers: [
    OutcomeDesk,
    ...commandHandlers,
    { provide: COMMAND_LEDGER, inject: [READ_STORE], useFactory: ledgerOf },
    { provide: PENDING, inject: [READ_STORE], useFactory: (readStore: ReadStore) => openPendingCommands(readStore) },
    { provide: READ_MODEL_PROGRESS, inject: [READ_STORE, { token: PROGRESS, optional: true }], useFactory: progressOf },
  ],
})
export class CommandApiModule implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const text = JSON.stringify(asyncApiDocument());
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.get('/v1/asyncapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(text));
  }
}
