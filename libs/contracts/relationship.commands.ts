import { type RelationshipCommands } from '#libs/domain/relationship/relationship.js';
import { type MaturityScores, type Stage, STAGES } from '#libs/domain/values.js';
import { CommandMessage } from './command-message.js';
import { day, id, integer, listOf, mapOf, nested, oneOf, text } from './kinds.js';
import { Optional, Required } from './validate.js';

const score = integer(1, 4);

/** The six items of a review of a relationship, 1 to 4 each. */
class Scores implements MaturityScores {
  @Required(score) readonly contactStructure!: number;
  @Required(score) readonly functions!: number;
  @Required(score) readonly executiveCadence!: number;
  @Required(score) readonly offering!: number;
  @Required(score) readonly informationSharing!: number;
  @Required(score) readonly trust!: number;
}

/** Why someone decides against the evidence. */
class Override {
  @Required(text(2_000)) readonly reason!: string;
}

export class AssessRelationship extends CommandMessage implements Data<'AssessRelationship'> {
  @Required(nested(Scores)) readonly scores!: Scores;
}

export class ChangeRelationshipStage extends CommandMessage implements Data<'ChangeRelationshipStage'> {
  @Required(oneOf(STAGES)) readonly to!: Stage;
  @Optional(text(2_000)) readonly reason?: string;
  @Optional(nested(Override)) readonly override?: Override;
}

export class SetAccountGoal extends CommandMessage implements Data<'SetAccountGoal'> {
  @Required(oneOf(['short', 'long'])) readonly horizon!: 'short' | 'long';
  @Required(text(2_000)) readonly goal!: string;
  @Optional(day) readonly due?: string;
}

export class SetAccountStrategy extends CommandMessage implements Data<'SetAccountStrategy'> {
  @Required(integer(1, 30)) readonly horizonYears!: number;
  @Required(listOf(text(2_000))) readonly goals!: readonly string[];
}

export class ShareAccountPlan extends CommandMessage implements Data<'ShareAccountPlan'> {
  @Required(text(64)) readonly planVersion!: string;
  @Required(listOf(text(200))) readonly sharedWith!: readonly string[];
}

export class AcknowledgeAccountPlan extends CommandMessage implements Data<'AcknowledgeAccountPlan'> {
  @Required(text(64)) readonly planVersion!: string;
  @Required(text(200)) readonly by!: string;
}

export class PlanInitiative extends CommandMessage implements Data<'PlanInitiative'> {
  @Required(id) readonly initiativeId!: string;
  @Required(text(200)) readonly title!: string;
  @Required(day) readonly startsOn!: string;
}

export class AnnounceInitiative extends CommandMessage implements Data<'AnnounceInitiative'> {
  @Required(id) readonly initiativeId!: string;
}

export class StartJointInitiative extends CommandMessage implements Data<'StartJointInitiative'> {
  @Required(id) readonly initiativeId!: string;
  @Required(text(200)) readonly title!: string;
}

export class MeasureJointInitiative extends CommandMessage implements Data<'MeasureJointInitiative'> {
  @Required(id) readonly initiativeId!: string;
  @Required(text(100)) readonly metric!: string;
  @Required(text(100)) readonly value!: string;
}

export class ShareForecast extends CommandMessage implements Data<'ShareForecast'> {
  @Required(integer(1, 120)) readonly horizonMonths!: number;
  @Required(mapOf(text(64))) readonly quantities!: Readonly<Record<string, string>>;
}

export class AgreeDataSharing extends CommandMessage implements Data<'AgreeDataSharing'> {
  @Required(text(200)) readonly scope!: string;
}

type Data<Type extends keyof RelationshipCommands> = RelationshipCommands[Type];
