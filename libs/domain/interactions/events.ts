import { type Instant } from '#libs/kernel/message.js';
import { type Channel, type Credit, type Direction, type Sentiment } from '../values.js';

/** What is known of an interaction; everything but the channel may be unknown. */
export interface InteractionDetails {
  readonly channel: Channel;
  readonly direction?: Direction;
  /** Employee ids. */
  readonly ourPeople?: readonly string[];
  /** Their contacts, by name or id. */
  readonly contacts?: readonly string[];
  readonly durationMinutes?: number;
  readonly topics?: readonly string[];
  readonly sentiment?: Sentiment;
  readonly outcome?: string;
  readonly summary?: string;
  /** An executive of ours took part. */
  readonly executive?: boolean;
}

/** Stored contract. */
export type InteractionEvents = {
  InteractionRecorded: InteractionDetails & { readonly interactionId: string; readonly credit: Credit };
  /** Names the event that it corrects; both stay visible. */
  InteractionCorrected: {
    readonly interactionId: string;
    readonly corrects: string;
    readonly changes: Partial<InteractionDetails>;
    readonly reason: string;
  };
  InteractionRetracted: {
    readonly interactionId: string;
    readonly retracts: string;
    readonly reason: string;
    /** That of the interaction; absent where the event is older than the field. */
    readonly credit?: Credit;
  };
  MeetingPrepared: {
    readonly meetingId: string;
    readonly plannedFor?: Instant;
    readonly checklist: readonly string[];
    readonly brief?: string;
  };
};
