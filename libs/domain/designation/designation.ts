import { type Context, type Facet, type Need, need, type Violation } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { employeeOf, ownerAt } from '../credit.js';
import { entryAt, present, type Since, valueAt } from '../dated-line.js';
import { businessDay } from '../days.js';
import { sameData } from '../guards.js';
import { type Ownership } from '../ownership/ownership.js';
import { type DesignationCriteriaPolicy } from '../policy/documents.js';
import { type Capacity, capacityOf } from './capacity.js';
import { evaluate } from './criteria.js';
import { type DesignationCommands, type DesignationEvents } from './messages.js';
import { type Designation, designatedAt, designatedNow, foldDesignation, isRetired, NO_DESIGNATION } from './state.js';

/** Why a command may be refused. */
export type DesignationCode =
  | 'ALREADY_KEY_ACCOUNT'
  | 'NOT_NOMINATED'
  | 'CRITERIA_INCOMPLETE'
  | 'NOT_A_KEY_ACCOUNT'
  | 'NO_OWNER'
  | 'EFFECTIVE_BEFORE_DECISION'
  | 'CAPACITY_EXCEEDED';

type Needs = { readonly designation: Designation; readonly ownership: Ownership };

/** Whether an account is a key account, by what bet, and what the people who decide were told before. */
export const designation: Facet<'designation', Designation, DesignationCommands, DesignationEvents, DesignationCode, Needs> = {
  name: 'designation',
  initial: NO_DESIGNATION,

  decide: {
    NominateKeyAccount: ({ data: { rationale }, stream, occurredAt }, { designation: state }) => {
      const known = designatedAt(state, occurredAt);
      if (known !== undefined) {
        const fix = 'use DesignateKeyAccount to designate it otherwise';
        return reject('ALREADY_KEY_ACCOUNT', `Account ${idOf(stream)} is a ${known.kind} account: ${fix}.`);
      }
      const last = valueAt(state.nominations, occurredAt);
      return last?.as === 'nominated' && last.why === rationale ? [] : [{ type: 'KeyAccountNominated', data: { rationale } }];
    },

    DeclineNomination: ({ data: { reason }, stream, occurredAt }, { designation: state }) => {
      const last = valueAt(state.nominations, occurredAt);
      if (last?.as === 'declined' && last.why === reason) return [];
      const next = state.nominations.find(({ since }) => since > occurredAt);
      if (last?.as === 'nominated' && next?.value.as !== 'declined') return [{ type: 'NominationDeclined', data: { reason } }];
      const detail = `Account ${idOf(stream)} stood not nominated at ${occurredAt}: nominate it with NominateKeyAccount, or correct occurredAt.`;
      return reject('NOT_NOMINATED', detail);
    },

    EvaluateAccount: ({ data: { scores }, occurredAt }, { designation: state }, context) => {
      const { ref, document } = context.policy<DesignationCriteriaPolicy>('designation-criteria');
      const missing = document.criteria.filter((criterion) => scores[criterion] === undefined);
      if (missing.length > 0) {
        const detail = `Policy ${ref} asks for a score of each of its criteria; missing: ${missing.join(', ')}.`;
        return reject('CRITERIA_INCOMPLETE', detail, '/scores');
      }
      const last = entryAt(state.evaluations, occurredAt);
      const day = (at: Instant) => businessDay({ occurredAt: at }, context);
      if (last !== undefined && day(last.since) === day(occurredAt) && sameData(last.value, scores)) return [];
      return [{ type: 'AccountEvaluated', data: { scores, ...evaluate(scores, document) }, policy: ref }];
    },

    DesignateKeyAccount: (command, { designation: state, ownership }, context) => {
      const { override, ...asked } = command.data;
      const { stream, occurredAt } = command;
      const known = designatedAt(state, occurredAt);
      if (known !== undefined && sameData(known, asked)) return [];
      if (asked.effectiveFrom !== undefined && asked.effectiveFrom < businessDay({ occurredAt }, context)) {
        const fix = 'name a day from that of occurredAt on, or leave it out';
        return reject('EFFECTIVE_BEFORE_DECISION', `${asked.effectiveFrom} lies before the decision: ${fix}.`, '/effectiveFrom');
      }
      if (ownerAt(ownership, occurredAt) === undefined) {
        const fix = 'begin with AssignOwner';
        return reject('NO_OWNER', `Account ${idOf(stream)} had no owner at ${occurredAt}, who is to serve it as a key account: ${fix}.`);
      }
      const capacity = capacityLeft(state, ownership, occurredAt, context);
      if (capacity !== undefined && 'needs' in capacity) return capacity;
      const exceeded = capacity !== undefined && capacity.keyAccounts > capacity.keyAccountsMax;
      if (exceeded && override === undefined) return beyondCapacity(capacity);
      return [
        {
          type: 'KeyAccountDesignated',
          data: {
            ...asked,
            ...(known === undefined ? {} : { previous: known.kind }),
            ...(exceeded ? { override: { ...override!, ...numbersOf(capacity) } } : {}),
          },
          ...(capacity?.policy === undefined ? {} : { policy: capacity.policy }),
        },
      ];
    },

    RetireKeyAccount: ({ data: { reason }, stream, occurredAt }, { designation: state }) => {
      const at = entryAt(state.designations, occurredAt);
      if (at !== undefined && isRetired(at.value) && at.value.retired === reason) return [];
      const next = state.designations.find(({ since }) => since > occurredAt);
      const isKey = at !== undefined && !isRetired(at.value);
      if (isKey && (next === undefined || !isRetired(next.value))) return [{ type: 'KeyAccountRetired', data: { reason } }];
      const fix = isKey
        ? `is retired on ${next!.since.slice(0, 10)} already: correct that with CorrectFact`
        : `was no key account at ${occurredAt}: check the id and the time`;
      return reject('NOT_A_KEY_ACCOUNT', `Account ${idOf(stream)} ${fix}.`);
    },

    ClassifyAccount: ({ data, occurredAt }, { designation: { types } }) =>
      sameData(valueAt(types, occurredAt), data) ? [] : [{ type: 'AccountClassified', data }],

    SetStrategicRole: ({ data, occurredAt }, { designation: { roles } }) =>
      sameData(valueAt(roles, occurredAt), data) ? [] : [{ type: 'StrategicRoleSet', data }],
  },

  evolve: foldDesignation,

  invariants: ({ designation: { designations, nominations } }) => [
    ...designations.flatMap((entry, index) => retiredTooEarly(entry, designations[index - 1])),
    ...nominations.flatMap(({ value, since }, index): readonly Violation[] => {
      if (value.as !== 'declined' || nominations[index - 1]?.value.as === 'nominated') return [];
      const detail = `A nomination was declined on ${since.slice(0, 10)}, when there would be none.`;
      return [{ code: 'DECLINED_BEFORE_NOMINATED', subject: `nomination ${since}`, detail }];
    }),
  ],
};

