import { type Instant } from '#libs/kernel/message.js';
import { type PersistentMap } from '#libs/kernel/persistent-map.js';
import { type DatedLine } from '../dated-line.js';
import { type InteractionDetails, type InteractionEvents } from './messages.js';

/** What is therefore known. */
export interface Interactions {
  readonly byId: PersistentMap<string, Interaction>;
  readonly meetings: PersistentMap<string, Omit<InteractionEvents['MeetingPrepared'], 'meetingId'>>;
  /** When workshops were held, and with whom of theirs; whether they were withdrawn. */
  readonly workshops: PersistentMap<string, Workshop>;
  /** The present plan of an expert, by when it was decided. */
  readonly plans: DatedLine<InteractionEvents['InteractionPlanDecided']>;
  readonly experts: DatedLine<InteractionEvents['ExpertEngaged']>;
  readonly disclosures: DatedLine<InteractionEvents['DissatisfactionDisclosed']>;
}

interface Workshop {
  readonly at: Instant;
  readonly stakeholders: readonly string[];
  readonly withdrawn: boolean;
}

/** One interaction as it stands after its corrections. */
export interface Interaction {
  /** What the next correction corrects. */
  readonly lastEventId: string;
  readonly at: Instant;
  readonly details: InteractionDetails;
  readonly retracted: boolean;
}
