import { type Day } from '#libs/kernel/message.js';

/** Stored contract. The owner of a past moment is found by `occurredAt`, never restated by later events. */
export type OwnershipEvents = {
  /** The first owner: nobody had the account before. */
  OwnerAssigned: { readonly employeeId: string; readonly reason?: string };
  /**
   * The account changes hands: personal relation strength restarts, the account's stage stays. `from` is the owner at that moment; a tenure
   * that begins later stands. It ends a handover that is still open.
   */
  OwnershipTransferred: { readonly from: string; readonly to: string; readonly reason?: string };
  BackupOwnerAssigned: { readonly employeeId: string };
  HandoverStarted: { readonly from: string; readonly to: string; readonly checklist: readonly string[] };
  HandoverCompleted: { readonly from: string; readonly to: string; readonly checklist: readonly string[] };
  /** Nobody takes over: the owner stays. */
  HandoverCancelled: { readonly from: string; readonly to: string; readonly reason: string };
  TeamMemberAdded: { readonly employeeId: string; readonly department: string; readonly role: string; readonly commitment?: string };
  TeamMemberRemoved: { readonly employeeId: string; readonly reason?: string };
  TerritoryAssigned: { readonly territory: string; readonly effectiveFrom: Day; readonly previous?: string };
};
