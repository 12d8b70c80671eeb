import { type MaturityPolicy, type StageEvidencePolicy } from '#libs/domain/policy/documents.js';
import { type Asked } from '#libs/domain/relationship/support.js';
import { type Instant } from '#libs/kernel/message.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type Moment } from './answers.js';
import { policyInForce } from './policy-in-force.js';
import { reportingOf } from './reporting.js';
import { type Sources } from './sources.js';

/** What an account's line is judged by: how its figures are counted, and what a stage asks for at the moment that is asked about. */
export interface Judging {
  readonly reporting: Reporting;
  readonly stageEvidence: StageEvidencePolicy;
  readonly maturity: MaturityPolicy;
  readonly asked: Asked;
}

/** Looks up what lines are judged by. */
export const judgingOf = async (sources: Sources, moment: Moment | undefined, until: Instant): Promise<Judging> => {
  const reporting = await reportingOf(sources, moment, until);
  const stageEvidence = await policyInForce(sources.store, 'stage-evidence', moment, until);
  const maturity = await policyInForce(sources.store, 'maturity', moment, until);
  return { reporting, stageEvidence, maturity, asked: { at: until, day: reporting.today } };
};
