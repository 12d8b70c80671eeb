import { type TeamCommands } from '#libs/domain/team/team.js';
import { CommandMessage } from './command-message.js';
import { decimal, period, text } from './kinds.js';
import { Optional, Required } from './validate.js';

export class FormTeam extends CommandMessage implements Data<'FormTeam'> {
  @Required(text(200)) readonly name!: string;
  @Optional(text(100)) readonly region?: string;
}

export class RenameTeam extends CommandMessage implements Data<'RenameTeam'> {
  @Required(text(200)) readonly name!: string;
}

export class SetTeamTarget extends CommandMessage implements Data<'SetTeamTarget'> {
  @Required(text(64)) readonly kpi!: string;
  @Required(period) readonly period!: string;
  @Required(decimal) readonly value!: string;
}

export class DisbandTeam extends CommandMessage implements Data<'DisbandTeam'> {
  @Required(text(2_000)) readonly reason!: string;
}

type Data<Type extends keyof TeamCommands> = TeamCommands[Type];
