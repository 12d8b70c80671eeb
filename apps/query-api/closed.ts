import { type StageBoardLine, stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { type Moment } from './answers.js';
import { type Sources } from './sources.js';
import { openView } from './view.js';

/**
 * The accounts that are closed at a moment, of those that are named or of all: what is open in them may be settled, and nothing of it is
 * late, owed or stuck any more.
 */
export const closedAccounts = async (
  sources: Sources,
  moment: Moment | undefined,
  accountIds?: readonly string[],
): Promise<ReadonlySet<string>> => {
  const scope = accountIds === undefined ? 'everything' : { streams: accountIds.map((accountId) => `account-${accountId}`) };
  await using board = await openView<StageBoardLine>(sources, stageBoard, scope, moment);
  const lines = await (accountIds === undefined ? board.all({ status: 'closed' }) : Promise.all(accountIds.map((one) => board.get(one))));
  return new Set(lines.flatMap((line) => (line?.status === 'closed' ? [line.accountId] : [])));
};

/** The accounts that go on under another id or not at all: nobody works them at a moment. */
export const restingAccounts = async (sources: Sources, moment: Moment | undefined): Promise<ReadonlySet<string>> => {
  await using board = await openView<StageBoardLine>(sources, stageBoard, 'everything', moment);
  const lines = [...(await board.all({ status: 'closed' })), ...(await board.all({ status: 'merged' }))];
  return new Set(lines.map(({ accountId }) => accountId));
};
