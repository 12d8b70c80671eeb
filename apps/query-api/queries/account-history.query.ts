import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type Text, textOf } from '#libs/contracts/texts.js';
import { accountTimeline, type TimelineEntry } from '#libs/read-models/account-timeline/account-timeline.js';
import { daysOverdue, isOverdue, promiseLedger, type PromiseRecord } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { type HistoryParameters, momentOf, type PromisesParameters, type TimelineParameters } from '../parameters.js';
import { decodeNumber, encodeNumber } from '../number-cursor.js';
import { notFound } from '../problems.js';
import { freshnessAtHead } from '../freshness.js';
import { type Sources, SOURCES } from '../sources.js';
import { isIn, listed, type Listed, paging } from '../answers.js';
import { openAcross } from '../view-across.js';
import { untilOf } from './accounts.query.js';

/** Events of a page unless told. */
const HISTORY_PAGE_SIZE = 100;

/** An entry with its words in the language of whoever asks. */
export type ToldEntry = TimelineEntry & Text;

/** What happened to an account and to those that it has absorbed, each marked with its own id, in words, the latest first. */
export class GetTimeline extends Query<Listed<ToldEntry>> {
  constructor(
    readonly accountId: string,
    readonly parameters: TimelineParameters,
    readonly language?: string,
  ) {
    super();
  }
}

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  async execute({ accountId, parameters, language }: GetTimeline): Promise<Listed<ToldEntry>> {
    const { type, sort = '-at' } = parameters;
    await using timeline = await openAcross<TimelineEntry>(this.sources, accountTimeline, accountId, momentOf(parameters));
    const page = await timeline.find(type === undefined ? {} : { type }, {
      sort: { field: 'order', descending: sort === '-at' },
      ...paging(parameters),
    });
    if (page.items.length === 0) await demandAccount(this.sources, accountId, parameters);
    return listed(page, timeline.asOf, (entry) => ({ ...entry, ...textOf(entry.type, entry.data, language) }));
  }
}

/** A promise with what its due day has come to. */
export type PromiseAnswer = PromiseRecord & { readonly overdue: boolean; readonly daysOverdue: number };

/** The promises of an account and of those that it has absorbed, each marked with its own id, by due day. */
export class ListPromises extends Query<Listed<PromiseAnswer>> {
  constructor(
    readonly accountId: string,
    readonly parameters: PromisesParameters,
  ) {
    super();
  }
}

@QueryHandler(ListPromises)
export class ListPromisesHandler implements IQueryHandler<ListPromises> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  async execute({ accountId, parameters }: ListPromises): Promise<Listed<PromiseAnswer>> {
    const { status } = parameters;
    const today = untilOf(this.sources, parameters).slice(0, 10);
    await using ledger = await openAcross<PromiseRecord>(this.sources, promiseLedger, accountId, momentOf(parameters));
    const where = {
      ...(status === undefined ? {} : { status: status === 'overdue' ? 'open' : status }),
      ...(status === 'overdue' ? { due: { lt: today } } : {}),
    };
    const page = await ledger.find(where, { sort: { field: 'due' }, ...paging(parameters) });
    if (page.items.length === 0) await demandAccount(this.sources, accountId, parameters);
    return listed(page, ledger.asOf, (promise) => ({
      ...promise,
      overdue: isOverdue(promise, today),
      daysOverdue: daysOverdue(promise, today),
    }));
  }
}

/** The events of one account's own stream, for auditors: oldest first, every word of them. */
export class GetHistory extends Query<Listed<RecordedEvent>> {
  constructor(
    readonly accountId: string,
    readonly parameters: HistoryParameters,
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  async execute({ accountId, parameters }: GetHistory): Promise<Listed<RecordedEvent>> {
    const { type, cursor, limit = HISTORY_PAGE_SIZE } = parameters;
    const moment = momentOf(parameters);
    const items: RecordedEvent[] = [];
    for await (const event of this.sources.store.read(`account-${accountId}`, { from: decodeNumber(cursor, 1) })) {
      if (!isIn(moment, event) || (type !== undefined && event.type !== type)) continue;
      if (items.length === limit) {
        return { items, next: encodeNumber(event.version), asOf: await freshnessAtHead(this.sources.store, moment) };
      }
      items.push(event);
    }
    if (items.length === 0) await demandAccount(this.sources, accountId, parameters);
    return { items, asOf: await freshnessAtHead(this.sources.store, moment) };
  }
}

/** An empty list of an account that there is, is an answer; of one that there is not, it is a mistake. */
const demandAccount = async ({ store }: Sources, accountId: string, parameters: HistoryParameters): Promise<void> => {
  const moment = momentOf(parameters);
  for await (const event of store.read(`account-${accountId}`)) if (isIn(moment, event)) return;
  throw notFound(accountId, parameters);
};
