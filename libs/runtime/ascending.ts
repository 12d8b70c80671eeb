import { InvariantBroken } from '#libs/kernel/errors.js';
import { type Position, type RecordedEvent } from '#libs/kernel/message.js';

/** A log that goes back would lose what lies between. @throws InvariantBroken */
export const assertAscending = (after: Position | undefined, events: readonly RecordedEvent[]): void => {
  let seen = after;
  for (const { position, stream, version } of events) {
    if (seen !== undefined && position <= seen) {
      throw new InvariantBroken(`The log hands out position ${position} (${stream}@${version}) after ${seen}: verify the log.`);
    }
    seen = position;
  }
};
