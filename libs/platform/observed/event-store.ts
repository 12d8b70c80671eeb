import { VersionConflict } from '#libs/kernel/errors.js';
import { categoryOf, type NewEvent } from '#libs/kernel/message.js';
import { type EventStore, type Opened } from '#libs/kernel/ports.js';
import { type Telemetry, timed } from './telemetry.js';

/**
 * An event store that is measured. Appended events carry the trace that they were written in, so that it goes on behind the log; that
 * changes no id, which was made of the decision.
 */
export const observedEventStore = (store: Opened<EventStore>, { metrics, tracing }: Telemetry): Opened<EventStore> => ({
  append: (stream, expected, events) =>
    tracing.run('append', { attributes: { 'rapport.stream': stream, 'rapport.events': events.length } }, async () => {
      const tell = (seconds: number, result: string) => metrics.observe('rapport_event_store_append_duration_seconds', { result }, seconds);
      try {
        const appended = await timed(() => store.append(stream, expected, traced(events, tracing.current())), tell);
        metrics.add('rapport_event_store_appended_events_total', {}, events.length);
        return appended;
      } catch (error) {
        if (error instanceof VersionConflict) metrics.add('rapport_command_conflicts_total', { category: categoryOf(stream) });
        throw error;
      }
    }),
  read: (stream, options) => store.read(stream, options),
  readAll: (options) => store.readAll(options),
  follow: (after, filter, signal) => store.follow(after, filter, signal),
  head: () => store.head(),
  probe: () => store.probe(),
  [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
});

const traced = (events: readonly NewEvent[], traceparent: string | undefined): readonly NewEvent[] =>
  traceparent === undefined ? events : events.map((event) => ({ ...event, meta: { ...event.meta, traceparent } }));
