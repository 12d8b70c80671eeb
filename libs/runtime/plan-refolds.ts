import { isAmendment } from '#libs/kernel/amend.js';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { type Stored } from '#libs/kernel/ports.js';
import { FoldFailure, type Refold, refold, type Refolding, type Segment, segmentOf } from './refold.js';

/**
 * A stream's amendments of a batch were to be folded at once, and something of it failed: event by event it is seen what. What was
 * folded so far is thrown away.
 */
export class FoldedTooCoarsely extends Error {
  override readonly name = 'FoldedTooCoarsely';
  constructor(
    readonly stream: string,
    cause: unknown,
  ) {
    super(`The amendments of ${stream} cannot be folded at once.`, { cause });
  }
}

/** What of a batch is folded anew: all amendments of a stream at once, or one by one. */
export interface PlannedRefolds {
  readonly segments: readonly Segment[];
  /** By id, amendments that cannot be folded, and why. */
  readonly failures: Map<string, unknown>;
}

/**
 * Looks what the amendments of a batch are about.
 * @throws FoldedTooCoarsely
 */
export const planRefolds = async (
  refolding: Refolding,
  events: readonly RecordedEvent[],
  oneByOne: ReadonlySet<string>,
): Promise<PlannedRefolds> => {
  const failures = new Map<string, unknown>();
  const segments: Segment[] = [];
  for (const part of partsOf(refolding, events, oneByOne)) {
    const segment = await attempt(part, failures, () => segmentOf(refolding, part));
    if (segment) segments.push(segment);
  }
  return { segments, failures };
};

/**
 * Folds what was planned, and says by event id which documents are due there.
 * @throws FoldedTooCoarsely
 */
export const refoldPlanned = async (
  refolding: Refolding,
  { segments, failures }: PlannedRefolds,
  loaded: (key: string) => Stored | undefined,
): Promise<ReadonlyMap<string, Refold>> => {
  const refolds = new Map<string, Refold>();
  for (const segment of segments) {
    const folded = await attempt(segment.events, failures, () => refold(refolding, segment, loaded));
    for (const { id } of folded ? segment.events : []) refolds.set(id, folded!);
  }
  return refolds;
};

const partsOf = (
  { amendments: types }: Refolding,
  events: readonly RecordedEvent[],
  oneByOne: ReadonlySet<string>,
): readonly (readonly RecordedEvent[])[] => {
  const amended = new Set(events.filter((event) => isAmendment(types, event)).map(({ stream }) => stream));
  const byStream = Map.groupBy(
    events.filter(({ stream }) => amended.has(stream)),
    ({ stream }) => stream,
  );
  return [...byStream].flatMap(([stream, own]) =>
    oneByOne.has(stream) ? own.filter((event) => isAmendment(types, event)).map((event) => [event]) : [own],
  );
};

const attempt = async <Result>(
  events: readonly RecordedEvent[],
  failures: Map<string, unknown>,
  work: () => Promise<Result>,
): Promise<Result | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FoldFailure)) throw error;
    if (events.length > 1) throw new FoldedTooCoarsely(events[0]!.stream, error);
    failures.set(events[0]!.id, error);
    return undefined;
  }
};
