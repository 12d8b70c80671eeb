import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type RiskEvents } from '#libs/domain/risk/messages.js';
import { type Stage, STAGES } from '#libs/domain/values.js';

/**
 * One step of an account between stages. Steps are documents of their own and never change; stays and the matrix are computed from
 * them (sojourns.ts), because what a stay came to is known only at the step that ends it.
 */
export interface StageStep {
  readonly accountId: string;
  readonly version: number;
  readonly at: Instant;
  readonly kind: 'opened' | 'changed' | 'lost' | 'won-back' | 'closed' | 'reopened' | 'merged' | 'unmerged';
  /** For `opened` and `changed`. */
  readonly to?: Stage;
  readonly from?: Stage;
  /** The step was taken against the evidence. */
  readonly overridden?: true;
}

type Events = Pick<ProfileEvents, 'AccountOpened' | 'AccountClosed' | 'AccountReopened' | 'AccountsMerged' | 'AccountUnmerged'>
  & Pick<RelationshipEvents, 'RelationshipStageChanged'>
  & Pick<RiskEvents, 'AccountDeclaredLost' | 'AccountWonBack'>;

const step = (event: Fact<Events>, kind: StageStep['kind']): StageStep => ({
  accountId: idOf(event.stream),
  version: event.version,
  at: event.meta.occurredAt,
  kind,
});

/** Every move between stages, in and out of the portfolio. */
export const stageTransitions: Projection<StageStep, Events> = {
  name: 'stage-transitions',
  version: 2,
  gathers: 'one-stream',
  indexes: [['accountId', 'version'], ['at']],
  keys: (event) => [`${idOf(event.stream)}/${String(event.version).padStart(10, '0')}`],
  on: {
    AccountOpened: (_, event) => ({ ...step(event, 'opened'), to: STAGES[0] }),
    RelationshipStageChanged: (_, event) => {
      const { from, to, override } = event.data;
      return { ...step(event, 'changed'), from, to, ...(override ? { overridden: true } : {}) };
    },
    AccountDeclaredLost: (_, event) => step(event, 'lost'),
    AccountWonBack: (_, event) => step(event, 'won-back'),
    AccountClosed: (_, event) => step(event, 'closed'),
    AccountReopened: (_, event) => step(event, 'reopened'),
    AccountsMerged: (_, event) => step(event, 'merged'),
    AccountUnmerged: (_, event) => step(event, 'unmerged'),
  },
};
