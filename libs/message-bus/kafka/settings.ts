/**
 * Times and sizes of the Kafka adapter. The client's own defaults wait for up to 22 s after a broker is back and 30 s for one that hangs;
 * these aim at ten seconds for both, and at a rebalance that nobody notices.
 */

/** To open a connection: a broker in reach answers in far less, one that is gone is asked for again at once. */
export const CONNECT_MS_MAX = 2_000;

/** To answer one request. A broker that hangs longer is given up; the client then asks again, which an idempotent producer may do. */
export const REQUEST_MS_MAX = 5_000;

/** The broker waits this long for its replicas; less than the client waits for the broker, so that it is the broker that says no. */
export const REPLICATE_MS_MAX = 4_000;

/** First and longest pause between the client's own attempts: one that is back is found in at most the longer. */
export const RETRY_MS = { first: 100, longest: 500 } as const;

/**
 * The client's own attempts before the failure is ours to judge: about ten seconds of them. A consumer's client has no such end: the
 * member that it is stays known to a broker that restarts, for a session's time from its return on, and goes on at once. A new member
 * would wait until that session has ended.
 */
export const RETRIES_MAX = { little: 1, seconds: 20, endless: Number.MAX_SAFE_INTEGER } as const;

/** A publish has succeeded by then, or is refused as Unavailable. */
export const PUBLISH_MS_MAX = 10_000;

/**
 * Once a publish has failed, the next ones wait this long for a connection: less than the command API gives them, so that its callers
 * hear that nothing was sent. Connecting goes on meanwhile.
 */
export const RECONNECT_MS_MAX = 2_500;

/** Messages and bytes that wait to be sent to one topic; one more is refused as Unavailable. */
export const PUBLISHING_MAX = 20_000;
export const PUBLISHING_BYTES_MAX = 64 * 1_048_576;

/**
 * Under load, requests are begun this far apart, in milliseconds, so that they carry several messages: on a busy machine a request costs
 * more than the messages in it. Kafka's own client waits as long (`linger.ms`), always; here only those wait who come while another
 * request is under way, and no longer than until so many have come together.
 */
export const APART_MS = 5;
export const GATHERED_MAX = 16;

/** Messages and bytes of one request. The bytes stay below what a broker takes as one batch unless told (1,048,588). */
export const BATCH_MAX = 500;
export const BATCH_BYTES_MAX = 1_000_000;

/**
 * Silence after which the broker gives a consumer's partitions to others: 6 s, the least that brokers allow unless told. A consumer
 * that was killed holds up its partitions for that long.
 */
export const SESSION_MS = 6_000;

/** A sign of life at least this often; a rebalance is noticed by its answer. A third of the session would do: rebalances would wait. */
export const HEARTBEAT_MS = 500;

/** A member that is alive rejoins within a heartbeat, because handlers never hold up the client's loop. */
export const REBALANCE_MS = 6_000;

/** A fetch waits this long for a message. The client rebalances, pauses and stops between fetches only, so this is kept short. */
export const FETCH_MS_MAX = 100;

/** Partitions of one answer that are handed over side by side: none waits until the next fetch may begin. */
export const PARTITIONS_AT_ONCE = 16;

/** Bytes of one fetch, and of one partition in it. A message that is larger comes alone. */
export const FETCH_BYTES_MAX = 8 * 1_048_576;
export const FETCH_PARTITION_BYTES_MAX = 1_048_576;

/** Messages read beyond the oldest unfinished one of a partition: so many are handed out again after a crash at the most. */
export const READ_AHEAD_MAX = 10_000;

/** Bytes of unfinished messages that are held of a partition; beyond, it is paused until half of them are finished. */
export const HELD_BYTES_MAX = 8 * 1_048_576;

/** Offsets are committed this long after a message is finished; what is finished meanwhile goes with it. */
export const COMMIT_DELAY_MS = 100;

/**
 * A consumer without an answered heartbeat for so long has the coordinator of its group asked, over another connection: four times what
 * is usual. Where that does not answer in the second time, nothing more is handed out, and it is told; both are over before the broker
 * can have given the partitions to others.
 */
export const SILENT_MS_MAX = 2_000;
export const COORDINATOR_MS_MAX = 2_000;

/** How often it is looked for signs of life. */
export const LOOK_MS = 250;

/**
 * A consumer that gives no sign of life for so long although the coordinator answers is replaced: its connection is dead and it does not
 * know, or its attempts wait for each other. A member that is still known needs half a second. What the broker's return may cost: this,
 * saying goodbye ({@link CLOSE_MS_MAX}), and joining.
 */
export const STALLED_MS_MAX = 4_000;

/** The same while the group rebalances, or the consumer has never joined: members that are gone hold that up for a session's time. */
export const JOINING_MS_MAX = 15_000;

/** Pause before a consumer that crashed is started anew. */
export const RESTART_BACK_OFF = { baseMs: 100, capMs: 1_000 } as const;

/** To say goodbye; then connections are cut. */
export const CLOSE_MS_MAX = 3_000;

/** Opening a bus waits this long for its topics; then it opens anyway and goes on in the background. */
export const OPEN_MS_MAX = 5_000;

/** How often lag is told. */
export const LAG_PERIOD_MS = 5_000;
