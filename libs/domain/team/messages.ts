import { described, optional } from '#libs/kernel/fields.js';
import { decimal, like, oneOf, period, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { employee, personId, reason } from '../kinds.js';
import { KPI_NAMES } from '../kpis.js';

const name = text(200, 'Team North', 'Team North Sea');
const forming = { name, region: optional(text(100, 'North')) };
const target = {
  period,
  value: described(
    like(decimal, '1.05', '7'),
    "In the KPI's unit: amounts in the reporting currency, shares from 0 to 1, counts, points, days, Brier scores.",
  ),
};

/** What can have happened to `team-<id>`. Stored contract. */
export const teamEvents = {
  TeamFormed: event('Team formed', `{name}${when('region', ', {region}')}`, forming),
  TeamRenamed: event('Team renamed', 'From {previous} to {name}', { name, previous: name }),
  TeamLeadSet: event('Team lead set', '{employeeId} leads the team', { employeeId: personId }),
  TeamTargetSet: event('Team target set', '{kpi} of {value} in {period}', {
    kpi: described(text(64, 'netSales', 'orders'), 'One of those of SetTeamTarget; in older logs any word.'),
    ...target,
  }),
  TeamDisbanded: event('Team disbanded', '{reason}', { reason }),
};

/** What may be asked. */
export const teamCommands = {
  FormTeam: command('Begins the team.', forming),
  RenameTeam: command('It goes by another name.', { name }),
  SetTeamLead: command('Who leads the team from then on.', { employeeId: employee }),
  SetTeamTarget: command('What the team is to reach in a period; the same again with another value replaces it.', {
    kpi: oneOf(KPI_NAMES),
    ...target,
  }),
  DisbandTeam: command('Ends the team; its members stay where they are until they leave or join another.', { reason }),
};

export type TeamEvents = MessagesOf<typeof teamEvents>;
export type TeamCommands = MessagesOf<typeof teamCommands>;
