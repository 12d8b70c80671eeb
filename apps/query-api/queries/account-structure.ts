import { type Instant } from '#libs/kernel/message.js';
import { type Text, textOf } from '#libs/contracts/texts.js';
import { accountTimeline, type TimelineEntry } from '#libs/read-models/account-timeline/account-timeline.js';
import { stageBoard, type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { openView, type View } from '../view.js';

/** An account by its name and how it stands. */
export interface Relative {
  readonly accountId: string;
  readonly name: string;
  readonly status: StageBoardLine['status'];
}

/** A change of structure, or an expert's coming, as the timeline tells it. */
export interface StructureEvent extends Text {
  readonly entryId: string;
  readonly accountId: string;
  readonly type: string;
  readonly at: Instant;
  readonly data: object;
}

/** What an account belongs to, what belongs to it, how that came about, and which experts its complexity has called for. */
export interface AccountStructure extends Relative {
  /** The account that it lives on as; null: itself. */
  readonly mergedInto: string | null;
  /** From its parent up, at most {@link LEVELS_MAX}. */
  readonly ancestors: readonly Relative[];
  /** Those directly below it and below what it has absorbed, by name, at most {@link RELATIVES_MAX}. */
  readonly children: readonly Relative[];
  /** Accounts that live on as this one: their histories are read under their own ids as well. */
  readonly absorbed: readonly Relative[];
  /** Parents set, mergers and splits, and their undoing, the latest first, at most {@link RELATIVES_MAX}. */
  readonly changes: readonly StructureEvent[];
  readonly experts: readonly StructureEvent[];
}

export type AccountStructureAnswer = AccountStructure & { readonly asOf: AsOf };

export const LEVELS_MAX = 50;
export const RELATIVES_MAX = 200;

const CHANGES = [
  'ParentAccountSet',
  'AccountsMerged',
  'AccountAbsorbed',
  'AccountUnmerged',
  'AccountReleased',
  'AccountSplit',
  'AccountSplitOff',
];

/** The structure of an account, as it stands or stood. */
export const accountStructure = question({
  name: 'AccountStructure',
  path: '/v1/accounts/{id}/structure',
  summary: 'Parents and subsidiaries, mergers and splits, and the experts engaged, as they stand or stood',
  read: { history: accountTimeline },
  answer: async ({ history, id, spokenFor, sources, moment, language }): Promise<AccountStructure> => {
    // Relatives have streams of their own: the past of one account does not tell them.
    await using portfolio = await openView<StageBoardLine>(sources, stageBoard, 'everything', moment);
    const line = found(await portfolio.get(id), id, moment);
    const children = (await Promise.all(spokenFor.map((parentId) => portfolio.all({ parentId })))).flat();
    const absorbed = await Promise.all(spokenFor.slice(1).map((accountId) => portfolio.get(accountId)));
    const told = async (types: readonly string[]): Promise<readonly StructureEvent[]> => {
      const entries = await Promise.all(spokenFor.flatMap((accountId) => types.map((type) => history.all({ accountId, type }))));
      const latest = entries.flat().toSorted((one, other) => (one.order < other.order ? 1 : -1));
      return latest.slice(0, RELATIVES_MAX).map((entry) => eventOf(entry, language));
    };
    return {
      ...relativeOf(line),
      mergedInto: line.mergedInto ?? null,
      ancestors: await ancestorsOf(line, portfolio),
      children: children.map(relativeOf).toSorted(byName).slice(0, RELATIVES_MAX),
      absorbed: absorbed.flatMap((one) => (one === undefined ? [] : [relativeOf(one)])),
      changes: await told(CHANGES),
      experts: await told(['ExpertEngaged']),
    };
  },
});

/** A ring in an old log ends where it comes back to itself. */
const ancestorsOf = async (line: StageBoardLine, portfolio: View<StageBoardLine>): Promise<readonly Relative[]> => {
  const passed = new Set([line.accountId]);
  const ancestors: Relative[] = [];
  for (let next = line.parentId; next !== null && !passed.has(next) && ancestors.length < LEVELS_MAX;) {
    passed.add(next);
    const parent = await portfolio.get(next);
    if (parent === undefined) break;
    ancestors.push(relativeOf(parent));
    next = parent.parentId;
  }
  return ancestors;
};

const relativeOf = ({ accountId, name, status }: StageBoardLine): Relative => ({ accountId, name, status });

const eventOf = ({ entryId, accountId, type, at, data }: TimelineEntry, language: string): StructureEvent => ({
  entryId,
  accountId,
  type,
  at,
  data,
  ...textOf(type, data, language),
});

const byName = (one: Relative, other: Relative): number => (one.name < other.name ? -1 : 1);
