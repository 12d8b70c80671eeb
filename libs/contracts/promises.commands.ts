import { type PromiseCommands } from '#libs/domain/promises/promises.js';
import { CommandMessage } from './command-message.js';
import { day, id, text } from './kinds.js';
import { Optional, Required } from './validate.js';

export class MakePromise extends CommandMessage implements Data<'MakePromise'> {
  @Optional(id) readonly promiseId?: string;
  @Required(text(2_000)) readonly what!: string;
  @Required(day) readonly due!: string;
  @Optional(text(200)) readonly promisedTo?: string;
  @Optional(text(200)) readonly authority?: string;
  @Optional(text(64)) readonly orderNumber?: string;
  @Optional(id) readonly employeeId?: string;
}

export class KeepPromise extends CommandMessage implements Data<'KeepPromise'> {
  @Required(id) readonly promiseId!: string;
}

export class BreakPromise extends CommandMessage implements Data<'BreakPromise'> {
  @Required(id) readonly promiseId!: string;
  @Required(text(2_000)) readonly reason!: string;
}

export class RenegotiatePromise extends CommandMessage implements Data<'RenegotiatePromise'> {
  @Required(id) readonly promiseId!: string;
  @Required(day) readonly due!: string;
  @Required(text(2_000)) readonly reason!: string;
}

type Data<Type extends keyof PromiseCommands> = PromiseCommands[Type];
