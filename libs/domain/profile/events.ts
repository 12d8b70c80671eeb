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
  AccountsMerged: { readonly into: string; readonly reason: string };
  AccountSplit: { readonly newAccountId: string; readonly reason: string };
  AccountClosed: { readonly reason: string };
  AccountReopened: { readonly reason: string };
};
