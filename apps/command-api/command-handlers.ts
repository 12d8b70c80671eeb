import { Inject, Injectable, type Type } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandMessage } from '#libs/contracts/command-message.js';
import { commandClasses } from '#libs/contracts/registry.js';
import { type WireOutcome } from './answer.js';
import { OutcomeDesk } from './outcome-desk.js';

/** How long an answer is waited for, by command; who sends a command over the command bus may leave a limit with it. */
const limits = new WeakMap<CommandMessage, AbortSignal>();

/** How long a command without a limit is waited for. */
export const WAIT_MS = 2_000;

/** Limits the wait for a command's outcome. */
export const waitUntil = <Message extends CommandMessage>(message: Message, signal: AbortSignal): Message => {
  limits.set(message, signal);
  return message;
};

/**
 * One handler a command class, all alike: the command goes onto the bus and its outcome comes back; `undefined` where it is not
 * decided in time. What is decided is the worker's, so that a command has one path whichever door it comes through.
 */
const handlerOf = (command: Type<CommandMessage>): Type<ICommandHandler<CommandMessage, WireOutcome | undefined>> => {
  @Injectable()
  @CommandHandler(command)
  class SubmitHandler implements ICommandHandler<CommandMessage, WireOutcome | undefined> {
    constructor(@Inject(OutcomeDesk) private readonly desk: OutcomeDesk) {}

    execute(message: CommandMessage): Promise<WireOutcome | undefined> {
      return this.desk.submit(message.envelope, limits.get(message) ?? AbortSignal.timeout(WAIT_MS));
    }
  }
  return SubmitHandler;
};

/** A handler for every command. */
export const commandHandlers = Object.values(commandClasses).map((command: Type<CommandMessage>) => handlerOf(command));
