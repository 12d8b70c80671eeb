import { type Instant } from '#libs/kernel/message.js';

/** Stored contract of `policy-<name>`: every rule with its history. */
export type PolicyEvents = {
  /** Versions count from 1; 0 is the built-in default. */
  PolicyVersionPublished: { readonly version: number; readonly document: object; readonly rationale?: string };
  /** In force from `validFrom` (decision time) until another version's activation takes over. */
  PolicyVersionActivated: { readonly version: number; readonly validFrom: Instant };
  PolicyVersionRetired: { readonly version: number; readonly reason: string };
};
