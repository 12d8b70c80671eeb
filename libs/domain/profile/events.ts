import { type Day } from '#libs/kernel/message.js';

/** Stored contract: optional fields may be added, anything else is a new type with an upcaster. */
export type ProfileEvents = {
  AccountOpened: {
    readonly name: string;
    readonly industry?: string;
    readonly segment?: string;
    readonly country?: string;
    readonly city?: string;
    /** The account that this one was split from. */
    readonly splitFrom?: string;
  };
  AccountRenamed: { readonly name: string; readonly previous: string; readonly reason?: string };
  DossierSectionUpdated: { readonly section: string; readonly fields: Readonly<Record<string, string>>; readonly validAt?: Day };
  /** `parentId: null`: the account stands alone again. */
  ParentAccountSet: { readonly parentId: string | null; readonly previous: string | null };
  /** In the history of the account that ceases; {@link ProfileEvents.AccountAbsorbed} stands in that of the other one. */
  AccountsMerged: { readonly into: string; readonly reason: string };
  /** In the history of the account that goes on: it speaks for the other one from here. Logs before it hold the other side alone. */
  AccountAbsorbed: { readonly accountId: string; readonly reason: string };
  /** The merger is undone: the account stands as before, with what was told of it since. */
  AccountUnmerged: { readonly from: string; readonly reason: string };
  /** In the history of the account that had absorbed it. */
  AccountReleased: { readonly accountId: string; readonly reason: string };
  AccountSplit: { readonly newAccountId: string; readonly reason: string };
  /** In the history of the new account, which is still to be opened: its id is kept for it. */
  AccountSplitOff: { readonly from: string; readonly reason: string };
  AccountClosed: { readonly reason: string };
  AccountReopened: { readonly reason: string };
};
