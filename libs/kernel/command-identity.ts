/** Who sent a command under which id. Stands on its envelope, and as metadata on each of its events. */
export interface CommandIdentity {
  readonly commandId: string;
  readonly source?: string | undefined;
}

/**
 * Sources that our own doors write: JSON over HTTP without a source (`http`), a command without one on its way over the bus (`rapport`),
 * the demonstration, and importers. Their ids are one space, whichever of them a command came through, and are known by the id alone.
 */
const OWN_SOURCES: ReadonlySet<string> = new Set(['http', 'kafka', 'rapport', 'demonstration']);
const OWN_PREFIX = 'import:';

/** The source that tells a command from those of other senders under the same id; `undefined` in the space of our own doors. */
export const senderOf = (source: string | undefined): string | undefined =>
  source === undefined || OWN_SOURCES.has(source) || source.startsWith(OWN_PREFIX) ? undefined : source;

/**
 * What names a command, one text for one command: source and id together, as CloudEvents says (1.0.2, `id`). An id of our own doors stands
 * for itself, as it did before sources counted. Neither part holds a space. Stored as a key: it must never change.
 */
export const identityOf = ({ commandId, source }: CommandIdentity): string => {
  const sender = senderOf(source);
  return sender === undefined ? commandId : `${commandId} ${sender}`;
};

/** The sender in an identity of a known id. */
export const senderIn = (identity: string, commandId: string): string | undefined =>
  identity === commandId ? undefined : identity.slice(commandId.length + 1);
