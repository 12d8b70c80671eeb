import { Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { commandForms } from '#libs/contracts/command-forms.js';
import { senderOf } from '#libs/kernel/command-identity.js';
import { type MessageBus, type ReadStore } from '#libs/kernel/ports.js';
import { MESSAGE_BUS, READ_STORE } from '#libs/platform/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { COMMANDS_TOPIC, decodeCommand, sourceOf, wireOutcome } from '#libs/runtime/cloud-events.js';
import { type CommandLedger } from '#libs/runtime/command-ledger.js';
import {
  messageOfUndecided,
  openUndecidedCommands,
  type UndecidedCommand,
  type UndecidedCommands,
} from '#libs/runtime/undecided-commands.js';
import { failedOutcome, locationOf, type WireOutcome } from './answer.js';
import { ambiguous, sourceAsked } from './named-command.js';
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
  async show(@Param('id') id: string, @Query('source') source?: string | string[]): Promise<DeadLetter> {
    const found = await this.found(id, sourceAsked(source));
    return { ...listed(found), message: found.message };
  }

  /** Puts it on the topic of commands again: answered at `/v1/commands/<id>`, with one effect however often it is done. */
  @Post(':id/retry')
  @HttpCode(202)
  async retry(
    @Param('id') id: string,
    @Query('source') asked: string | string[] | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WireOutcome> {
    const found = await this.found(id, sourceAsked(asked));
    const { commandId, stream } = found;
    await this.undecided.forget(commandId, found.source);
    try {
      await this.bus.publish(COMMANDS_TOPIC, messageOfUndecided(found));
    } catch (error) {
      await this.undecided.keep(found).catch(() => undefined);
      throw error;
    }
    const source = sentBy(found);
    await this.pending.note({ commandId, ...sourceOf(source), stream }).catch(() => undefined);
    const location = locationOf({ commandId, source });
    void reply.header('location', location);
    const detail = `On its way again: ask for it at ${location}.`;
    return wireOutcome({ commandId, stream, duplicate: false, outcome: 'UNKNOWN', detail }, source) as WireOutcome;
  }

  private async found(id: string, source: string | undefined): Promise<UndecidedCommand> {
    const all = await this.undecided.allOf(id);
    const meant = source === undefined ? all : all.filter((one) => senderOf(sentBy(one)) === senderOf(source));
    const open = (await Promise.all(meant.map(async (one) => ((await this.isSettled(one)) ? [] : [one])))).flat();
    const senders = new Set(open.map((one) => senderOf(sentBy(one))));
    if (senders.size > 1) throw ambiguous(id, [...senders]);
    if (open[0] !== undefined) return open[0];
    const detail = `No command ${JSON.stringify(id.slice(0, 128))} waits for being mended: GET /v1/dead-letters lists those that do, GET /v1/commands/<id> what became of a command.`;
    throw new Problem('COMMAND_NOT_FOUND', detail);
  }

  /** Sent again meanwhile, and decided: its record is outdated. */
  private async isSettled(found: UndecidedCommand): Promise<boolean> {
    const { commandId, source } = found;
    if ((await this.ledger.recall(commandId, sentBy(found))) === undefined) return false;
    await this.undecided.forget(commandId, source).catch(() => undefined);
    return true;
  }
}

/** The source of its command. Records of before sources counted say it in their message alone. */
const sentBy = (found: UndecidedCommand): string | undefined => {
  if (found.source !== undefined) return found.source;
  const read = decodeCommand(messageOfUndecided(found), commandForms);
  return 'command' in read ? read.command.source : undefined;
};

const listed = (found: UndecidedCommand): DeadLetter => {
  const { duplicate: _, outcome: __, detail: ___, failure, ...target } = failedOutcome({ ...found, ...sourceOf(sentBy(found)) });
  return { ...target, type: found.type, ...(failure as object) };
};

const badCursor = (): Problem => {
  const detail = 'Expected the "next" of the page before: begin again without a cursor.';
  return new Problem('INVALID_QUERY', `Wrong parameters: cursor. ${detail}`, { errors: [{ pointer: '/cursor', detail }] });
};
