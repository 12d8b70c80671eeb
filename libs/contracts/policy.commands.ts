import { type PolicyCommands } from '#libs/domain/policy/policy.js';
import { CommandMessage } from './command-message.js';
import { document, instant, integer, text } from './kinds.js';
import { Optional, Required } from './validate.js';

const version = integer(1, 1_000_000);

export class PublishPolicyVersion extends CommandMessage implements Data<'PublishPolicyVersion'> {
  @Required(version) readonly version!: number;
  @Required(document) readonly document!: object;
  @Optional(text(2_000)) readonly rationale?: string;
}

export class ActivatePolicyVersion extends CommandMessage implements Data<'ActivatePolicyVersion'> {
  @Required(version) readonly version!: number;
  @Required(instant) readonly validFrom!: string;
}

export class RetirePolicyVersion extends CommandMessage implements Data<'RetirePolicyVersion'> {
  @Required(version) readonly version!: number;
  @Required(text(2_000)) readonly reason!: string;
}

type Data<Type extends keyof PolicyCommands> = PolicyCommands[Type];
