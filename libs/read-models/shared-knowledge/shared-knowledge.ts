import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type ValueEvents } from '#libs/domain/value/messages.js';

/** Something learned at an account. */
export interface LessonDocument {
  readonly kind: 'lesson';
  readonly accountId: string;
  readonly lessonId: string;
  readonly lesson: string;
  readonly topic: string | null;
  readonly at: Instant;
}

/** An account that lets us name it to others. */
export interface ReferenceDocument {
  readonly kind: 'reference';
  readonly accountId: string;
  readonly referenceId: string;
  readonly type: string;
  readonly grantedBy: string;
  readonly validUntil: Day | null;
  readonly at: Instant;
}

/** Something of another account that is put to use at this one. */
export interface UseDocument {
  readonly kind: 'lesson-use' | 'reference-use';
  /** Where it is used. */
  readonly accountId: string;
  readonly fromAccountId: string;
  readonly id: string;
  readonly at: Instant;
  readonly uses: number;
}

/** How an account became a customer. */
export interface AcquisitionDocument {
  readonly kind: 'acquisition';
  readonly accountId: string;
  readonly openedAt: Instant | null;
  readonly firstOrderAt: Instant | null;
}

export type KnowledgeDocument = LessonDocument | ReferenceDocument | UseDocument | AcquisitionDocument;

type Events = Pick<ValueEvents, 'LessonCaptured' | 'LessonReused' | 'ReferenceGranted' | 'ReferenceUsed'>
  & Pick<ProfileEvents, 'AccountOpened'>
  & Pick<CommerceEvents, 'OrderRecorded'>;

/** What accounts learn from each other: lessons, references, and how those became customers to whom others were named. */
export const sharedKnowledge: Projection<KnowledgeDocument, Events> = {
  name: 'shared-knowledge',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'at'],
    ['kind', 'accountId', 'at'],
    ['kind', 'fromAccountId'],
  ],
  keys: (event) => [keyOf(event)],
  on: {
    LessonCaptured: (_, { stream, data: { lessonId, lesson, topic = null }, meta }) => ({
      kind: 'lesson',
      accountId: idOf(stream),
      lessonId,
      lesson,
      topic,
      at: meta.occurredAt,
    }),
    ReferenceGranted: (_, { stream, data: { referenceId, kind, grantedBy, validUntil = null }, meta }) => ({
      kind: 'reference',
      accountId: idOf(stream),
      referenceId,
      type: kind,
      grantedBy,
      validUntil,
      at: meta.occurredAt,
    }),
    LessonReused: (document, event) => used(document, event, 'lesson-use', event.data.lessonId),
    ReferenceUsed: (document, event) => used(document, event, 'reference-use', event.data.referenceId),
    AccountOpened: (document, { stream, meta }) => ({ ...acquired(document, stream), openedAt: meta.occurredAt }),
    OrderRecorded: (document, { stream, meta }) => {
      const known = acquired(document, stream);
      return known.firstOrderAt !== null && known.firstOrderAt <= meta.occurredAt ? known : { ...known, firstOrderAt: meta.occurredAt };
    },
  },
};

const keyOf = (event: Fact<Events>): string => {
  const accountId = idOf(event.stream);
  if (event.type === 'LessonCaptured') return `${accountId}/lesson/${event.data.lessonId}`;
  if (event.type === 'ReferenceGranted') return `${accountId}/reference/${event.data.referenceId}`;
  if (event.type === 'LessonReused') return `${accountId}/lesson-use/${event.data.fromAccountId}/${event.data.lessonId}`;
  if (event.type === 'ReferenceUsed') return `${accountId}/reference-use/${event.data.fromAccountId}/${event.data.referenceId}`;
  return `${accountId}/acquisition`;
};

const used = (
  document: KnowledgeDocument | undefined,
  { stream, data, meta }: Fact<Events, 'LessonReused' | 'ReferenceUsed'>,
  kind: UseDocument['kind'],
  id: string,
): UseDocument => {
  const known = document?.kind === kind ? document : undefined;
  const at = known !== undefined && known.at < meta.occurredAt ? known.at : meta.occurredAt;
  return { kind, accountId: idOf(stream), fromAccountId: data.fromAccountId, id, at, uses: (known?.uses ?? 0) + 1 };
};

const acquired = (document: KnowledgeDocument | undefined, stream: string): AcquisitionDocument =>
  document?.kind === 'acquisition' ? document : { kind: 'acquisition', accountId: idOf(stream), openedAt: null, firstOrderAt: null };
