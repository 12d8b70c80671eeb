import { PROBE_MS_MAX } from '#libs/kernel/ports.js';

/**
 * Every bound of the EventStoreDB adapter. A call that gets no answer within its bound has failed: the driver itself lets reads and
 * subscriptions wait for ever.
 */

/** An append without an answer; afterwards its outcome is looked for in the stream, this long. */
export const APPEND_MS_MAX = 5_000;
export const SETTLE_MS_MAX = 1_500;

/** Our own clock lets the server's deadline come first: its answer says more. */
export const DEADLINE_GRACE_MS = 500;

/**
 * A page of a read that nothing comes of, neither an event nor its end; a look at the end of the log is such a read. What comes begins
 * the time anew: a page that is slow to come, over a thin line or from a busy machine, has not failed.
 */
export const READ_MS_MAX = 5_000;
export const LOOK_MS_MAX = 5_000;

/** A page that goes on coming and does not end. */
export const PAGE_MS_MAX = 30_000;

/** A page should take so long at the most: after one that took longer, smaller ones are asked for. */
export const PAGE_MS_AIM = 1_000;

/** A subscription without its confirmation. */
export const CONFIRM_MS_MAX = 5_000;

/** A probe, well within the port's bound. */
export const PROBE_ANSWER_MS_MAX = PROBE_MS_MAX - 500;

/** The first contact, which may have to find a leader. */
export const OPEN_MS_MAX = 10_000;

/** `dispose()` of the driver may hang. */
export const DISPOSE_MS_MAX = 1_000;

/**
 * HTTP/2 gives a connection 100 streams, and what goes beyond hangs without an error: appends and reads share one connection, a
 * subscription connection takes half as many.
 */
export const APPENDS_IN_FLIGHT_MAX = 64;
export const READS_IN_FLIGHT_MAX = 24;
export const SUBSCRIPTIONS_PER_CONNECTION_MAX = 50;
export const SUBSCRIPTIONS_MAX = 1_000;

/** Calls that wait for their turn, and how long: beyond it callers are asked to slow down. */
export const CALLS_WAITING_MAX = 10_000;
export const TURN_MS_MAX = 5_000;

/** A connection that failed is replaced by a new one, at most this often: the driver's own waits between attempts grow to minutes. */
export const RECONNECT_MS_MIN = 500;

/** How often a call goes on to the leader that a follower has named. */
export const LEADERS_MAX = 3;

/** Events of a page: a first page is small, because most streams are; pages grow while their events are small. */
export const FIRST_PAGE_EVENTS = 32;
export const PAGE_EVENTS_MAX = 512;

/** Where the log ends, or whether an event comes next, mostly a page of two tells: forwards, its first is the one that is known. */
export const LOOK_PAGE_EVENTS = 2;

/** Characters of JSON that a page should hold at the most (8 Mi), estimated from its first and last event. */
export const PAGE_SIZE_AIM = 8_388_608;

/** Events that the driver holds for a follower who is busy; beyond it the connection is read no further. */
export const FOLLOW_BUFFER_EVENTS = 64;

/** The server says how far it has searched every 32 × 16 events that a filter passes over; 32 is its own window. */
export const SEARCH_WINDOW_EVENTS = 32;
export const CHECKPOINT_WINDOWS = 16;

/** Events that one look between the follower's position and the end of the log examines: twice what lies between two checkpoints. */
export const GAP_EVENTS_MAX = 1_024;

/** A follower that hears nothing looks where the log ends: soon after it was told something, then twice a second. */
export const LOOK_SOON_MS = 25;
export const LOOK_EVERY_MS = 500;

/** Empty pages only say how far the search is: often enough to be seen, seldom enough to cost nothing. */
export const EMPTY_PAGE_MS_MIN = 250;

/**
 * Events are there and the subscription does not bring them: it is taken for broken after this time, in which so many looks have seen
 * them. A process that stood still has not looked.
 */
export const STALL_MS_MAX = 5_000;
export const STALL_LOOKS_MIN = 8;

/** Times that a follower subscribes again without having been brought an event meanwhile. */
export const RESUBSCRIPTIONS_MAX = 10;
