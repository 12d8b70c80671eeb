import { type Instant } from '#libs/kernel/message.js';
import { type DatedLine } from '../dated-line.js';

/** What moves an account out of the portfolio of customers and back. */
export type Move = 'lost' | 'win-back' | 'won-back';

/** Whether an account is with us. An account in win-back is still lost. */
export interface Standing {
  readonly kind: 'customer' | 'lost' | 'win-back';
  /** Since when it is a customer again, lost, or being won back; absent: a customer since it was opened. */
  readonly since?: Instant;
  /** When the present loss was declared first; absent: it is not lost. */
  readonly lostSince?: Instant;
}

/** The standing that a move leads to; one that adds to what is so already, and one that contradicts it, changes nothing. */
export const moved = (standing: Standing, move: Move, at: Instant): Standing => {
  const { kind, lostSince } = standing;
  if (move === 'lost') return kind === 'customer' ? { kind: 'lost', since: at, lostSince: at } : standing;
  if (kind === 'customer') return standing;
  if (move === 'won-back') return { kind: 'customer', since: at };
  return kind === 'win-back' ? standing : { kind: 'win-back', since: at, ...(lostSince === undefined ? {} : { lostSince }) };
};

/** How an account stands after all of its moves, or at a moment. */
export const standingOf = (moves: DatedLine<Move>, at?: Instant): Standing =>
  moves
    .filter(({ since }) => at === undefined || since <= at)
    .reduce<Standing>((standing, { value, since }) => moved(standing, value, since), { kind: 'customer' });

/** The losses of an account, oldest first; the last one may last. */
export const lossesOf = (moves: DatedLine<Move>): readonly { readonly since: Instant; readonly until?: Instant }[] => {
  const losses: { since: Instant; until?: Instant }[] = [];
  let standing: Standing = { kind: 'customer' };
  for (const { value, since } of moves) {
    const next = moved(standing, value, since);
    if (standing.kind === 'customer' && next.kind === 'lost') losses.push({ since });
    if (standing.kind !== 'customer' && next.kind === 'customer') losses.at(-1)!.until = since;
    standing = next;
  }
  return losses;
};
