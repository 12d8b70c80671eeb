import { type BusMessage, type Delivery, type Disposition, type MessageBus, type Opened } from '#libs/kernel/ports.js';
import { withLogContext } from '../log.js';
import { secondsSince } from '../metrics/metrics.js';
import { traceIdOf } from '../tracing.js';
import { type Assignments } from './assignments.js';
import { type Telemetry, timed } from './telemetry.js';

/** The header that carries a trace from process to process (W3C Trace Context), and its place in a CloudEvent in binary mode. */
const TRACE_HEADER = 'traceparent';
const TRACE_ATTRIBUTE = 'ce_traceparent';

/** A message bus that is measured. Traces go along in a header; consumers say what they are in charge of. */
export const observedMessageBus = (
  bus: Opened<MessageBus>,
  { metrics, tracing }: Telemetry,
  assignments: Assignments,
): Opened<MessageBus> => {
  const handled = (handle: (delivery: Delivery) => Promise<Disposition>) => async (delivery: Delivery) => {
    const { topic } = delivery;
    const begun = performance.now();
    const tell = (disposition: string): void =>
      metrics.observe('rapport_bus_handle_duration_seconds', { topic, disposition }, secondsSince(begun));
    try {
      const disposition = await handle(delivery);
      tell(disposition.kind);
      if (disposition.kind === 'dead') metrics.add('rapport_bus_dead_letters_total', { topic, code: disposition.code });
      return disposition;
    } catch (error) {
      // A handler that throws counts as one that asks for a retry.
      tell('retry');
      throw error;
    }
  };
  return {
    publish: (topic, message) =>
      tracing.run(`publish ${topic}`, { kind: 'producer' }, () =>
        timed(
          () => bus.publish(topic, traced(message, tracing.current())),
          (seconds, result) => metrics.observe('rapport_bus_publish_duration_seconds', { topic, result }, seconds),
        ),
      ),
    consume: async (topic, group, handle, signal, options = {}) => {
      const assignment = assignments.begin(topic);
      const counted = handled(handle);
      const inContext = (delivery: Delivery): Promise<Disposition> => {
        const parent = traceOf(delivery);
        const trace = parent === undefined ? undefined : traceIdOf(parent);
        const rules = { kind: 'consumer', parent: parent ?? null, attributes: { 'rapport.attempt': delivery.attempt } } as const;
        return withLogContext({ ...(trace && { trace }) }, () => tracing.run(`process ${topic}`, rules, () => counted(delivery)));
      };
      const onAssigned = (partitions: readonly number[]): void => {
        assignment.assigned(partitions);
        options.onAssigned?.(partitions);
      };
      const onRevoked = (partitions: readonly number[]): void => {
        assignment.revoked(partitions);
        // Another consumer tells of these from now on.
        for (const partition of partitions) metrics.forget('rapport_bus_consumer_lag_messages', { topic, partition: String(partition) });
        options.onRevoked?.(partitions);
      };
      try {
        await bus.consume(topic, group, inContext, signal, { ...options, onAssigned, onRevoked });
      } finally {
        assignment.end();
      }
    },
    probe: () => bus.probe(),
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  };
};

const traced = (message: BusMessage, traceparent: string | undefined): BusMessage =>
  traceparent === undefined ? message : { ...message, headers: { ...message.headers, [TRACE_HEADER]: traceparent } };

const traceOf = ({ headers }: Delivery): string | undefined =>
  [headers[TRACE_HEADER], headers[TRACE_ATTRIBUTE]].find((value) => typeof value === 'string');
