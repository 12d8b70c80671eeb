/** Stored contract of `employee-<id>`. Membership of a past moment is found by `occurredAt`. */
export type EmployeeEvents = {
  EmployeeRegistered: { readonly name: string; readonly title?: string; readonly city?: string; readonly reportsTo?: string };
  /** `from` is the team that the employee leaves by it. */
  TeamJoined: { readonly teamId: string; readonly from?: string; readonly role?: string };
  TeamLeft: { readonly teamId: string; readonly reason?: string };
  /** Key accounts that the employee can serve at once. */
  ServiceCapacitySet: { readonly keyAccountsMax: number };
  EmployeeDeparted: { readonly reason?: string };
};
