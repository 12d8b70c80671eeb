import { type Collection, collectionFor } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { acceptedCommands } from './accepted-commands/accepted-commands.js';
import { accountTimeline } from './account-timeline/account-timeline.js';
import { departedCredits } from './departed-credits/departed-credits.js';
import { directory } from './directory/directory.js';
import { promiseLedger } from './promise-ledger/promise-ledger.js';
import { segmentsAndTiers } from './segments-and-tiers/segments-and-tiers.js';
import { stageBoard } from './stage-board/stage-board.js';
import { stageTransitions } from './stage-transitions/stage-transitions.js';
import { teamKpis } from './team-kpis/team-kpis.js';

/** The projector services; each folds the read models that it owns. */
export type ProjectorService = 'timeline-projector' | 'maturity-projector' | 'team-kpi-projector';

/** Every read model, by the service that folds it. A new one is entered here and nowhere else on the write side of it. */
export const readModels: Readonly<Record<ProjectorService, readonly AnyProjection[]>> = {
  'timeline-projector': [accountTimeline, promiseLedger, acceptedCommands],
  'maturity-projector': [stageBoard, stageTransitions],
  'team-kpi-projector': [teamKpis, directory, departedCredits, segmentsAndTiers],
};

/** The collection of every read model. */
export const collections: readonly Collection[] = Object.values(readModels).flat().map(collectionFor);
