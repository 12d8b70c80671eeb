import { type CommandEnvelope } from '#libs/kernel/message.js';

/**
 * What every command class extends: its own fields are the command's data, the envelope rides along.
 * The envelope is no field: nothing that a sender writes into the data can reach it, and JSON does not show it.
 */
export abstract class CommandMessage {
  #envelope: CommandEnvelope | undefined;

  /** Who asks what of whom, and when. @throws TypeError for a message that no door has addressed */
  get envelope(): CommandEnvelope {
    if (this.#envelope === undefined) throw new TypeError(`${this.constructor.name} carries no envelope: make it with commandMessage().`);
    return this.#envelope;
  }

  /** Puts a checked command into an instance of its class. */
  static carry<Message extends CommandMessage>(shape: new () => Message, envelope: CommandEnvelope): Message {
    const message = Object.assign(new shape(), envelope.data);
    message.#envelope = envelope;
    return message;
  }
}
