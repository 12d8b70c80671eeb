import { type Violation } from '#libs/kernel/decider.js';
import { type Day } from '#libs/kernel/message.js';
import { type DatedLine } from '../dated-line.js';
import { addMoney, compareMoney, format, fromMinor, subtractMoney } from '../money.js';
import { type Credit, type Money } from '../values.js';
import { type CommerceEvents } from './messages.js';

/** An order with what came of it, all of it in the order's currency. */
export interface Order {
  readonly net: Money;
  readonly placedOn: Day;
  /** The product line that it is of. */
  readonly category?: string;
  readonly credit: Credit;
  readonly delivered: Money;
  readonly returned: Money;
  /** What it was said to earn, from when on; the present margin is the latest. */
  readonly margins: DatedLine<Money>;
  /** The first day on which something happened to it. */
  readonly firstOn?: Day;
  /** Other currencies in which something is told of it, where there are any. */
  readonly otherCurrencies?: readonly string[];
}

/** A new order. */
export const placed = ({ net, gross, freight, credit, category }: Omit<CommerceEvents['OrderRecorded'], 'orderNumber'>, on: Day): Order => {
  const nothing = fromMinor(0n, net.currency);
  const terms = { net, credit, ...(category === undefined ? {} : { category }) };
  return [gross, freight].reduce(withCurrencyOf, { ...terms, placedOn: on, delivered: nothing, returned: nothing, margins: [] });
};

/** The order once something happened to it on a day, of an amount where it has one. */
export const happenedOn = (order: Order, day: Day, money: Money | undefined): Order => {
  const { firstOn = day } = order;
  return withCurrencyOf({ ...order, firstOn: day < firstOn ? day : firstOn }, money);
};

/** What of an order is not delivered yet. */
export const undelivered = ({ net, delivered }: Order): Money =>
  compareMoney(delivered, net) > 0 ? fromMinor(0n, net.currency) : subtractMoney(net, delivered);

/** What of an order may still be delivered: what came back, once more. */
export const deliverable = ({ net, returned, delivered }: Order): Money => {
  const most = addMoney(net, returned);
  return compareMoney(delivered, most) > 0 ? fromMinor(0n, net.currency) : subtractMoney(most, delivered);
};

/** What contradicts itself about an order: no command comes to it, a correction of what was told could. */
export const contradictionsOf = (orderNumber: string, order: Order): readonly Violation[] => {
  const { net, delivered, returned, placedOn, firstOn, otherCurrencies } = order;
  const holds: readonly (readonly [code: string, isSo: boolean, detail: string])[] = [
    ['RETURNS_EXCEED_ORDER', compareMoney(returned, net) > 0, `of order ${orderNumber} over ${format(net)} came back ${format(returned)}`],
    [
      'DELIVERIES_EXCEED_ORDER',
      compareMoney(delivered, addMoney(net, returned)) > 0,
      `of order ${orderNumber} over ${format(net)} were delivered ${format(delivered)}`,
    ],
    [
      'ORDER_PLACED_TOO_LATE',
      firstOn !== undefined && firstOn < placedOn,
      `order ${orderNumber} was placed on ${placedOn}, and something happened to it on ${firstOn}`,
    ],
    [
      'ORDER_CURRENCIES_DIFFER',
      otherCurrencies !== undefined,
      `order ${orderNumber} is in ${net.currency}, and something is told of it in ${otherCurrencies?.join(', ')}`,
    ],
  ];
  const found = holds.filter(([, isSo]) => isSo);
  return found.map(([code, , detail]) => ({ code, subject: `order ${orderNumber}`, detail: `${detail}.` }));
};

function withCurrencyOf(order: Order, money: Money | undefined): Order {
  const { net, otherCurrencies = [] } = order;
  if (money === undefined || money.currency === net.currency || otherCurrencies.includes(money.currency)) return order;
  return { ...order, otherCurrencies: [...otherCurrencies, money.currency] };
}
