import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a table of orders comes to. */
export interface OrderFigures {
  readonly orders: number;
  /** US dollars. */
  readonly net: string;
  /** Accounts that bought anything. */
  readonly accounts: number;
  /** Of the five largest accounts in net sales, to three places. */
  readonly topFiveShare: number;
  readonly shipped: number;
  readonly shippedLate: number;
}

const CUSTOMERS = 12;
const EMPLOYEES = 3;
const ORDERS = 300;

/** Writes a small table that has every kind of row: unshipped, late, in time, and customers who never bought. */
export const writeOrders = async (folder: string): Promise<void> => {
  const employees = Array.from({ length: EMPLOYEES }, (_, index) => `${index + 1},Employee ${index + 1}`);
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => `C${index},Customer ${index}`);
  const orders = Array.from({ length: ORDERS }, (_, index) => {
    // The last two never buy, the first buys the most.
    const customer = Math.floor(Math.sqrt((index * 37) % 100)) % (CUSTOMERS - 2);
    const shipped = index % 40 === 7 ? '' : index % 11 === 3 ? '1997-03-02' : '1997-02-20';
    const net = ((index * 7_919) % 500_000) / 100 + 1;
    return `${10_000 + index},C${customer},${1 + (index % EMPLOYEES)},1997-02-01,1997-03-01,${shipped},${net.toFixed(2)}`;
  });
  const write = (name: string, header: string, rows: readonly string[]) =>
    writeFile(join(folder, name), `${[header, ...rows].join('\n')}\n`);
  await write('employees.csv', 'employee_id,name', employees);
  await write('customers.csv', 'customer_id,company_name', customers);
  await write('orders.csv', 'order_id,customer_id,employee_id,order_date,required_date,shipped_date,net_usd', orders);
};

/** The figures of a table, computed from its rows alone. */
export const figuresOf = async (folder: string): Promise<OrderFigures> => {
  const [header = '', ...lines] = (await readFile(join(folder, 'orders.csv'), 'utf8')).trim().split(/\r?\n/);
  // No field of this table is quoted.
  const columns = header.split(',');
  const rows = lines.map((line) => line.split(','));
  const field = (row: readonly string[], name: string): string => row[columns.indexOf(name)] ?? '';
  const sales = new Map<string, number>();
  for (const row of rows) {
    const id = field(row, 'customer_id');
    sales.set(id, (sales.get(id) ?? 0) + Math.round(Number(field(row, 'net_usd')) * 100));
  }
  const cents = [...sales.values()].toSorted((a, b) => b - a);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const shipped = rows.filter((row) => field(row, 'shipped_date') !== '');
  return {
    orders: rows.length,
    net: (sum(cents) / 100).toFixed(2),
    accounts: cents.length,
    topFiveShare: Math.round((sum(cents.slice(0, 5)) / sum(cents)) * 1_000) / 1_000,
    shipped: shipped.length,
    shippedLate: shipped.filter((row) => field(row, 'shipped_date') > field(row, 'required_date')).length,
  };
};
