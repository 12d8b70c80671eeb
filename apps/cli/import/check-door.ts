import { readCommand, type Door } from '../in-process-door.js';

/**
 * A door that reads commands as every other one does and takes none in: it says of each whether it has the form of a command. What the
 * rules of the business say depends on what is recorded, and is said when it is sent.
 */
export const checkDoor: Door = {
  send: async (type, body) => {
    const read = readCommand(type, body, 'importer');
    const { commandId } = body;
    if ('refused' in read) return { commandId, duplicate: false, outcome: 'REJECTED', rejection: read.refused };
    return { commandId, duplicate: false, outcome: 'ACCEPTED', version: 0, events: [{ id: commandId, type, version: 0 }] };
  },
  outcomeOf: async () => undefined,
};
