import { type Log, type LogEvent } from './log.js';

/** What an append or a deletion expects of its stream: a revision, or one of the conditions by name. */
export type Expected = number | 'any' | 'no_stream' | 'stream_exists';

/** What a list of event ids means for a stream: to be written, written before (`last` is its last event then), or refused. */
export type Verdict =
  | { readonly kind: 'write' }
  | { readonly kind: 'known'; readonly last: LogEvent }
  | { readonly kind: 'wrong-version'; readonly actual: number }
  | { readonly kind: 'deleted' };

/**
 * EventStoreDB's rules. An id protects an append only where it is looked for: behind the expected revision, or anywhere when any revision
 * will do. What is appended at the current revision is written, whatever its id.
 */
export const verdictOn = (log: Log, stream: string, expected: Expected, ids: readonly string[]): Verdict => {
  const current = log.revisionOf(stream);
  if (log.isTombstoned(stream)) return { kind: 'deleted' };
  if (expected === 'stream_exists') {
    if (log.metadataOf(stream).isDeleted) return { kind: 'deleted' };
    if (current < 0) return { kind: 'wrong-version', actual: current };
  }
  if (expected === 'any' || expected === 'stream_exists') return atAnyRevision(log, stream, current, ids);
  const revision = expected === 'no_stream' ? -1 : expected;
  if (revision > current) return { kind: 'wrong-version', actual: current };
  return revision === current ? { kind: 'write' } : behind(log, stream, revision, ids);
};

const atAnyRevision = (log: Log, stream: string, current: number, ids: readonly string[]): Verdict => {
  let last: LogEvent | undefined;
  for (const id of ids) {
    const event = log.eventWithId(id);
    if (event?.stream !== stream) return last ? { kind: 'wrong-version', actual: current } : { kind: 'write' };
    last = event;
  }
  return last ? { kind: 'known', last } : { kind: 'write' };
};

/** Below the current revision: either exactly these ids stand there, or somebody else was quicker. */
const behind = (log: Log, stream: string, revision: number, ids: readonly string[]): Verdict => {
  const events = log.eventsOf(stream);
  const known = ids.findIndex((id, index) => events[revision + 1 + index]?.id !== id) === -1 && ids.length > 0;
  if (known) return { kind: 'known', last: events[revision + ids.length]! };
  const isFirstOther = events[revision + 1]?.id !== ids[0];
  if (isFirstOther && revision === -1 && log.metadataOf(stream).isDeleted) return { kind: 'write' };
  return { kind: 'wrong-version', actual: events.length - 1 };
};
