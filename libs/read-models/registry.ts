import { type Collection, collectionFor } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { acceptedCommands } from './accepted-commands/accepted-commands.js';
import { accountPrograms } from './account-programs/account-programs.js';
import { accountTimeline } from './account-timeline/account-timeline.js';
import { cadence } from './cadence/cadence.js';
import { decisionMap } from './decision-map/decision-map.js';
import { interactionLog } from './interaction-log/interaction-log.js';
import { peopleRisk } from './people-risk/people-risk.js';
import { taskBoard } from './task-board/task-board.js';
import { departedCredits } from './departed-credits/departed-credits.js';
import { directory } from './directory/directory.js';
import { externalChanges } from './external-changes/external-changes.js';
import { dossier } from './dossier/dossier.js';
import { playbookRuns } from './playbook-runs/playbook-runs.js';
import { practice } from './practice/practice.js';
import { predictions } from './predictions/predictions.js';
import { processTraces } from './process-traces/process-traces.js';
import { alerts } from './alerts/alerts.js';
import { churnRecord } from './churn-record/churn-record.js';
import { forecasts } from './forecasts/forecasts.js';
import { healthSignals } from './health-signals/health-signals.js';
import { costToServe } from './cost-to-serve/cost-to-serve.js';
import { orderBook } from './order-book/order-book.js';
import { afterSale } from './after-sale/after-sale.js';
import { opportunityBoard } from './opportunity-board/opportunity-board.js';
import { powerBalance } from './power-balance/power-balance.js';
import { relationshipProgress } from './relationship-progress/relationship-progress.js';
import { promiseLedger } from './promise-ledger/promise-ledger.js';
import { resourceAllocation } from './resource-allocation/resource-allocation.js';
import { sharedKnowledge } from './shared-knowledge/shared-knowledge.js';
import { skills } from './skills/skills.js';
import { complaintDesk } from './complaint-desk/complaint-desk.js';
import { satisfaction } from './satisfaction/satisfaction.js';
import { silenceRadar } from './silence-radar/silence-radar.js';
import { segmentsAndTiers } from './segments-and-tiers/segments-and-tiers.js';
import { stageBoard } from './stage-board/stage-board.js';
import { stageTransitions } from './stage-transitions/stage-transitions.js';
import { territory } from './territory/territory.js';
import { teamKpis } from './team-kpis/team-kpis.js';
import { valueLedger } from './value-ledger/value-ledger.js';
import { wallet } from './wallet/wallet.js';
import { voiceRegister } from './voice-register/voice-register.js';

/** The projector services; each folds the read models that it owns. */
export type ProjectorService = 'timeline-projector' | 'maturity-projector' | 'team-kpi-projector';

/** Every read model, by the service that folds it. A new one is entered here and nowhere else on the write side of it. */
export const readModels: Readonly<Record<ProjectorService, readonly AnyProjection[]>> = {
  'timeline-projector': [
    interactionLog,
    decisionMap,
    taskBoard,
    accountTimeline,
    promiseLedger,
    acceptedCommands,
    alerts,
    dossier,
    processTraces,
    afterSale,
    complaintDesk,
  ],
  'maturity-projector': [
    stageBoard,
    stageTransitions,
    healthSignals,
    cadence,
    valueLedger,
    playbookRuns,
    relationshipProgress,
    powerBalance,
    forecasts,
    silenceRadar,
    satisfaction,
    voiceRegister,
  ],
  'team-kpi-projector': [
    peopleRisk,
    teamKpis,
    territory,
    directory,
    departedCredits,
    costToServe,
    churnRecord,
    externalChanges,
    resourceAllocation,
    predictions,
    skills,
    practice,
    accountPrograms,
    sharedKnowledge,
    wallet,
    opportunityBoard,
    segmentsAndTiers,
    orderBook,
  ],
};

/** The collection of every read model. */
export const collections: readonly Collection[] = Object.values(readModels).flat().map(collectionFor);
