/**
 * Every event with what it carries, under its name. `events.schema.json` is generated from this file (libs/quality keeps it fresh), so
 * that the published schemas are the types that the compiler holds the deciders and the folds to.
 */
import { type AccountEvents } from '#libs/domain/account-events.js';
import { type EmployeeEvents } from '#libs/domain/employee/events.js';
import { type PolicyEvents } from '#libs/domain/policy/events.js';
import { type TeamEvents } from '#libs/domain/team/events.js';

export type Events = AccountEvents & EmployeeEvents & TeamEvents & PolicyEvents;

/** What is generated from this file. */
export interface EventContract {
  readonly Events: Events;
}
