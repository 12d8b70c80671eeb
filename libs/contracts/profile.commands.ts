import { type ProfileCommands } from '#libs/domain/profile/profile.js';
import { CommandMessage } from './command-message.js';
import { day, id, mapOf, nullable, text } from './kinds.js';
import { Optional, Required } from './validate.js';

export class OpenAccount extends CommandMessage implements Data<'OpenAccount'> {
  @Required(text(200)) readonly name!: string;
  @Optional(text(100)) readonly industry?: string;
  @Optional(text(100)) readonly segment?: string;
  @Optional(text(100)) readonly country?: string;
  @Optional(text(100)) readonly city?: string;
  @Optional(id) readonly splitFrom?: string;
}

export class RenameAccount extends CommandMessage implements Data<'RenameAccount'> {
  @Required(text(200)) readonly name!: string;
  @Optional(text(2_000)) readonly reason?: string;
}

export class UpdateDossierSection extends CommandMessage implements Data<'UpdateDossierSection'> {
  @Required(text(64)) readonly section!: string;
  @Required(mapOf(text(10_000))) readonly fields!: Readonly<Record<string, string>>;
  @Optional(day) readonly validAt?: string;
}

export class SetParentAccount extends CommandMessage implements Data<'SetParentAccount'> {
  @Required(nullable(id)) readonly parentId!: string | null;
}

export class MergeAccounts extends CommandMessage implements Data<'MergeAccounts'> {
  @Required(id) readonly into!: string;
  @Required(text(2_000)) readonly reason!: string;
}

export class UnmergeAccount extends CommandMessage implements Data<'UnmergeAccount'> {
  @Required(text(2_000)) readonly reason!: string;
}

export class SplitAccount extends CommandMessage implements Data<'SplitAccount'> {
  @Required(id) readonly newAccountId!: string;
  @Required(text(2_000)) readonly reason!: string;
}

export class CloseAccount extends CommandMessage implements Data<'CloseAccount'> {
  @Required(text(2_000)) readonly reason!: string;
}

export class ReopenAccount extends CommandMessage implements Data<'ReopenAccount'> {
  @Required(text(2_000)) readonly reason!: string;
}

type Data<Type extends keyof ProfileCommands> = ProfileCommands[Type];
