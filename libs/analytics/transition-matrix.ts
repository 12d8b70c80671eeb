import { kaplanMeier, medianSurvival } from './kaplan-meier.js';

/** A stay in one state. */
export interface Sojourn<State extends string = string> {
  readonly state: State;
  /** How long, in days, ≥ 0. */
  readonly days: number;
  /** The state that followed; absent where observation ended first (censored). */
  readonly to?: State;
  /** It was left against the rules, by someone's decision. */
  readonly overridden?: boolean;
}

/** One cell of the matrix; cells that never happened are left out. */
export interface Transition<State extends string = string> {
  readonly from: State;
  readonly to: State;
  readonly count: number;
  /** Of all completed stays in `from`, 0…1. */
  readonly share: number;
  readonly overrides: number;
  /** Against the order of states. */
  readonly backward: boolean;
  /** Over at least one state in between. */
  readonly skipped: boolean;
}

/** Time spent in one state. */
export interface Stay<State extends string = string> {
  readonly state: State;
  readonly completed: number;
  readonly censored: number;
  /** Kaplan–Meier median in days, with the censored stays; absent while more than half of them last. */
  readonly medianDays?: number;
}

/**
 * Counts every move and measures every stay. `order` ranks the states that have an order; moves to or from others (lost, closed)
 * are neither backward nor skipped. The result is sorted by `order`, the rest by name.
 */
export const transitionMatrix = <State extends string>(
  sojourns: readonly Sojourn<State>[],
  order: readonly State[],
): { readonly transitions: readonly Transition<State>[]; readonly stays: readonly Stay<State>[] } => {
  const rank = (state: State): number => (order.indexOf(state) < 0 ? Number.POSITIVE_INFINITY : order.indexOf(state));
  const byRank = (left: State, right: State): number => {
    const [a, b] = [rank(left), rank(right)];
    return a === b ? Number(left > right) - Number(left < right) : a - b;
  };
  const transitions: Transition<State>[] = [];
  const stays: Stay<State>[] = [];
  for (const [state, stayed] of [...Map.groupBy(sojourns, (sojourn) => sojourn.state)].toSorted((a, b) => byRank(a[0], b[0]))) {
    const completed = stayed.filter((sojourn) => sojourn.to !== undefined);
    const median = medianSurvival(kaplanMeier(stayed.map(({ days, to }) => ({ time: days, ended: to !== undefined }))));
    stays.push({
      state,
      completed: completed.length,
      censored: stayed.length - completed.length,
      ...(median === undefined ? {} : { medianDays: median }),
    });
    for (const [to, moved] of [...Map.groupBy(completed, (sojourn) => sojourn.to as State)].toSorted((a, b) => byRank(a[0], b[0]))) {
      const steps = rank(to) - rank(state);
      transitions.push({
        from: state,
        to,
        count: moved.length,
        share: moved.length / completed.length,
        overrides: moved.filter((sojourn) => sojourn.overridden === true).length,
        backward: Number.isFinite(steps) && steps < 0,
        skipped: Number.isFinite(steps) && Math.abs(steps) > 1,
      });
    }
  }
  return { transitions, stays };
};
