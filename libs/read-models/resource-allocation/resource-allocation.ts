import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type DesignationEvents } from '#libs/domain/designation/messages.js';
import { type Resource, type ResourceEvents } from '#libs/domain/resources/messages.js';
import { type StrategicRole } from '#libs/domain/values.js';
import { type TaskKind, type WorkEvents } from '#libs/domain/work-log/messages.js';

/** Time that one person of ours, in one team, worked for an account in a month. */
export interface TimeCell {
  readonly kind: 'time';
  readonly accountId: string;
  readonly month: string;
  /** `null`: nobody was in charge. */
  readonly employeeId: string | null;
  readonly teamId: string | null;
  readonly minutes: number;
  readonly unplannedMinutes: number;
  readonly byTask: Readonly<Partial<Record<TaskKind, number>>>;
}

/** What an account is given and what it takes, beside time. */
export interface AllocationDocument {
  readonly kind: 'allocation';
  readonly accountId: string;
  /** By period, of which the latest {@link PERIODS_MAX} are kept: what was said last of it. */
  readonly plans: Readonly<Record<string, { readonly since: Instant; readonly quantities: Quantities }>>;
  /** By month, of which the latest {@link MONTHS_MAX} are kept. */
  readonly consumed: Readonly<Record<string, Quantities>>;
  /** What it is to us beside its sales, from when on; the latest {@link ROLES_MAX}. */
  readonly roles: DatedLine<StrategicRole>;
}

export type Quantities = Readonly<Partial<Record<Resource, number>>>;

export const PERIODS_MAX = 40;
export const MONTHS_MAX = 60;
export const ROLES_MAX = 20;

export type ResourceDocument = TimeCell | AllocationDocument;

type Events = Pick<WorkEvents, 'TimeLogged'>
  & Pick<ResourceEvents, 'ResourcesAllocated' | 'ResourceConsumed'>
  & Pick<DesignationEvents, 'StrategicRoleSet'>;

/** Time by account, month and person; allocations and consumption by account. */
export const resourceAllocation: Projection<ResourceDocument, Events> = {
  name: 'resource-allocation',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'month'],
    ['kind', 'accountId', 'month'],
    ['kind', 'employeeId', 'month'],
    ['kind', 'teamId', 'month'],
  ],
  keys: (event) => [event.type === 'TimeLogged' ? cellKey(event) : idOf(event.stream)],
  on: {
    TimeLogged: (document, event) => {
      const { minutes, taskKind, unplanned = false } = event.data;
      const cell = document?.kind === 'time' ? document : emptyCell(event);
      return {
        ...cell,
        minutes: cell.minutes + minutes,
        unplannedMinutes: cell.unplannedMinutes + (unplanned ? minutes : 0),
        byTask: { ...cell.byTask, [taskKind]: (cell.byTask[taskKind] ?? 0) + minutes },
      };
    },
    ResourcesAllocated: (document, { stream, data: { period, resources }, meta }) => {
      const known = allocationOf(document, stream);
      if ((known.plans[period]?.since ?? '') > meta.occurredAt) return known;
      const quantities = Object.fromEntries(resources.map(({ resource, quantity }) => [resource, quantity]));
      return { ...known, plans: latest({ ...known.plans, [period]: { since: meta.occurredAt, quantities } }, PERIODS_MAX) };
    },
    StrategicRoleSet: (document, { stream, data, meta }) => {
      const known = allocationOf(document, stream);
      return { ...known, roles: withValue(known.roles, data.role, meta.occurredAt).slice(-ROLES_MAX) };
    },
    ResourceConsumed: (document, event) => {
      const known = allocationOf(document, event.stream);
      const { resource, quantity } = event.data;
      const month = businessDayOf(event).slice(0, 7);
      const before = known.consumed[month] ?? {};
      const inMonth = { ...before, [resource]: (before[resource] ?? 0) + quantity };
      return { ...known, consumed: latest({ ...known.consumed, [month]: inMonth }, MONTHS_MAX) };
    },
  },
};

type Logged = Fact<Events, 'TimeLogged'>;

const cellKey = (event: Logged): string => {
  const { employeeId = '', teamId = '' } = event.data.credit;
  return [idOf(event.stream), businessDayOf(event).slice(0, 7), employeeId, teamId].join('/');
};

const emptyCell = (event: Logged): TimeCell => ({
  kind: 'time',
  accountId: idOf(event.stream),
  month: businessDayOf(event).slice(0, 7),
  employeeId: event.data.credit.employeeId ?? null,
  teamId: event.data.credit.teamId ?? null,
  minutes: 0,
  unplannedMinutes: 0,
  byTask: {},
});

const allocationOf = (document: ResourceDocument | undefined, stream: string): AllocationDocument =>
  document?.kind === 'allocation' ? document : { kind: 'allocation', accountId: idOf(stream), plans: {}, consumed: {}, roles: [] };

const latest = <Value>(byPeriod: Readonly<Record<string, Value>>, max: number): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(byPeriod)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .slice(-max),
  );
