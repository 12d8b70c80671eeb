import { type OwnershipCommands } from '#libs/domain/ownership/ownership.js';
import { CommandMessage } from './command-message.js';
import { day, id, listOf, text } from './kinds.js';
import { Optional, Required } from './validate.js';

export class AssignOwner extends CommandMessage implements Data<'AssignOwner'> {
  @Required(id) readonly employeeId!: string;
  @Optional(text(2_000)) readonly reason?: string;
}

export class AssignBackupOwner extends CommandMessage implements Data<'AssignBackupOwner'> {
  @Required(id) readonly employeeId!: string;
}

export class StartHandover extends CommandMessage implements Data<'StartHandover'> {
  @Required(id) readonly to!: string;
  @Required(listOf(text(200))) readonly checklist!: readonly string[];
}

export class CompleteHandover extends CommandMessage implements Data<'CompleteHandover'> {
  @Required(listOf(text(200))) readonly completed!: readonly string[];
}

export class CancelHandover extends CommandMessage implements Data<'CancelHandover'> {
  @Required(text(2_000)) readonly reason!: string;
}

export class AddTeamMember extends CommandMessage implements Data<'AddTeamMember'> {
  @Required(id) readonly employeeId!: string;
  @Required(text(100)) readonly department!: string;
  @Required(text(100)) readonly role!: string;
  @Optional(text(200)) readonly commitment?: string;
}

export class RemoveTeamMember extends CommandMessage implements Data<'RemoveTeamMember'> {
  @Required(id) readonly employeeId!: string;
  @Optional(text(2_000)) readonly reason?: string;
}

export class AssignTerritory extends CommandMessage implements Data<'AssignTerritory'> {
  @Required(text(100)) readonly territory!: string;
  @Optional(day) readonly effectiveFrom?: string;
}

type Data<Type extends keyof OwnershipCommands> = OwnershipCommands[Type];
