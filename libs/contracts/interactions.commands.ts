import { type InteractionDetails } from '#libs/domain/interactions/events.js';
import { type InteractionCommands } from '#libs/domain/interactions/interactions.js';
import { type Channel, CHANNELS, type Direction, DIRECTIONS, type Sentiment, SENTIMENTS } from '#libs/domain/values.js';
import { CommandMessage } from './command-message.js';
import { flag, id, instant, integer, listOf, nested, oneOf, text } from './kinds.js';
import { Optional, Required } from './validate.js';

/** The longest interaction that a record may claim: a week. */
const DURATION_MINUTES_MAX = 7 * 24 * 60;

/** What a record of an interaction and its correction have in common. */
abstract class InteractionFields extends CommandMessage implements Omit<InteractionDetails, 'channel'> {
  @Optional(oneOf(DIRECTIONS)) readonly direction?: Direction;
  @Optional(listOf(id)) readonly ourPeople?: readonly string[];
  @Optional(listOf(text(200))) readonly contacts?: readonly string[];
  @Optional(integer(0, DURATION_MINUTES_MAX)) readonly durationMinutes?: number;
  @Optional(listOf(text(100))) readonly topics?: readonly string[];
  @Optional(oneOf(SENTIMENTS)) readonly sentiment?: Sentiment;
  @Optional(text(2_000)) readonly outcome?: string;
  @Optional(text(10_000)) readonly summary?: string;
  @Optional(flag) readonly executive?: boolean;
}

export class RecordInteraction extends InteractionFields implements Data<'RecordInteraction'> {
  @Required(oneOf(CHANNELS)) readonly channel!: Channel;
  @Optional(id) readonly interactionId?: string;
}

/** The details that a correction replaces; the others stay. */
class InteractionChanges extends InteractionFields implements Partial<InteractionDetails> {
  @Optional(oneOf(CHANNELS)) readonly channel?: Channel;
}

export class CorrectInteraction extends CommandMessage implements Data<'CorrectInteraction'> {
  @Required(id) readonly interactionId!: string;
  @Required(nested(InteractionChanges)) readonly changes!: InteractionChanges;
  @Required(text(2_000)) readonly reason!: string;
}

export class RetractInteraction extends CommandMessage implements Data<'RetractInteraction'> {
  @Required(id) readonly interactionId!: string;
  @Required(text(2_000)) readonly reason!: string;
}

export class PrepareMeeting extends CommandMessage implements Data<'PrepareMeeting'> {
  @Optional(id) readonly meetingId?: string;
  @Optional(instant) readonly plannedFor?: string;
  @Required(listOf(text(200))) readonly checklist!: readonly string[];
  @Optional(text(10_000)) readonly brief?: string;
}

type Data<Type extends keyof InteractionCommands> = InteractionCommands[Type];
