import { type StakeholderEvents } from '#libs/domain/stakeholders/messages.js';
import { type TextSamples } from './text-samples.js';

/** How events about people at the customer read. */
export const stakeholderTexts: TextSamples<StakeholderEvents> = {
  StakeholderAdded: [
    { stakeholderId: 'eve', name: 'Eve Adler' },
    { stakeholderId: 'eve', name: 'Eve Adler', function: 'Buyer', department: 'purchasing', organisation: 'Sand', reportsTo: 'kim' },
    'Eve Adler, Buyer (purchasing) of Sand.',
  ],
  ContactCardUpdated: [
    { stakeholderId: 'eve', card: {} },
    { stakeholderId: 'eve', card: { function: 'Head', phone: null } },
    'eve: function, phone.',
  ],
  DecisionRoleSet: [
    { stakeholderId: 'eve', roles: [] },
    { stakeholderId: 'eve', roles: ['decider', 'economic'], reason: 'new budget' },
    'eve: decider, economic, because: new budget.',
  ],
  InfluenceSet: [
    { stakeholderId: 'eve', influence: 1 },
    { stakeholderId: 'eve', influence: 5, reason: 'promoted' },
    'eve: 5 of 5, because: promoted.',
  ],
  StanceSet: [
    { stakeholderId: 'eve', stance: 'hostile' },
    { stakeholderId: 'eve', stance: 'advocate', reason: 'the pump held' },
    'eve: advocate, because: the pump held.',
  ],
  StakeholderDeparted: [
    { stakeholderId: 'eve' },
    { stakeholderId: 'eve', to: 'Globex', reason: 'better pay' },
    'eve went to Globex: better pay.',
  ],
};
