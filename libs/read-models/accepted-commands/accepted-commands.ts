import { type AcceptedCommand } from '#libs/kernel/accepted-command.js';
import { identityOf } from '#libs/kernel/command-identity.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';

/** What became of each accepted command, whatever it was. The key is what names the command. */
export const acceptedCommands: Projection<AcceptedCommand, Record<never, never>> = {
  name: 'accepted-commands',
  version: 2,
  gathers: 'one-stream',
  // A command that amends was accepted like any other, and one whose fact is amended was too.
  amendments: 'shown',
  indexes: [['commandId']],
  keys: ({ meta }: RecordedEvent) => [identityOf(meta)],
  on: {},
  onAny: (command, event) => {
    if (command === undefined) return first(event);
    // An id that was used on two streams, in two workers at once: the first one keeps it.
    if (command.stream !== event.stream) return command;
    const { version, position } = event;
    return { ...command, version, position, events: [...command.events, referenceOf(event)] };
  },
};

const referenceOf = ({ id, type, version }: Omit<RecordedEvent, 'data'>) => ({ id, type, version });

const first = (event: Omit<RecordedEvent, 'data'>): AcceptedCommand => {
  const { commandId, commandHash, request, occurredAt, recordedAt } = event.meta;
  return {
    commandId,
    stream: event.stream,
    hash: commandHash,
    ...(request === undefined ? {} : { request }),
    version: event.version,
    position: event.position,
    occurredAt,
    recordedAt,
    events: [referenceOf(event)],
  };
};
