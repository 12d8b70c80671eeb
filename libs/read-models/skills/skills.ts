import { idOf, type Instant } from '#libs/kernel/message.js';
import { own } from '#libs/kernel/own.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, valueAt, withValue } from '#libs/domain/dated-line.js';
import { type SkillEvents } from '#libs/domain/skills/messages.js';

/** What a person can do, and what was learned. */
export interface SkillDocument {
  readonly employeeId: string;
  /** By skill, of which {@link SKILLS_MAX} are kept: its latest {@link LINE_MAX} levels, 0–5. */
  readonly levels: Readonly<Record<string, DatedLine<number>>>;
  /** The latest {@link TRAININGS_MAX}. */
  readonly trainings: readonly { readonly title: string; readonly skills: readonly string[]; readonly at: Instant }[];
}

export const SKILLS_MAX = 200;
export const LINE_MAX = 20;
export const TRAININGS_MAX = 50;

/** The skills of every person who was assessed or trained. */
export const skills: Projection<SkillDocument, SkillEvents> = {
  name: 'skills',
  version: 1,
  gathers: 'one-stream',
  indexes: [['employeeId']],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    SkillAssessed: (document, { stream, data: { skill, level }, meta }) => {
      const known = document ?? none(stream);
      if (own(known.levels, skill) === undefined && Object.keys(known.levels).length >= SKILLS_MAX) return known;
      const line = withValue(own(known.levels, skill) ?? [], level, meta.occurredAt).slice(-LINE_MAX);
      return { ...known, levels: { ...known.levels, [skill]: line } };
    },
    TrainingCompleted: (document, { stream, data: { title, skills: learned }, meta }) => {
      const known = document ?? none(stream);
      const training = { title, skills: learned, at: meta.occurredAt };
      const trainings = [...known.trainings, training].toSorted((left, right) => Number(left.at > right.at) - Number(left.at < right.at));
      return { ...known, trainings: trainings.slice(-TRAININGS_MAX) };
    },
  },
};

const none = (stream: string): SkillDocument => ({ employeeId: idOf(stream), levels: {}, trainings: [] });

const linesOf = (document: SkillDocument | undefined, skill: string): DatedLine<number> => (document && own(document.levels, skill)) ?? [];

/** How well somebody mastered something at a moment; `null`: nobody has said. */
export const levelOf = (document: SkillDocument | undefined, skill: string, at: Instant): number | null =>
  valueAt(linesOf(document, skill), at) ?? null;

/** Since the last assessment of it before a moment, the skill was trained: it is to be assessed anew. */
export const trainedSince = (document: SkillDocument | undefined, skill: string, at: Instant): boolean => {
  const since = linesOf(document, skill).findLast((entry) => entry.since <= at)?.since ?? '';
  return (document?.trainings ?? []).some((training) => training.skills.includes(skill) && training.at > since && training.at <= at);
};
