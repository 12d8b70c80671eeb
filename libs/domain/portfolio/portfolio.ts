import { dayIn } from '#libs/kernel/calendar.js';
import { type Context, type Facet, type Fault } from '#libs/kernel/decider.js';
import { idOf } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject } from '#libs/kernel/rejection.js';
import { type DatedLine, entryAt, withValue } from '../dated-line.js';
import { type RecordingPolicy } from '../policy/documents.js';
import { type PortfolioCommands, type PortfolioEvents } from './messages.js';

/** The one stream of its category. */
export const COMPANY = 'company';

/** What is therefore known: by pair of currencies, `USD EUR`, the rates by day. */
export interface Portfolio {
  readonly rates: PersistentMap<string, DatedLine<string>>;
}

/** Why a command may be refused. */
export type PortfolioCode = 'UNKNOWN_PORTFOLIO' | 'SAME_CURRENCY' | 'RATE_IN_FUTURE';

/** What holds for the company as a whole. */
export const portfolio: Facet<'portfolio', Portfolio, PortfolioCommands, PortfolioEvents, PortfolioCode> = {
  name: 'portfolio',
  initial: { rates: PersistentMap.empty() },

  decide: {
    SetExchangeRate: ({ data, stream }, { portfolio: { rates } }, context) => {
      if (idOf(stream) !== COMPANY)
        return reject('UNKNOWN_PORTFOLIO', `There is no portfolio ${idOf(stream)}: exchange rates are told to ${COMPANY}.`);
      const wrong = rateFault(data, context);
      if (wrong) return reject(wrong.code, wrong.detail, wrong.pointer);
      const known = entryAt(rates.get(pairOf(data)) ?? [], data.validOn);
      return known?.since === data.validOn && known.value === data.rate ? [] : [{ type: 'ExchangeRateSet', data }];
    },
  },

  evolve: {
    ExchangeRateSet: ({ rates }, { data }) => ({
      rates: rates.with(pairOf(data), withValue(rates.get(pairOf(data)) ?? [], data.rate, data.validOn)),
    }),
  },
};

type Rate = PortfolioEvents['ExchangeRateSet'];

const pairOf = ({ from, to }: Rate): string => `${from} ${to}`;

/** What is wrong with a rate beside the form of its fields, told or corrected. */
export const rateFault = (
  { from, to, validOn }: Rate,
  context: Context,
): (Required<Fault> & { readonly code: PortfolioCode }) | undefined => {
  if (from === to)
    return { code: 'SAME_CURRENCY', detail: `One ${from} is one ${to} always: name another currency on one side.`, pointer: '/to' };
  const { futureToleranceMinutes } = context.policy<RecordingPolicy>('recording').document;
  const latest = dayIn(context.timeZone, new Date(Date.parse(context.now) + futureToleranceMinutes * 60_000).toISOString());
  if (validOn <= latest) return undefined;
  return {
    code: 'RATE_IN_FUTURE',
    detail: `${validOn} is to come, today is ${latest}: tell a rate when it is known.`,
    pointer: '/validOn',
  };
};
