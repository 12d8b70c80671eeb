import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { commandMessage } from '#libs/contracts/registry.js';
import { type Position } from '#libs/kernel/message.js';
import { actorOf } from '#libs/platform/actor-guard.js';
import { Problem, RETRY_AFTER_SECONDS } from '#libs/platform/problem.js';
import { withRepeated } from './cloud-event.js';
import { type Answer, answerOf, undecided, type WireOutcome } from './answer.js';
import { WAIT_MS, waitUntil } from './command-handlers.js';
import { OutcomeDesk } from './outcome-desk.js';
import { ambiguous, sourceAsked } from './named-command.js';
import { waitOf } from './prefer.js';
import { readCommand } from './read-command.js';

/** How far the read models have come. */
export interface ReadModelProgress {
  /** Waits until every read model contains the event at a position; false when the signal aborts first. */
  awaitPosition(position: Position, signal: AbortSignal): Promise<boolean>;
}

/** The token of {@link ReadModelProgress}. */
export const READ_MODEL_PROGRESS = Symbol('ReadModelProgress');

/** Commands in, their outcomes out. */
@Controller('v1/commands')
export class CommandsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(OutcomeDesk) private readonly desk: OutcomeDesk,
    @Inject(READ_MODEL_PROGRESS) private readonly progress: ReadModelProgress,
  ) {}

  /** Decided in time: 200, 404, 409 or 422 with the outcome. Else 202, and the outcome is at `Location`. */
  @Post(':type')
  async send(@Param('type') type: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const headers = withRepeated(request.headers, request.raw.headersDistinct);
    const command = readCommand({ type, headers, body: request.body as Uint8Array | undefined, actor: actorOf(request) });
    const seconds = waitOf([headers['prefer']].flat().join(','));
    const limit = AbortSignal.timeout(seconds === undefined ? WAIT_MS : seconds * 1_000);
    const outcome = await this.commands.execute<object, WireOutcome | undefined>(waitUntil(commandMessage(command), limit));
    if (outcome === undefined) return give(reply, undecided(command));
    const answer = answerOf(outcome);
    const applied = seconds !== undefined && outcome.outcome !== 'UNKNOWN' && (await this.isVisible(outcome, limit));
    give(reply, answer, applied ? { 'preference-applied': `wait=${seconds}` } : {});
  }

  /** The outcome of a command, the same as it was given when the command was sent. 202 while it is not decided yet, 200 with UNKNOWN where it cannot be. */
  @Get(':id')
  async outcomeOf(@Param('id') id: string, @Res() reply: FastifyReply, @Query('source') source?: string | string[]): Promise<void> {
    const asked = sourceAsked(source);
    const found = asked === undefined ? await this.desk.findById(id) : await this.desk.find(id, asked);
    if (found === undefined) throw unknownCommand(id);
    if ('senders' in found) throw ambiguous(id, found.senders);
    if ('pending' in found) return give(reply, undecided(found.pending));
    const waits = found.outcome.outcome === 'UNKNOWN' && answerOf(found.outcome).status === 202;
    give(reply, waits ? answerOf(found.outcome) : { status: 200, headers: {}, body: found.outcome });
  }

  /** Whether the read models contain what the command did; one that did nothing is contained in all of them. */
  private async isVisible({ position }: WireOutcome, limit: AbortSignal): Promise<boolean> {
    return typeof position !== 'string' || this.progress.awaitPosition(position, limit);
  }
}

/** Nothing is known of it, which does not say that there is nothing: another process may be taking it at this moment. */
const unknownCommand = (id: string): Problem => {
  const detail =
    `Of command ${JSON.stringify(id.slice(0, 128))} neither an outcome is known nor that it is on its way. If it was sent a moment ago, ask `
    + 'again; else send it again with the same id, which is harmless: it has one effect, and is answered with its outcome.';
  return new Problem('COMMAND_NOT_FOUND', detail, { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
};

const give = (reply: FastifyReply, { status, headers, body }: Answer, more: Answer['headers'] = {}): void => {
  void reply
    .status(status)
    .headers({ 'content-type': 'application/json', ...headers, ...more })
    .serializer(JSON.stringify)
    .send(body);
};
