import { type Violation } from '#libs/kernel/decider.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type DatedLine } from '../dated-line.js';
import { type Life, type Lives } from '../life-cycle.js';
import { type ChurnReason, type Money, type RiskLevel } from '../values.js';
import { type RiskEvents } from './messages.js';
import { lossesOf, moved, type Move, type Standing, standingOf } from './standing.js';

/** What is known of an account's risk and standing. Everything is dated: facts may be told in any order. */
export interface Risk {
  /** null: cleared. */
  readonly flags: DatedLine<Flag | null>;
  /** By contract id: how long it runs, from each renewal on. */
  readonly contracts: PersistentMap<string, DatedLine<Terms>>;
  readonly moves: DatedLine<Move>;
  /** What each declaration of a loss said. */
  readonly losses: DatedLine<{ readonly reasons: readonly ChurnReason[]; readonly competitor?: string }>;
  readonly winBacks: DatedLine<RiskEvents['WinBackOpened']>;
  readonly postmortems: DatedLine<RiskEvents['ChurnPostmortemRecorded']>;
  readonly offers: Lives<Offer>;
  /** Ids of withdrawn offers stay taken. */
  readonly withdrawnOffers: PersistentMap<string, true>;
  /** What happened outside, by its id; `null`: it was withdrawn, the id stays taken. */
  readonly changes: PersistentMap<string, RiskEvents['ExternalChangeRecorded'] | null>;
}

export interface Flag {
  readonly level: RiskLevel;
  readonly reasons: readonly ChurnReason[];
  readonly basis: string;
}

export interface Terms {
  readonly until: Day;
  readonly value?: Money;
}

/** An offer for the return of an account, until it is answered. */
export type Offer = Life<'accepted' | 'declined'>;

export const NO_RISK: Risk = {
  flags: [],
  contracts: PersistentMap.empty(),
  moves: [],
  losses: [],
  winBacks: [],
  postmortems: [],
  offers: PersistentMap.empty(),
  withdrawnOffers: PersistentMap.empty(),
  changes: PersistentMap.empty(),
};

/** How the account stands at a moment. */
export const standingAt = ({ moves }: Pick<Risk, 'moves'>, at: Instant): Standing => standingOf(moves, at);

/** When the loss ended that began at a moment; `undefined` while it lasts. */
export const endOfLoss = ({ moves }: Pick<Risk, 'moves'>, lostSince: Instant): Instant | undefined =>
  lossesOf(moves).findLast(({ since }) => since === lostSince)?.until;

/** What contradicts itself: decisions never come to it, corrections could. */
export const contradictionsIn = (risk: Risk, openedAt: Instant | undefined): readonly Violation[] => [
  ...movesOutOfOrder(risk, openedAt),
  ...postmortemsOutOfPlace(risk),
  ...risk.contracts.entries().flatMap(([contractId, terms]) =>
    terms
      .filter(({ value }, index) => index > 0 && value.until <= terms[index - 1]!.value.until)
      .map(({ since }) => ({
        code: 'CONTRACT_NOT_EXTENDED',
        subject: `contract ${contractId}, ${since}`,
        detail: `The renewal of contract ${contractId} of ${since} would end no later than the one before.`,
      })),
  ),
  ...risk.offers.entries().flatMap(([offerId, offer]) => offerOutOfPlace(risk, offerId, offer)),
];

const movesOutOfOrder = ({ moves }: Risk, openedAt: Instant | undefined): readonly Violation[] => {
  const found: Violation[] = [];
  let standing: Standing = { kind: 'customer' };
  for (const { value, since } of moves) {
    const subject = `${value} ${since}`;
    if (value !== 'lost' && standing.kind === 'customer')
      found.push({ code: 'NOT_LOST_THEN', subject, detail: `On ${since} the account would be ${TOLD[value]} without being lost.` });
    if (value === 'lost' && openedAt !== undefined && since < openedAt)
      found.push({ code: 'LOST_BEFORE_OPENING', subject, detail: `It would be lost on ${since}, before it was opened on ${openedAt}.` });
    standing = moved(standing, value, since);
  }
  return found;
};

const TOLD: Readonly<Record<Move, string>> = { lost: 'lost', 'win-back': 'in win-back', 'won-back': 'won back' };

const postmortemsOutOfPlace = (risk: Risk): readonly Violation[] => {
  const lossOf = risk.postmortems.map(({ since }) => standingAt(risk, since).lostSince);
  return risk.postmortems.flatMap(({ since }, index) => {
    const loss = lossOf[index];
    if (loss === undefined)
      return [{ code: 'POSTMORTEM_WITHOUT_LOSS', subject: since, detail: `The postmortem of ${since} would be one of no loss.` }];
    if (lossOf.indexOf(loss) === index) return [];
    return [{ code: 'TWO_POSTMORTEMS', subject: since, detail: `The loss of ${loss} would have a second postmortem on ${since}.` }];
  });
};

const offerOutOfPlace = (risk: Risk, offerId: string, { begun, ended }: Offer): readonly Violation[] => {
  const subject = `offer ${offerId}`;
  const isOpen = (at: Instant) => standingAt(risk, at).kind === 'win-back';
  if (!isOpen(begun) || (ended !== undefined && !isOpen(ended.at)))
    return [{ code: 'OFFER_WITHOUT_WIN_BACK', subject, detail: `Offer ${offerId} would be made or answered while no win-back is open.` }];
  if (ended === undefined || ended.at >= begun) return [];
  return [{ code: 'OFFER_ANSWERED_BEFORE_MADE', subject, detail: `Offer ${offerId} would be answered before it was made.` }];
};
