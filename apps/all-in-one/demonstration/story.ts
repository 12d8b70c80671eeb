import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type AccountCommands } from '#libs/domain/messages.js';
import { type EmployeeCommands } from '#libs/domain/employee/messages.js';
import { type PortfolioCommands } from '#libs/domain/portfolio/messages.js';
import { type PracticeCommands } from '#libs/domain/practice/messages.js';
import { type SkillCommands } from '#libs/domain/skills/messages.js';
import { type TeamCommands } from '#libs/domain/team/messages.js';
import { type CommandEnvelope, type Instant } from '#libs/kernel/message.js';

type Commands = AccountCommands & EmployeeCommands & TeamCommands & SkillCommands & PortfolioCommands & PracticeCommands;

/** Collects the commands of a story, in the order in which they happened to each stream. */
export interface Story {
  /** The moment `days` before the story's last day, at an office hour. */
  at(days: number, hour?: number): Instant;
  /** The calendar day `days` before the story's last day. */
  day(days: number): string;
  /** A whole number from `min` to `max`, the same for the same seed. */
  dice(min: number, max: number): number;
  tell<Type extends keyof Commands & string>(
    stream: string,
    occurredAt: Instant,
    type: Type,
    data: Commands[Type],
    said?: { readonly actor?: string; readonly note?: string },
  ): void;
  /** Everything told so far, oldest first within a stream. */
  commands(): readonly CommandEnvelope[];
}

/** What stands as `source` on every event of the demonstration. */
export const DEMONSTRATION = 'demonstration';

const DAY_MS = 86_400_000;

/** A story that ends on `lastDay` (`2026-03-01`); seed and day decide every word of it. */
export const createStory = (seed: number, lastDay: string): Story => {
  const random = xoroshiro128plus(seed);
  const told: CommandEnvelope[] = [];
  const day = (days: number): string => new Date(Date.parse(`${lastDay}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
  return {
    day,
    at: (days, hour = 9) => `${day(days)}T${String(hour).padStart(2, '0')}:00:00.000Z`,
    dice: (min, max) => uniformInt(random, min, max),
    tell: (stream, occurredAt, type, data, { actor = 'demonstration', note } = {}) => {
      const commandId = `demo-${seed}-${lastDay}-${String(told.length + 1).padStart(5, '0')}`;
      told.push({ commandId, stream, type, data, occurredAt, actor, source: DEMONSTRATION, ...(note === undefined ? {} : { note }) });
    },
    commands: () => told,
  };
};

/** The last day of the story that a command belongs to. */
export const dayOfCommandId = (commandId: string): string | undefined => /^demo-\d+-(\d{4}-\d{2}-\d{2})-\d+$/.exec(commandId)?.[1];
