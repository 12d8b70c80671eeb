import { type RecordedEvent } from '#libs/kernel/message.js';
import { requireDecoded } from '#libs/kernel/undecodable.js';
import { schemaVersionOf, type Upcasters } from '#libs/kernel/upcast.js';

/** A stream holds an event that a newer program wrote: what rests on this stream waits for one, everything else goes on. */
export class NewerEvent extends Error {
  override readonly name = 'NewerEvent';
  constructor(
    readonly stream: string,
    what: string,
  ) {
    super(`${stream} holds ${what}, which this program does not know: start a newer one. Other streams go on.`);
  }
}

/** @throws NewerEvent for data in a newer shape than this program writes · InvariantBroken for data that cannot be read at all */
export const requireKnownSchema = (event: RecordedEvent, upcasters: Upcasters): void => {
  requireDecoded(event);
  const { stream, version, type, meta } = event;
  if ((meta.schema ?? 1) <= schemaVersionOf(upcasters, type)) return;
  throw new NewerEvent(stream, `${type} in schema version ${meta.schema} at version ${version}`);
};