const retiredTooEarly = (
  { value, since }: Since<Designation['designations'][number]['value']>,
  before: Since<Designation['designations'][number]['value']> | undefined,
): readonly Violation[] => {
  if (!isRetired(value) || (before !== undefined && !isRetired(before.value))) return [];
  const detail = `A key account was retired on ${since.slice(0, 10)}, when it would be none.`;
  return [{ code: 'RETIRED_BEFORE_DESIGNATED', subject: `designation ${since}`, detail }];
};

/**
 * What the manager of the present would serve by one more, where the designation adds to it: one that is told of a time before a
 * retirement, or of an account that is served already, does not.
 */
const capacityLeft = (state: Designation, ownership: Ownership, at: Instant, context: Context): Capacity | Need | undefined => {
  if (designatedNow(state) !== undefined || state.designations.some(({ since }) => since > at)) return undefined;
  const employeeId = present(ownership.owners)!;
  const employee = employeeOf(context, employeeId);
  return employee === undefined ? need(`employee-${employeeId}`) : capacityOf(employeeId, employee, context);
};

const numbersOf = ({ employeeId, keyAccounts, keyAccountsMax }: Capacity) => ({ employeeId, keyAccounts, keyAccountsMax });

const beyondCapacity = ({ employeeId, keyAccounts, keyAccountsMax }: Capacity): Rejection<'CAPACITY_EXCEEDED'> => {
  const fix = 'retire one, transfer one, raise the capacity with SetServiceCapacity, or decide all the same with override.reason';
  const detail = `${employeeId} would serve ${keyAccounts} key accounts and can serve ${keyAccountsMax}: ${fix}.`;
  return reject('CAPACITY_EXCEEDED', detail, '/override');
};
