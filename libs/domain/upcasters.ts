import { type Upcasters } from '#libs/kernel/upcast.js';

/**
 * How the data of stored events comes into its newest shape, by event type. Stores apply it while they decode, the command path stamps
 * new events by it, and whoever meets a newer shape stops there. Empty: every stored shape is the first one. How to add one is in
 * docs/guides/change-an-event.md.
 */
export const upcasters: Upcasters = {};
