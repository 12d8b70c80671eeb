import { collectionFor } from '#libs/kernel/ports.js';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Fact, type Instant, type MessageMap } from '#libs/kernel/message.js';
import { collectionOf } from '#libs/kernel/projection.js';
import { metaOf } from '#libs/kernel/undecodable.js';
import { policy as policies, policyRules } from '#libs/domain/registry.js';
import { type Policy } from '#libs/domain/policy/policy.js';
import { readModels } from '#libs/read-models/registry.js';
import { parkedStreams, type ParkedStream } from '#libs/runtime/parked-streams.js';
import { headOf, lagOf } from '#libs/runtime/lag.js';
import { asOfLag, freshnessAtHead } from '../freshness.js';
import { momentOf, type PastParameters } from '../parameters.js';
import { type Sources, SOURCES } from '../sources.js';
import { type AsOf, isIn, olderOf } from '../answers.js';
import { untilOf } from './accounts.query.js';

/** One read model and how far it is. */
export interface ReadModelStatus {
  readonly service: string;
  readonly name: string;
  readonly version: number;
  readonly asOf: AsOf;
  /** Streams whose events wait for a repair. */
  readonly parked: number;
  /** Why this read model does not go on at all, and what to do. */
  readonly stopped?: string;
}

/**
 * Where everything stands. `caught-up`: every read model is at the end of the log, nothing is parked. `stopped`: one of them is folded
 * from another log, or from more of it than there is.
 */
export interface SystemStatus {
  readonly status: 'caught-up' | 'behind' | 'parked' | 'stopped';
  readonly log: { readonly position: string | null; readonly recordedAt: Instant | null };
  readonly readModels: readonly ReadModelStatus[];
  readonly parked: readonly ParkedStream[];
  readonly asOf: AsOf;
}

/** Position and lag of every read model, and the accounts that are parked. */
export class GetStatus extends Query<SystemStatus> {}

@QueryHandler(GetStatus)
export class GetStatusHandler implements IQueryHandler<GetStatus> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  async execute(): Promise<SystemStatus> {
    const { store, readStore } = this.sources;
    const head = await headOf(store);
    const parked = await parkedStreams(readStore);
    const models: ReadModelStatus[] = [];
    for (const [service, projections] of Object.entries(readModels)) {
      for (const projection of projections) {
        const { name, version } = projection;
        const lag = await lagOf(this.sources, collectionFor(projection));
        const waiting = parked.filter(({ collection }) => collection === collectionOf(projection)).length;
        models.push({
          service,
          name,
          version,
          asOf: asOfLag(lag),
          parked: waiting,
          ...(lag.stopped === undefined ? {} : { stopped: lag.stopped }),
        });
      }
    }
    const stopped = models.some((model) => model.stopped !== undefined);
    const behind = models.some(({ asOf }) => asOf.lagEvents > 0);
    return {
      status: stopped ? 'stopped' : parked.length > 0 ? 'parked' : behind ? 'behind' : 'caught-up',
      log: { position: head?.position ?? null, recordedAt: (head && metaOf(head)?.recordedAt) ?? null },
      readModels: models,
      parked,
      asOf: models.map(({ asOf }) => asOf).reduce(olderOf),
    };
  }
}

/** A policy with every version of it and the one in force. */
export interface PolicyAnswer {
  readonly name: string;
  readonly inForce: { readonly ref: string; readonly document: object };
  readonly versions: Policy['versions'];
  readonly activations: Policy['activations'];
}

/** Every policy, as of a moment: which version is in force, and which there are. */
export class ListPolicies extends Query<{ readonly items: readonly PolicyAnswer[]; readonly asOf: AsOf }> {
  constructor(readonly parameters: PastParameters) {
    super();
  }
}

@QueryHandler(ListPolicies)
export class ListPoliciesHandler implements IQueryHandler<ListPolicies> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  async execute({ parameters }: ListPolicies): Promise<{ readonly items: readonly PolicyAnswer[]; readonly asOf: AsOf }> {
    const { store } = this.sources;
    const moment = momentOf(parameters);
    const until = untilOf(this.sources, parameters);
    const items: PolicyAnswer[] = [];
    for (const name of policyRules.names) {
      let state = policies.initial;
      for await (const event of store.read(`policy-${name}`)) {
        if (isIn(moment, event)) state = policies.evolve(state, event as unknown as Fact<MessageMap>);
      }
      const { versions, activations } = state['policy'] as Policy;
      items.push({ name, inForce: policyRules.inForce(state, name, until), versions, activations });
    }
    return { items, asOf: await freshnessAtHead(store, moment) };
  }
}
