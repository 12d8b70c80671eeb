import { dayIn } from '#libs/kernel/calendar.js';
import { type Fields, type NamedElsewhere, referencesIn } from '#libs/kernel/fields.js';
import { type Context, type Fault, need, type Need, type State } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { isRejection, reject, type Rejection } from '#libs/kernel/rejection.js';
import { type Commerce } from './commerce/commerce.js';
import { employeeOf, unknownEmployee } from './credit.js';
import { requireOrderOn, requireStakeholder } from './guards.js';
import { type Profile } from './profile/profile.js';
import { type Stakeholders } from './stakeholders/stakeholder.js';
import { type Team } from './team/team.js';

/** Refuses a name for which there was nothing at that moment; asks for the stream that knows. */
type Look = (named: NamedElsewhere, at: Instant, state: State, context: Context) => Need | Rejection | undefined;

/** What declared fields refer to, and who knows it. Every other noun is looked up by the facet that introduces it. */
const REFERENTS: Readonly<Record<string, Look>> = {
  employee: ({ id, pointer }, at, _, context) => {
    const person = employeeOf(context, id);
    if (person === undefined) return need(`employee-${id}`);
    if (person.stage === 'absent') return unknownEmployee(id, pointer);
    if (person.stage !== 'departed' || person.departedAt > at) return undefined;
    const left = `${id} left on ${person.departedAt.slice(0, 10)}`;
    return reject('EMPLOYEE_DEPARTED', `${left}: name somebody who was with us then, or correct occurredAt.`, pointer);
  },
  team: ({ id, pointer }, at, _, context) => {
    const team = context.other<{ readonly team: Team }>(`team-${id}`)?.team;
    if (team === undefined) return need(`team-${id}`);
    if (team.stage === 'absent') {
      return reject('UNKNOWN_TEAM', `There is no team ${id}: form it with FormTeam, or check the id.`, pointer);
    }
    if (team.stage !== 'disbanded' || team.disbandedAt > at) return undefined;
    return reject('TEAM_DISBANDED', `Team ${id} was disbanded on ${team.disbandedAt.slice(0, 10)}: name another team.`, pointer);
  },
  order: ({ id, pointer }, at, state, context) => {
    const refusal = requireOrderOn(state['commerce'] as Commerce, id, dayIn(context.timeZone, at), pointer);
    return refusal?.rejected === 'ORDER_NOT_FOUND' ? (orderOfAbsorbed(id, state, context, pointer) ?? refusal) : refusal;
  },
  stakeholder: ({ id, pointer }, at, state) => requireStakeholder(state['stakeholders'] as Stakeholders, id, at, pointer),
  contact: ({ id, pointer }, at, state) => {
    const known = state['stakeholders'] as Stakeholders;
    return known.byId.has(id) ? requireStakeholder(known, id, at, pointer) : undefined;
  },
};

/** Absorbed accounts that are asked for an order that their survivor does not have: each is a stream to read. */
const ABSORBED_ASKED_MAX = 8;

/** An order that is told of at the survivor and stands in the history of an account that it has absorbed: which of them. */
const orderOfAbsorbed = (orderNumber: string, state: State, context: Context, pointer: string): Need | Rejection | undefined => {
  const streams = (profile: Profile | undefined) =>
    profile === undefined || profile.stage === 'absent' ? [] : (profile.absorbed ?? []).map((accountId) => `account-${accountId}`);
  const asked = streams(state['profile'] as Profile | undefined);
  for (let index = 0; index < Math.min(asked.length, ABSORBED_ASKED_MAX); index += 1) {
    const stream = asked[index]!;
    const other = context.other<{ readonly profile: Profile; readonly commerce: Commerce }>(stream);
    if (other === undefined) return need(stream);
    if (other.profile.stage === 'merged' && other.commerce.orders.has(orderNumber)) {
      const detail = `Order ${orderNumber} is one of account ${idOf(stream)}, which was merged into this one: tell account ${idOf(stream)} what settles it.`;
      return reject('ORDER_NOT_FOUND', detail, pointer);
    }
    asked.push(...streams(other.profile).filter((one) => !asked.includes(one)));
  }
  return undefined;
};

/** What an account's own history holds; everything else stands in streams of its own. */
const OF_THE_ACCOUNT: ReadonlySet<string> = new Set(['order', 'stakeholder', 'contact']);

/**
 * Looks up everything that data refers to, at the moment that the fact is about: what is unknown, has left or was closed is refused,
 * the first one in the order of the fields. Deciders find only what there is.
 */
export const requireReferences = (
  fields: Fields,
  data: object,
  at: Instant,
  state: State,
  context: Context,
): Need | Rejection | undefined => {
  const looked = referencesIn(fields, data as Readonly<Record<string, unknown>>).map((named) =>
    REFERENTS[named.what]?.(named, at, state, context),
  );
  const needs = looked.flatMap((answer) => (answer !== undefined && 'needs' in answer ? answer.needs : []));
  return needs.length > 0 ? need(...new Set(needs)) : looked.find((answer) => answer !== undefined);
};

/** The same as faults of a fact that is to be corrected; what belongs to its own stream is seen by the history. */
export const faultyReferences = (fields: Fields, data: object, at: Instant, context: Context): readonly Fault[] | Need => {
  const elsewhere = referencesIn(fields, data as Readonly<Record<string, unknown>>).filter(({ what }) => !OF_THE_ACCOUNT.has(what));
  const looked = elsewhere.map((named) => REFERENTS[named.what]?.(named, at, {}, context));
  const needs = looked.flatMap((answer) => (answer !== undefined && 'needs' in answer ? answer.needs : []));
  if (needs.length > 0) return need(...new Set(needs));
  return looked.flatMap((answer) =>
    answer !== undefined && isRejection(answer) ? [{ detail: answer.detail, pointer: answer.field ?? '' }] : [],
  );
};
