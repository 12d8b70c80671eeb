import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { sharedKnowledge } from './shared-knowledge.js';

itKeepsTheLaws(sharedKnowledge);

describe('what accounts learn from each other', () => {
  it('are lessons, references, their uses, and how each became a customer', () => {
    const order = (orderNumber: string, day: string) =>
      ({
        type: 'OrderRecorded',
        data: { orderNumber, net: { amount: '1.00', currency: 'EUR' }, credit: {} },
        occurredAt: `${day}T12:00:00.000Z`,
      }) as const;
    const events = [
      { type: 'AccountOpened', data: { name: 'Acme' } } as const,
      { type: 'LessonCaptured', data: { lessonId: 'l', lesson: 'Ask twice' } } as const,
      { type: 'ReferenceGranted', data: { referenceId: 'r', kind: 'quote', grantedBy: 'Eve' } } as const,
      { type: 'LessonReused', data: { lessonId: 'l', fromAccountId: 'globex' } } as const,
      { type: 'LessonReused', data: { lessonId: 'l', fromAccountId: 'globex' } } as const,
      { type: 'ReferenceUsed', data: { referenceId: 'r', fromAccountId: 'globex' } } as const,
      order('2', '2026-04-02'),
      order('1', '2026-03-20'),
    ];
    const { document } = projection(sharedKnowledge).given(...recorded(events));
    expect(document('acme/lesson/l')).toMatchObject({ kind: 'lesson', lesson: 'Ask twice' });
    expect(document('acme/reference/r')).toMatchObject({ kind: 'reference', type: 'quote', grantedBy: 'Eve' });
    expect(document('acme/lesson-use/globex/l')).toMatchObject({ kind: 'lesson-use', uses: 2 });
    expect(document('acme/reference-use/globex/r')).toMatchObject({ kind: 'reference-use', uses: 1 });
    expect(document('acme/acquisition')).toMatchObject({ firstOrderAt: '2026-03-20T12:00:00.000Z' });
  });
});
