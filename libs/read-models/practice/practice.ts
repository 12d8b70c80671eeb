import { type Fact, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type Lever, type Orientation, type PracticeEvents } from '#libs/domain/practice/messages.js';

/** What was said of a lever, and why. */
export interface LeverDocument {
  readonly kind: 'lever';
  readonly lever: Lever;
  /** The latest {@link LINE_MAX}. */
  readonly line: DatedLine<{ readonly level: number; readonly because: readonly string[] }>;
}

/** What the company is managed by. */
export interface OrientationDocument {
  readonly kind: 'orientation';
  readonly line: DatedLine<{ readonly orientation: Orientation; readonly because: readonly string[] }>;
}

/** What whoever is in charge of accounts has to master. */
export interface RequirementDocument {
  readonly kind: 'requirement';
  /** `null`: of all accounts. */
  readonly segment: string | null;
  readonly skill: string;
  readonly line: DatedLine<number>;
}

export type PracticeDocument = LeverDocument | OrientationDocument | RequirementDocument;

export const LINE_MAX = 60;

/** How key accounts are managed by the company's own account, and what it asks of those who do. */
export const practice: Projection<PracticeDocument, PracticeEvents> = {
  name: 'practice',
  version: 1,
  gathers: 'one-stream',
  indexes: [['kind']],
  keys: (event) => [keyOf(event)],
  on: {
    LeverAssessed: (document, { data: { lever, level, because }, meta }) => ({
      kind: 'lever',
      lever,
      line: longer(document?.kind === 'lever' ? document.line : [], { level, because }, meta.occurredAt),
    }),
    OrientationAssessed: (document, { data, meta }) => ({
      kind: 'orientation',
      line: longer(document?.kind === 'orientation' ? document.line : [], data, meta.occurredAt),
    }),
    SkillRequirementSet: (document, { data: { segment = null, skill, level }, meta }) => ({
      kind: 'requirement',
      segment,
      skill,
      line: longer(document?.kind === 'requirement' ? document.line : [], level, meta.occurredAt),
    }),
  },
};

const keyOf = (event: Fact<PracticeEvents>): string => {
  if (event.type === 'LeverAssessed') return `lever/${event.data.lever}`;
  if (event.type === 'OrientationAssessed') return 'orientation';
  return event.data.segment === undefined ? `requirement/${event.data.skill}` : `requirement/${event.data.skill}/${event.data.segment}`;
};

const longer = <Value>(line: DatedLine<Value>, value: Value, since: Instant): DatedLine<Value> =>
  withValue(line, value, since).slice(-LINE_MAX);
