import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type ReadStore } from '#libs/kernel/ports.js';
import { type PortNeeds, PROGRESS, READ_STORE } from '#libs/platform/ports.js';
import { collections } from '#libs/read-models/registry.js';
import { type CommandLedger, openCommandLedger } from '#libs/runtime/command-ledger.js';
import { awaitPosition, type Progress } from '#libs/runtime/progress.js';
import { commandHandlers } from './command-handlers.js';
import { COMMAND_LEDGER, CommandsController, READ_MODEL_PROGRESS, type ReadModelProgress } from './commands.controller.js';
import { OutcomeDesk } from './outcome-desk.js';

/** What the command API stands on. */
export const COMMAND_API_NEEDS: PortNeeds = { messageBus: true, readStore: true };

const progressOf = (readStore: ReadStore, progress?: Progress): ReadModelProgress => ({
  awaitPosition: async (position, deadline) => {
    const waits = Object.values(collections).map((collection) =>
      awaitPosition({ readStore, ...(progress && { progress }) }, collection, position, deadline),
    );
    return (await Promise.all(waits)).every(Boolean);
  },
});

/** Finds what became of a command, whichever worker decided it. */
const ledgerOf = (readStore: ReadStore): CommandLedger => openCommandLedger(readStore, collections.acceptedCommands);

/** The HTTP door for commands. */
@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [CommandsController],
  providers: [
    OutcomeDesk,
    ...commandHandlers,
    { provide: COMMAND_LEDGER, inject: [READ_STORE], useFactory: ledgerOf },
    { provide: READ_MODEL_PROGRESS, inject: [READ_STORE, { token: PROGRESS, optional: true }], useFactory: progressOf },
  ],
})
export class CommandApiModule {}
