import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type RiskEvents } from '#libs/domain/risk/messages.js';
import { type ChurnReason, type ExternalChange } from '#libs/domain/values.js';

/** Something outside that affects an account, and who is behind it. */
export interface ExternalChangeEntry {
  readonly changeId: string;
  readonly kind: ExternalChange;
  readonly what: string;
  readonly effect?: 'threat' | 'chance';
  readonly party?: string;
  readonly reasons?: readonly ChurnReason[];
  readonly accountId: string;
  readonly at: Instant;
  readonly eventId: string;
}

type Events = Pick<RiskEvents, 'ExternalChangeRecorded'>;

/** What happened outside: market, industry, technology, policy. */
export const externalChanges: Projection<ExternalChangeEntry, Events> = {
  name: 'external-changes',
  version: 1,
  gathers: 'one-stream',
  indexes: [['at'], ['accountId', 'at'], ['kind', 'at']],
  keys: ({ stream, data }: Fact<Events>) => [`${idOf(stream)}/${data.changeId}`],
  on: {
    ExternalChangeRecorded: (_, { id, stream, data, meta }) => ({ ...data, accountId: idOf(stream), at: meta.occurredAt, eventId: id }),
  },
};
