import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type TeamworkEvents } from '#libs/domain/teamwork/messages.js';

/** Something that somebody is to do for an account, and what became of it. */
export interface Task {
  readonly accountId: string;
  readonly kind: 'action' | 'commitment';
  readonly taskId: string;
  readonly what: string;
  readonly due: Day;
  readonly side: 'ours' | 'theirs';
  readonly employeeId?: string;
  readonly stakeholderId?: string;
  readonly department?: string;
  readonly status: 'open' | 'completed' | 'dropped' | 'kept' | 'broken';
  readonly agreedAt: Instant;
  /** Who told it. */
  readonly agreedBy: string;
  readonly endedOn?: Day;
  readonly result?: string;
  readonly reason?: string;
}

type Events = Omit<TeamworkEvents, 'CustomerInvitedToPlan'>;

/** What is to be done on both sides of an account. */
export const taskBoard: Projection<Task, Events> = {
  name: 'task-board',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['accountId', 'due'],
    ['accountId', 'kind', 'due'],
    ['accountId', 'status', 'due'],
    ['accountId', 'side', 'due'],
    ['accountId', 'department', 'due'],
    ['kind', 'employeeId', 'due'],
  ],
  keys: (event) => [
    `${idOf(event.stream)}/${'actionId' in event.data ? `action/${event.data.actionId}` : `commitment/${event.data.commitmentId}`}`,
  ],
  on: {
    ActionPlanned: (_, event) => {
      const { actionId, ...action } = event.data;
      return { ...action, ...agreedOf(event, 'action', actionId), side: action.stakeholderId === undefined ? 'ours' : 'theirs' };
    },
    CommitmentMade: (_, event) => {
      const { commitmentId, ...commitment } = event.data;
      return { ...commitment, ...agreedOf(event, 'commitment', commitmentId), side: 'ours' };
    },
    ActionCompleted: (task, event) => ended(task, event, 'completed', event.data.result === undefined ? {} : { result: event.data.result }),
    ActionDropped: (task, event) => ended(task, event, 'dropped', { reason: event.data.reason }),
    CommitmentKept: (task, event) => ended(task, event, 'kept', {}),
    CommitmentBroken: (task, event) => ended(task, event, 'broken', { reason: event.data.reason }),
  },
};

const agreedOf = ({ stream, meta }: Fact<Events>, kind: Task['kind'], taskId: string) => ({
  accountId: idOf(stream),
  kind,
  taskId,
  status: 'open' as const,
  agreedAt: meta.occurredAt,
  agreedBy: meta.actor,
});

/** What ends without having been agreed stays unknown: history that is cut at a business time can look like that. */
const ended = (
  task: Task | undefined,
  event: Fact<Events>,
  status: Task['status'],
  said: Pick<Task, 'result' | 'reason'>,
): Task | undefined => task && { ...task, status, endedOn: businessDayOf(event), ...said };
