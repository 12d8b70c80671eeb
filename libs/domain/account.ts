import { type CommerceCommands, type Commerce } from './commerce/commerce.js';
import { type InteractionCommands, type Interactions } from './interactions/interactions.js';
import { type Ownership, type OwnershipCommands } from './ownership/ownership.js';
import { type Profile, type ProfileCommands } from './profile/profile.js';
import { type PromiseCommands, type Promises } from './promises/promises.js';
import { type Relationship, type RelationshipCommands } from './relationship/relationship.js';
import { type Risk, type RiskCommands } from './risk/risk.js';

/** Everything that may be asked of an account. */
export type AccountCommands = ProfileCommands
  & OwnershipCommands
  & InteractionCommands
  & RelationshipCommands
  & CommerceCommands
  & PromiseCommands
  & RiskCommands;

/** What is therefore known of an account: one slice a facet. */
export interface Account {
  readonly profile: Profile;
  readonly ownership: Ownership;
  readonly interactions: Interactions;
  readonly relationship: Relationship;
  readonly commerce: Commerce;
  readonly promises: Promises;
  readonly risk: Risk;
}
