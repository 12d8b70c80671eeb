import { setTimeout as sleep } from 'node:timers/promises';
import { clientOf } from '../client.js';

/** An event as the history of an account tells it. */
export interface HistoryItem {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly meta: { readonly occurredAt: string; readonly note?: string };
}

/** The ids of all accounts of a server. */
export const accountIds = async (url: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { items } of clientOf(url).pages<{ readonly accountId: string }>('/v1/accounts', { limit: 500 })) {
    for (const { accountId } of items) ids.push(accountId);
  }
  return ids;
};

/** An account's history, of one type of event. */
export const historyOf = async (url: string, accountId: string, type: string): Promise<readonly HistoryItem[]> => {
  const found: HistoryItem[] = [];
  const path = `/v1/accounts/${encodeURIComponent(accountId)}/history`;
  for await (const { items } of clientOf(url).pages<HistoryItem>(path, { type, limit: 500 })) found.push(...items);
  return found;
};

/** A decimal amount of a currency with two digits, in minor units. */
export const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

export const inPounds = (minor: bigint): string => {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** Invoices as the public doors tell them, added up without any read model that has an opinion on what sales are. */
export const invoicesOf = async (url: string) => {
  let [count, net, creditNotes, cancellations, withoutCustomer] = [0, 0n, 0, 0, 0];
  const positive = new Map<string, bigint>();
  for (const id of await accountIds(url)) {
    for (const { data, meta } of await historyOf(url, id, 'InvoiceRecorded')) {
      const amount = cents((data['net'] as { readonly amount: string }).amount);
      count += 1;
      net += amount;
      if (amount < 0n) creditNotes += 1;
      if (meta.note !== undefined) cancellations += 1;
      if (id === 'no-customer') withoutCustomer += 1;
      else if (amount > 0n) positive.set(id, (positive.get(id) ?? 0n) + amount);
    }
    // Lets the server in this process breathe.
    await sleep(0);
  }
  const bought = [...positive.values()].reduce((sum, each) => sum + each, 0n);
  return { count, net: inPounds(net), creditNotes, cancellations, withoutCustomer, customers: positive.size, bought: inPounds(bought) };
};
