import { describe, expect, it } from '@jest/globals';
import { Folder } from '../testing/folder.js';
import { SHOP } from '../testing/shop.js';
import { builtInMappings, loadMapping } from './load-mapping.js';
import { type Mapping } from './mapping.js';
import { planRow } from './plan.js';
import { findSources, keepOutside } from './sources.js';

/** The types of the commands that a row comes to, with the data of one of them. */
const planned = (mapping: Mapping, role: string, row: Readonly<Record<string, string>>) => {
  const plan = planRow(
    mapping.name,
    mapping.files.find((file) => file.role === role)!,
    new Map(Object.entries(row)),
  );
  if ('problems' in plan) throw new Error(JSON.stringify(plan.problems));
  return plan.commands.map(({ body: { source: _source, ...body }, mapping: { type } }) => ({ type, ...body }));
};

describe('loading a mapping', () => {
  it('finds every built-in one, and each is valid', async () => {
    const names = await builtInMappings();
    expect(names).toContain('northwind');
    for (const name of names) expect(await loadMapping(name)).toMatchObject({ name });
  });

  it('reads one of the user by its path', async () => {
    await using folder = await Folder.with({ 'shop.json': JSON.stringify(SHOP) });
    expect(await loadMapping(folder.at('shop.json'))).toEqual(SHOP);
  });

  it.each([
    ['nordwind', /^There is no mapping "nordwind"\.$/, /Did you mean northwind\? Built in: .*northwind.*\.\/nordwind\.yaml/],
    ['./nowhere.json', /cannot be read: ENOENT/, /path/],
  ])('says what to do about %s', async (name, message, fix) => {
    await expect(loadMapping(name)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
  });

  it('says what is wrong in a file', async () => {
    await using folder = await Folder.with({ 'broken.json': '{"name":', 'wrong.json': '{"name":"x","files":[]}' });
    await expect(loadMapping(folder.at('broken.json'))).rejects.toMatchObject({ exit: 2, message: expect.stringMatching(/is not JSON/) });
    await expect(loadMapping(folder.at('wrong.json'))).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/is not valid:\n {2}files: expected a list/),
      fix: expect.stringMatching(/docs\/guides\/import-csv\.md/),
    });
  });
});

describe('the northwind mapping', () => {
  const order = {
    order_id: '10248',
    customer_id: 'VINET',
    employee_id: '5',
    order_date: '1996-07-04',
    required_date: '1996-08-01',
    shipped_date: '1996-07-16',
    lines: '3',
    net_usd: '440.005',
    gross_usd: '440.0',
    freight_usd: '32.38',
  };

  it('registers people and opens accounts before the first order', async () => {
    const mapping = await loadMapping('northwind');
    expect(planned(mapping, 'employees', { employee_id: '1', name: 'Nancy', title: '', city: 'Seattle', reports_to: '2' })).toEqual([
      {
        type: 'RegisterEmployee',
        employeeId: '1',
        occurredAt: '1996-07-01T00:00:00.000Z',
        data: { name: 'Nancy', city: 'Seattle', reportsTo: '2' },
      },
    ]);
    const customer = {
      customer_id: 'ALFKI',
      company_name: 'Alfreds',
      contact_name: 'Maria',
      contact_title: '',
      city: 'Berlin',
      country: 'Germany',
    };
    expect(planned(mapping, 'customers', customer)).toEqual([
      {
        type: 'OpenAccount',
        accountId: 'ALFKI',
        occurredAt: '1996-07-01T00:00:00.000Z',
        data: { name: 'Alfreds', city: 'Berlin', country: 'Germany' },
      },
      {
        type: 'UpdateDossierSection',
        accountId: 'ALFKI',
        occurredAt: '1996-07-01T00:00:00.000Z',
        data: { section: 'contact', fields: { name: 'Maria' } },
      },
    ]);
  });

  it('records an order, promises its delivery, and keeps the promise when it is shipped', async () => {
    const at = (day: string) => ({ accountId: 'VINET', occurredAt: `${day}T00:00:00.000Z` });
    expect(planned(await loadMapping('northwind'), 'orders', order)).toEqual([
      { type: 'AssignOwner', ...at('1996-07-04'), data: { employeeId: '5', reason: "In charge of the account's first order" } },
      {
        type: 'RecordOrder',
        ...at('1996-07-04'),
        data: {
          orderNumber: '10248',
          net: { amount: '440.01', currency: 'USD' },
          gross: { amount: '440.00', currency: 'USD' },
          freight: { amount: '32.38', currency: 'USD' },
          lines: 3,
          requiredOn: '1996-08-01',
          employeeId: '5',
        },
      },
      {
        type: 'MakePromise',
        ...at('1996-07-04'),
        data: {
          promiseId: 'order-10248',
          what: 'Deliver order 10248 by the required date',
          due: '1996-08-01',
          orderNumber: '10248',
          employeeId: '5',
        },
      },
      { type: 'RecordDelivery', ...at('1996-07-16'), data: { orderNumber: '10248' } },
      { type: 'KeepPromise', ...at('1996-07-16'), data: { promiseId: 'order-10248' } },
    ]);
  });

  it('leaves the promise of an order open that is not shipped', async () => {
    const open = planned(await loadMapping('northwind'), 'orders', { ...order, shipped_date: '' });
    expect(open.map(({ type }) => type)).toEqual(['AssignOwner', 'RecordOrder', 'MakePromise']);
  });
});

describe('finding the files of a mapping', () => {
  const roles = async (...paths: string[]) =>
    (await findSources(SHOP, paths)).map(({ file, path }) => [file.role, path.slice(path.lastIndexOf('/') + 1)]);

  it('takes a folder for all of them, in the order of the mapping', async () => {
    await using folder = await Folder.with({ 'orders.csv': '', 'customers.csv': '' });
    expect(await roles(folder.path)).toEqual([
      ['customers', 'customers.csv'],
      ['orders', 'orders.csv'],
    ]);
  });

  it('tells files by their names, by their rejects, or by what is said of them', async () => {
    await using folder = await Folder.with({ 'orders.csv.rejects.csv': '', 'customers.csv': '', 'export.csv': '' });
    expect(await roles(folder.at('orders.csv.rejects.csv'), folder.at('customers.csv'), `orders=${folder.at('export.csv')}`)).toEqual([
      ['customers', 'customers.csv'],
      ['orders', 'orders.csv.rejects.csv'],
      ['orders', 'export.csv'],
    ]);
  });

  it('says what it looks for', async () => {
    await using folder = await Folder.with({ 'export.csv': '' });
    await expect(findSources(SHOP, [folder.path])).rejects.toMatchObject({
      exit: 2,
      fix: 'It reads customers.csv (customers), orders.csv (orders).',
    });
    await expect(findSources(SHOP, [folder.at('export.csv')])).rejects.toMatchObject({
      exit: 2,
      fix: expect.stringMatching(/customers=.*export\.csv/),
    });
    await expect(findSources(SHOP, [folder.at('none.csv')])).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/^There is no file/),
    });
  });

  it('keeps rejects out of the data', async () => {
    await using folder = await Folder.with({ 'orders.csv': '' });
    await expect(keepOutside(folder.at('rejects'), [folder.path])).rejects.toMatchObject({
      exit: 2,
      fix: expect.stringMatching(/--rejects/),
    });
    await expect(keepOutside(folder.path, [folder.path])).rejects.toMatchObject({ exit: 2 });
    await expect(keepOutside(`${folder.path}-rejects`, [folder.path])).resolves.toBeUndefined();
    await expect(keepOutside(folder.path, [folder.at('orders.csv')])).resolves.toBeUndefined();
  });
});
