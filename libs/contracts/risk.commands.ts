import { type RiskCommands } from '#libs/domain/risk/risk.js';
import { CHURN_REASONS, type ChurnReason, RISK_LEVELS, type RiskLevel } from '#libs/domain/values.js';
import { CommandMessage } from './command-message.js';
import { day, flag, id, listOf, matching, oneOf, text } from './kinds.js';
import { money, type Money } from './money.js';
import { Optional, Required } from './validate.js';

const reasons = listOf(oneOf(CHURN_REASONS));
const factors = listOf(text(2_000));

export class FlagChurnRisk extends CommandMessage implements Data<'FlagChurnRisk'> {
  @Required(oneOf(RISK_LEVELS)) readonly level!: RiskLevel;
  @Required(reasons) readonly reasons!: readonly ChurnReason[];
  @Optional(matching(/^(person|[a-z][a-z-]{0,62}@\d{1,6})$/, '"person", or a policy version such as "silence@2"')) readonly basis?: string;
  @Optional(text(2_000)) readonly rationale?: string;
}

export class ClearChurnRisk extends CommandMessage implements Data<'ClearChurnRisk'> {
  @Required(text(2_000)) readonly reason!: string;
}

export class RenewContract extends CommandMessage implements Data<'RenewContract'> {
  @Required(id) readonly contractId!: string;
  @Required(day) readonly until!: string;
  @Optional(money) readonly value?: Money;
}

export class DeclareLost extends CommandMessage implements Data<'DeclareLost'> {
  @Required(reasons) readonly reasons!: readonly ChurnReason[];
  @Optional(text(200)) readonly competitor?: string;
}

export class RecordPostmortem extends CommandMessage implements Data<'RecordPostmortem'> {
  @Required(factors) readonly internal!: readonly string[];
  @Required(factors) readonly external!: readonly string[];
}

export class OpenWinBack extends CommandMessage implements Data<'OpenWinBack'> {
  @Required(text(2_000)) readonly reason!: string;
  @Optional(money) readonly value?: Money;
}

export class MakeWinBackOffer extends CommandMessage implements Data<'MakeWinBackOffer'> {
  @Required(id) readonly offerId!: string;
  @Required(text(100)) readonly kind!: string;
  @Optional(money) readonly cost?: Money;
}

export class RecordWinBackAnswer extends CommandMessage implements Data<'RecordWinBackAnswer'> {
  @Required(id) readonly offerId!: string;
  @Required(flag) readonly accepted!: boolean;
  @Optional(text(2_000)) readonly remark?: string;
}

export class DeclareWonBack extends CommandMessage implements Data<'DeclareWonBack'> {
  @Optional(text(2_000)) readonly reason?: string;
}

type Data<Type extends keyof RiskCommands> = RiskCommands[Type];
