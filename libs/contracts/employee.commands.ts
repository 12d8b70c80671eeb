import { type EmployeeCommands } from '#libs/domain/employee/employee.js';
import { CommandMessage } from './command-message.js';
import { id, integer, text } from './kinds.js';
import { Optional, Required } from './validate.js';

export class RegisterEmployee extends CommandMessage implements Data<'RegisterEmployee'> {
  @Required(text(200)) readonly name!: string;
  @Optional(text(100)) readonly title?: string;
  @Optional(text(100)) readonly city?: string;
  @Optional(id) readonly reportsTo?: string;
}

export class JoinTeam extends CommandMessage implements Data<'JoinTeam'> {
  @Required(id) readonly teamId!: string;
  @Optional(text(100)) readonly role?: string;
}

export class LeaveTeam extends CommandMessage implements Data<'LeaveTeam'> {
  @Optional(text(2_000)) readonly reason?: string;
}

export class SetServiceCapacity extends CommandMessage implements Data<'SetServiceCapacity'> {
  @Required(integer(0, 1_000)) readonly keyAccountsMax!: number;
}

export class RecordEmployeeDeparture extends CommandMessage implements Data<'RecordEmployeeDeparture'> {
  @Optional(text(2_000)) readonly reason?: string;
}

type Data<Type extends keyof EmployeeCommands> = EmployeeCommands[Type];
