/** What a metric counts or measures: the one source of the instruments, of the reference and of the check of dashboards and alerts. */
export interface MetricRules {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** What it says, and where a number needs it, what to think of it. */
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, in the unit of its name. */
  readonly buckets?: readonly number[];
}

/** From half a millisecond (a commit on a local disk) to ten seconds (an engine that struggles). */
const LATENCY_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Every metric of our own. Names follow Prometheus: `rapport_`, what it is of, the base unit (`seconds`), `_total` for counters. Labels
 * have few values each: types, codes and names that the program declares, never ids.
 */
export const METRICS = {
  rapport_service_info: {
    kind: 'gauge',
    help: 'Always 1: which service and which instance of it this process is.',
    labels: ['service', 'instance_name'],
  },
  rapport_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'From the arrival of a request to the end of its answer. Streams of events are left out: they last as long as somebody listens.',
    labels: ['method', 'route', 'status'],
    buckets: LATENCY_SECONDS,
  },
  rapport_commands_total: {
    kind: 'counter',
    help: 'Commands decided: outcome ACCEPTED, REJECTED or UNKNOWN (not settled yet, handed in again); code says why one was rejected.',
    labels: ['type', 'outcome', 'code'],
  },
  rapport_command_duration_seconds: {
    kind: 'histogram',
    help: 'Time in which a worker came from a command to its outcome, waiting for the log included.',
    labels: ['outcome'],
    buckets: LATENCY_SECONDS,
  },
  rapport_command_failures_total: {
    kind: 'counter',
    help: 'Commands that could not be decided and are tried again, by the error: Unavailable and OutcomeUnknown are engines, others defects.',
    labels: ['error'],
  },
  rapport_command_conflicts_total: {
    kind: 'counter',
    help: 'Appends that came too late, another writer was first: the command is decided again on the new state. Many are a hot account.',
    labels: ['category'],
  },
  rapport_command_blocked_streams_total: {
    kind: 'counter',
    help: 'Streams that hold an event which this program does not know: their commands wait for a newer program, those of others go on.',
    labels: ['category'],
  },
  rapport_coordinated_changes_total: {
    kind: 'counter',
    help: 'Changes to several streams that this worker brought to their end, whoever began them: done, or withdrawn because the stream that decides had gone on and the command was decided again.',
    labels: ['type', 'outcome'],
  },
  rapport_coordinated_changes_found_total: {
    kind: 'counter',
    help: 'Changes to several streams that nobody had finished, taken on by the watch: a worker was killed in the middle of each.',
    labels: ['type'],
  },
  rapport_coordinated_change_open_seconds: {
    kind: 'gauge',
    help: 'How long the change to several streams that is open has been open; 0 where none is. Above a minute something keeps it from being finished: the log of the worker says what.',
    labels: ['stream'],
  },
  rapport_event_store_append_duration_seconds: {
    kind: 'histogram',
    help: 'Time of an append until it was durable; result ok, conflict, unknown (settled by reading later), unavailable or error.',
    labels: ['result'],
    buckets: LATENCY_SECONDS,
  },
  rapport_event_store_appended_events_total: { kind: 'counter', help: 'Events appended.', labels: [] },
  rapport_read_store_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time of a call to the read store, by operation: load, find, checkpoint.',
    labels: ['operation', 'result'],
    buckets: LATENCY_SECONDS,
  },
  rapport_read_store_commit_duration_seconds: {
    kind: 'histogram',
    help: 'Time of a commit of documents and checkpoint; result ok, fenced (another runner was ahead), unavailable or error.',
    labels: ['collection', 'result'],
    buckets: LATENCY_SECONDS,
  },
  rapport_projection_lag_events: {
    kind: 'gauge',
    help: 'Events of the log that a read model does not contain yet. Counted up to 1,000: that many are 1,000 or more.',
    labels: ['projection'],
  },
  rapport_projection_lag_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest event that a read model does not contain yet; 0 when it contains all.',
    labels: ['projection'],
  },
  rapport_projection_parked_streams: {
    kind: 'gauge',
    help: 'Streams that a read model does not fold any further until somebody repairs it.',
    labels: ['projection'],
  },
  rapport_projection_batches_total: { kind: 'counter', help: 'Batches of events folded and committed.', labels: ['projection'] },
  rapport_projection_events_total: {
    kind: 'counter',
    help: 'Events in these batches, those that a read model has no use for included.',
    labels: ['projection'],
  },
  rapport_projection_interruptions_total: {
    kind: 'counter',
    help: 'Runs that broke off and began again from the checkpoint, by the error. Fenced is ordinary where a projector runs twice.',
    labels: ['projection', 'error'],
  },
  rapport_bus_publish_duration_seconds: {
    kind: 'histogram',
    help: 'Time until a published message was durable; result ok, unavailable or error.',
    labels: ['topic', 'result'],
    buckets: LATENCY_SECONDS,
  },
  rapport_bus_handle_duration_seconds: {
    kind: 'histogram',
    help: 'Time of handling one delivery, by what became of it: done, retry, dead.',
    labels: ['topic', 'disposition'],
    buckets: LATENCY_SECONDS,
  },
  rapport_bus_dead_letters_total: {
    kind: 'counter',
    help: 'Messages kept as dead letters, by the topic that they were on and the code of the reason.',
    labels: ['topic', 'code'],
  },
  rapport_bus_assigned_partitions: {
    kind: 'gauge',
    help: 'Partitions that this consumer is in charge of; a bus without partitions counts as one.',
    labels: ['topic'],
  },
  rapport_bus_consumer_lag_messages: {
    kind: 'gauge',
    help: 'Messages of a partition that this consumer is in charge of and has not finished.',
    labels: ['topic', 'partition'],
  },
  rapport_engine_up: {
    kind: 'gauge',
    help: 'Whether the engine could be worked with when it was last asked: 1 yes, 0 no. /health/ready says why not.',
    labels: ['engine'],
  },
  rapport_task_up: {
    kind: 'gauge',
    help: 'Whether a background task runs: 1 yes, 0 it waits, begins again or was stopped. /health/ready says why.',
    labels: ['task'],
  },
  rapport_task_restarts_total: { kind: 'counter', help: 'Background tasks that failed and were begun again.', labels: ['task'] },
} as const satisfies Readonly<Record<string, MetricRules>>;

export type MetricName = keyof typeof METRICS;

/** Metrics of a kind. */
export type MetricOf<Kind extends MetricRules['kind']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never;
}[MetricName];

/** What has to be said with a value. */
export type LabelsOf<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]['labels'][number], string>>;
