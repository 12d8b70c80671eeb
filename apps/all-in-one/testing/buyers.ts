import { type Product } from './product.js';

/** An amount as a command takes it, and an answer shows it. */
export const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Months of 2024 and 2025 with an order on the tenth of each, so that windows of whole months are over. */
const months = (year: number) => Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`);

/** Accounts with what they order in each month of 2024 and of 2025, and what a hundred of it earns. */
const BUYERS: Readonly<
  Record<string, { readonly in2024: number; readonly in2025: number; readonly earns: number; readonly industry: string }>
> = {
  giant: { in2024: 900, in2025: 1_000, earns: -5, industry: 'retail' },
  steady: { in2024: 400, in2025: 500, earns: 40, industry: 'food' },
  modest: { in2024: 100, in2025: 100, earns: 20, industry: 'food' },
  small: { in2024: 10, in2025: 20, earns: 10, industry: 'craft' },
  tiny: { in2024: 5, in2025: 5, earns: 10, industry: 'craft' },
};

/** The year that the buyers are asked about. */
export const YEAR = 'until=2025-12&windowMonths=12';

/** Five accounts of Ann's that buy every month; what serving two of them costs. */
export const tellOfBuyers = async ({ send }: Product): Promise<void> => {
  for (const id of ['ann', 'bob']) await send('RegisterEmployee', { employeeId: id }, '2023-12-01', { name: id });
  await send('SetServiceCapacity', { employeeId: 'ann' }, '2023-12-01', { keyAccountsMax: 2 });
  await Promise.all(
    Object.entries(BUYERS).map(async ([id, { in2024, in2025, earns, industry }]) => {
      await send('OpenAccount', id, '2023-12-01', {
        name: id,
        industry,
        segment: industry === 'food' ? 'food-group' : 'others',
        country: 'DE',
      });
      await send('AssignOwner', id, '2023-12-02', { employeeId: 'ann' });
      for (const month of [...months(2024), ...months(2025)]) {
        const amount = month < '2025' ? in2024 : in2025;
        await send('RecordOrder', id, `${month}-10`, { orderNumber: `${id}-${month}`, net: eur(`${amount}.00`) });
        if (month >= '2025')
          await send('RecordMargin', id, `${month}-11`, {
            orderNumber: `${id}-${month}`,
            margin: eur(((amount * earns) / 100).toFixed(2)),
          });
      }
    }),
  );
  await send('RecordCostToServe', 'giant', '2025-06-30', { month: '2025-06', cost: eur('300.00') });
  await send('RecordCostToServe', 'steady', '2025-06-30', { month: '2025-06', cost: eur('100.00') });
};
