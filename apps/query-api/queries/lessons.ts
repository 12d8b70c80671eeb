import { id } from '#libs/kernel/kinds.js';
import { type LessonDocument, sharedKnowledge, type UseDocument } from '#libs/read-models/shared-knowledge/shared-knowledge.js';
import { type AsOf } from '../answers.js';
import { question } from '../question.js';

/** A lesson and where it was put to use. */
export interface LessonLine extends Omit<LessonDocument, 'kind'> {
  readonly reusedAt: readonly string[];
}

export interface LessonsAnswer {
  readonly items: readonly LessonLine[];
  /** Share of the lessons that were put to use elsewhere, 0–1; `null` where there is none. */
  readonly reuseRate: number | null;
  readonly asOf: AsOf;
}

/** Lessons, those that serve most accounts first. */
export const lessons = question({
  name: 'Lessons',
  path: '/v1/lessons',
  summary: 'What was learned at accounts, and at which others it was put to use',
  parameters: { accountId: id },
  read: { knowledge: sharedKnowledge },
  answer: async ({ knowledge, parameters: { accountId } }): Promise<Omit<LessonsAnswer, 'asOf'>> => {
    const where = accountId === undefined ? {} : { accountId };
    const found = (await knowledge.all({ kind: 'lesson', ...where })) as readonly LessonDocument[];
    const uses = (await knowledge.all({ kind: 'lesson-use' })) as readonly UseDocument[];
    const byLesson = Map.groupBy(uses, (use) => `${use.fromAccountId}/${use.id}`);
    const items = found.map(({ kind: _kind, ...lesson }): LessonLine => {
      const used = byLesson.get(`${lesson.accountId}/${lesson.lessonId}`) ?? [];
      return { ...lesson, reusedAt: used.map((use) => use.accountId).toSorted() };
    });
    return {
      items: items.toSorted((left, right) => right.reusedAt.length - left.reusedAt.length || (left.at < right.at ? 1 : -1)),
      reuseRate: items.length === 0 ? null : items.filter(({ reusedAt }) => reusedAt.length > 0).length / items.length,
    };
  },
});
