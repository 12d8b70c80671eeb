import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { stageBoard, type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { stageTransitions, type StageStep } from '#libs/read-models/stage-transitions/stage-transitions.js';
import { type Condition } from '#libs/kernel/ports.js';
import { type AccountSort, type AccountsParameters, momentOf, type PastParameters } from '../parameters.js';
import { spokenFor, spokenForBy } from '../absorbed.js';
import { findAcross } from '../pages-across.js';
import { notFound } from '../problems.js';
import { type AccountLine, accountAnswer } from '../questions/account.js';
import { type AccountMaturity, maturityAnswer, type StageOverview, stagesAnswer } from '../questions/maturity.js';
import { type Sources, SOURCES } from '../sources.js';
import { type AsOf, listed, type Listed, olderOf, paging } from '../answers.js';
import { inTurn } from '../turns.js';
import { openView, type Scope, type View } from '../view.js';

/** The portfolio, filtered, sorted, page by page. */
export class ListAccounts extends Query<Listed<AccountLine>> {
  constructor(readonly parameters: AccountsParameters) {
    super();
  }
}

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  execute({ parameters }: ListAccounts): Promise<Listed<AccountLine>> {
    return inTurn(this.sources, momentOf(parameters), () => this.answer(parameters));
  }

  private async answer(parameters: AccountsParameters): Promise<Listed<AccountLine>> {
    const { sort = 'name' } = parameters;
    const moment = momentOf(parameters);
    await using board = await boardOf(this.sources, 'everything', parameters);
    const { parentId } = parameters;
    // Children of what a parent has absorbed stand below the parent.
    const parents = parentId === undefined ? [undefined] : await spokenFor(this.sources, parentId, moment);
    const page = await findAcross(
      parents.map((one) => ({ find: board.find, where: { ...conditions(parameters), ...(one === undefined ? {} : { parentId: one }) } })),
      { sort: { field: SORT_FIELDS[sort.replace('-', '') as AccountSort], descending: sort.startsWith('-') }, ...paging(parameters) },
    );
    const ids = page.items.map(({ document }) => document.accountId);
    const spoken = await spokenForBy(this.sources, ids, moment);
    const lines = await linesOf(board, new Set([...spoken.values()].flatMap(([, ...absorbed]) => absorbed)));
    const absorbedBy = ([, ...absorbed]: readonly string[]) => absorbed.flatMap((id) => lines.get(id) ?? []);
    const until = untilOf(this.sources, parameters);
    return listed(page, board.asOf, (line) => accountAnswer(line, absorbedBy(spoken.get(line.accountId)!), until));
  }
}

/** One account as a line of the portfolio, with what it speaks for. */
export class GetAccount extends Query<AccountLine & { readonly asOf: AsOf }> {
  constructor(
    readonly accountId: string,
    readonly parameters: PastParameters,
  ) {
    super();
  }
}

@QueryHandler(GetAccount)
export class GetAccountHandler implements IQueryHandler<GetAccount> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  async execute({ accountId, parameters }: GetAccount): Promise<AccountLine & { readonly asOf: AsOf }> {
    const [, ...absorbed] = await spokenFor(this.sources, accountId, momentOf(parameters));
    const streams = [accountId, ...absorbed].map((id) => `account-${id}`);
    await using board = await boardOf(this.sources, { streams }, parameters);
    const line = await lineOf(board, accountId, parameters);
    const lines = await linesOf(board, absorbed);
    return { ...accountAnswer(line, [...lines.values()], untilOf(this.sources, parameters)), asOf: board.asOf };
  }
}

/** The stage that people state, the stage that the evidence supports, and the way there. */
export class GetMaturity extends Query<AccountMaturity & { readonly asOf: AsOf }> {
  constructor(
    readonly accountId: string,
    readonly parameters: PastParameters,
  ) {
    super();
  }
}

@QueryHandler(GetMaturity)
export class GetMaturityHandler implements IQueryHandler<GetMaturity> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  async execute({ accountId, parameters }: GetMaturity): Promise<AccountMaturity & { readonly asOf: AsOf }> {
    const scope = { stream: `account-${accountId}` };
    await using board = await boardOf(this.sources, scope, parameters);
    const line = await lineOf(board, accountId, parameters);
    await using transitions = await openView<StageStep>(this.sources, stageTransitions, scope, momentOf(parameters));
    const steps = await transitions.all({ accountId });
    return { ...maturityAnswer(line, steps, untilOf(this.sources, parameters)), asOf: olderOf(board.asOf, transitions.asOf) };
  }
}

/** The portfolio by stage, with the transition matrix and the time in each stage. */
export class GetStages extends Query<StageOverview & { readonly asOf: AsOf }> {
  constructor(readonly parameters: PastParameters) {
    super();
  }
}

@QueryHandler(GetStages)
export class GetStagesHandler implements IQueryHandler<GetStages> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  execute({ parameters }: GetStages): Promise<StageOverview & { readonly asOf: AsOf }> {
    return inTurn(this.sources, momentOf(parameters), () => this.answer(parameters));
  }

  private async answer(parameters: PastParameters): Promise<StageOverview & { readonly asOf: AsOf }> {
    await using board = await boardOf(this.sources, 'everything', parameters);
    await using transitions = await openView<StageStep>(this.sources, stageTransitions, 'everything', momentOf(parameters));
    const answer = stagesAnswer(await board.all({}), await transitions.all({}), untilOf(this.sources, parameters));
    return { ...answer, asOf: olderOf(board.asOf, transitions.asOf) };
  }
}

/** The fields of a line by what the portfolio is sorted by: names as people sort them. */
const SORT_FIELDS: Readonly<Record<AccountSort, string>> = { name: 'nameKey', since: 'since', lastInteractionAt: 'lastInteractionAt' };

/** The moment that ages and due days are counted to: the one asked for, or now. */
export const untilOf = ({ now }: Sources, parameters: PastParameters): string => parameters.asOf ?? now().toISOString();

const boardOf = (sources: Sources, scope: Scope, parameters: PastParameters): Promise<View<StageBoardLine>> =>
  openView<StageBoardLine>(sources, stageBoard, scope, momentOf(parameters));

/** Lines by id, in the order of the ids, of those that there are. */
const linesOf = async (board: View<StageBoardLine>, accountIds: Iterable<string>): Promise<ReadonlyMap<string, StageBoardLine>> => {
  const lines = new Map<string, StageBoardLine>();
  for (const id of accountIds) {
    const line = await board.get(id);
    if (line !== undefined) lines.set(id, line);
  }
  return lines;
};

const lineOf = async (board: View<StageBoardLine>, accountId: string, parameters: PastParameters): Promise<StageBoardLine> => {
  const line = await board.get(accountId);
  if (line === undefined) throw notFound(accountId, parameters);
  return line;
};

const conditions = (parameters: AccountsParameters): Record<string, Condition> => {
  const { stage, status, standing, riskLevel, gap, owner, parentId } = parameters;
  const all = { stage, status, standing, riskLevel, gap, owner, parentId };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
};
