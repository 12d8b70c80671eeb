import { type CommerceEvents } from './commerce/events.js';
import { type InteractionEvents } from './interactions/events.js';
import { type OwnershipEvents } from './ownership/events.js';
import { type ProfileEvents } from './profile/events.js';
import { type PromiseEvents } from './promises/events.js';
import { type RelationshipEvents } from './relationship/events.js';
import { type RiskEvents } from './risk/events.js';

/** Everything that can have happened to an account. */
export type AccountEvents = ProfileEvents
  & OwnershipEvents
  & InteractionEvents
  & RelationshipEvents
  & CommerceEvents
  & PromiseEvents
  & RiskEvents;
