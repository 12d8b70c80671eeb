import { type StakeholderEvents } from '#libs/domain/stakeholders/messages.js';
import { DECISION_ROLES, SENIORITIES, STANCES } from '#libs/domain/values.js';
import { type Deeds, of } from './known.js';

/** People at the customer that histories speak of; facts about them may come before they are added, or without. */
export const CONTACTS = ['eve', 'kim', 'sam'] as const;

/** What happens to people at the customer. */
export const stakeholderDeeds: Deeds<StakeholderEvents> = {
  StakeholderAdded: (account, pick) => {
    const stakeholderId = of(CONTACTS, account.contacts);
    account.contacts += 1;
    if (account.contacts > CONTACTS.length) return undefined;
    return { type: 'StakeholderAdded', data: { stakeholderId, name: `Name ${pick}`, seniority: of(SENIORITIES, pick) } };
  },
  ContactCardUpdated: (_, pick) => ({
    type: 'ContactCardUpdated',
    data: {
      stakeholderId: of(CONTACTS, pick),
      card: { department: `d-${pick}`, reportsTo: pick % 2 === 0 ? null : of(CONTACTS, pick + 1) },
    },
  }),
  DecisionRoleSet: (_, pick) => ({
    type: 'DecisionRoleSet',
    data: { stakeholderId: of(CONTACTS, pick), roles: DECISION_ROLES.slice(0, pick % 4) },
  }),
  InfluenceSet: (_, pick) => ({ type: 'InfluenceSet', data: { stakeholderId: of(CONTACTS, pick), influence: (pick % 5) + 1 } }),
  StanceSet: (_, pick) => ({ type: 'StanceSet', data: { stakeholderId: of(CONTACTS, pick), stance: of(STANCES, pick) } }),
  StakeholderDeparted: (_, pick) => ({ type: 'StakeholderDeparted', data: { stakeholderId: of(CONTACTS, pick) } }),
};
