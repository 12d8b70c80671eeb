import { type DesignationEvents } from '#libs/domain/designation/messages.js';
import { ACCOUNT_TYPES, DESIGNATION_BASES, DESIGNATION_KINDS, STRATEGIC_ROLES } from '#libs/domain/values.js';
import { type Deeds, of } from './known.js';

/** What is decided about a key account, in random histories. */
export const designationDeeds: Deeds<DesignationEvents> = {
  KeyAccountNominated: (_, pick) => ({ type: 'KeyAccountNominated', data: { rationale: `reason ${pick}` } }),
  KeyAccountDesignated: (_, pick) => ({
    type: 'KeyAccountDesignated',
    data: { kind: of(DESIGNATION_KINDS, pick), basis: of(DESIGNATION_BASES, pick), rationale: `bet ${pick}` },
  }),
  KeyAccountRetired: (_, pick) => ({ type: 'KeyAccountRetired', data: { reason: `reason ${pick}` } }),
  AccountClassified: (_, pick) => ({ type: 'AccountClassified', data: { type: of(ACCOUNT_TYPES, pick) } }),
  StrategicRoleSet: (_, pick) => ({ type: 'StrategicRoleSet', data: { role: of(STRATEGIC_ROLES, pick) } }),
};
