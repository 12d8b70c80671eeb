import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { type MessageBus, type ReadStore } from '#libs/kernel/ports.js';
import { MESSAGE_BUS, READ_STORE } from '#libs/platform/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { COMMANDS_TOPIC, wireOutcome } from '#libs/runtime/cloud-events.js';
import { type CommandLedger } from '#libs/runtime/command-ledger.js';
import {
  messageOfUndecided,
  openUndecidedCommands,
  type UndecidedCommand,
  type UndecidedCommands,
} from '#libs/runtime/undecided-commands.js';
import { failedOutcome, type WireOutcome } from './answer.js';
import { COMMAND_LEDGER, PENDING } from './outcome-desk.js';
import { type PendingCommands } from './pending-commands.js';

/** Commands that one answer lists. */
export const LETTERS_PER_PAGE = 100;

/** A command that could not be decided, as it is listed. */
export type DeadLetter = Readonly<Record<string, unknown>> & { readonly commandId: string };

/** Commands that could be read and not decided: what they are, why, and how to have them decided after all. */
@Controller('v1/dead-letters')
export class DeadLettersController {
  private readonly undecided: UndecidedCommands;

  constructor(
    @Inject(READ_STORE) readStore: ReadStore,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(COMMAND_LEDGER) private readonly ledger: Pick<CommandLedger, 'recall'>,
    @Inject(PENDING) private readonly pending: PendingCommands,
  ) {
    this.undecided = openUndecidedCommands(readStore);
  }

  /** Those that wait longest first, a page of them. */
  @Get()
  async list(@Query('cursor') cursor?: string): Promise<{ readonly items: readonly DeadLetter[]; readonly next?: string }> {
    const page = await this.undecided.list(LETTERS_PER_PAGE, cursor).catch((error: unknown) => {
      throw error instanceof RangeError ? badCursor() : error;
    });
    const open = await Promise.all(page.items.map(async ({ document }) => ((await this.isSettled(document)) ? [] : [listed(document)])));
    return { items: open.flat(), ...(page.next === undefined ? {} : { next: page.next }) };
  }

  /** One of them, with the message as it was sent. */
  @Get(':id')
  async show(@Param('id') id: string): Promise<DeadLetter> {
    const found = await this.found(id);
    return { ...listed(found), message: found.message };
  }

  /** Puts it on the topic of commands again: answered at `/v1/commands/<id>`, with one effect however often it is done. */
  @Post(':id/retry')
  @HttpCode(202)
  async retry(@Param('id') id: string): Promise<WireOutcome> {
    const found = await this.found(id);
    await this.undecided.forget(id);
    try {
      await this.bus.publish(COMMANDS_TOPIC, messageOfUndecided(found));
    } catch (error) {
      await this.undecided.keep(found).catch(() => undefined);
      throw error;
    }
    const { commandId, stream } = found;
    await this.pending.note({ commandId, stream }).catch(() => undefined);
    const detail = `On its way again: ask for it at /v1/commands/${encodeURIComponent(id)}.`;
    return wireOutcome({ commandId, stream, duplicate: false, outcome: 'UNKNOWN', detail }) as WireOutcome;
  }

  private async found(id: string): Promise<UndecidedCommand> {
    const found = await this.undecided.find(id);
    if (found !== undefined && !(await this.isSettled(found))) return found;
    const detail = `No command ${JSON.stringify(id.slice(0, 128))} waits for being mended: GET /v1/dead-letters lists those that do, GET /v1/commands/<id> what became of a command.`;
    throw new Problem('COMMAND_NOT_FOUND', detail);
  }

  /** Sent again meanwhile, and decided: its record is outdated. */
  private async isSettled({ commandId }: UndecidedCommand): Promise<boolean> {
    if ((await this.ledger.recall(commandId)) === undefined) return false;
    await this.undecided.forget(commandId).catch(() => undefined);
    return true;
  }
}

const listed = (found: UndecidedCommand): DeadLetter => {
  const { duplicate: _, outcome: __, detail: ___, failure, ...target } = failedOutcome(found);
  return { ...target, type: found.type, ...(failure as object) };
};

const badCursor = (): Problem => {
  const detail = 'Expected the "next" of the page before: begin again without a cursor.';
  return new Problem('INVALID_QUERY', `Wrong parameters: cursor. ${detail}`, { errors: [{ pointer: '/cursor', detail }] });
};
