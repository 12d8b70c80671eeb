import { describe, expect, it } from '@jest/globals';
import { ORDERS, SHOP } from '../testing/shop.js';
import { type FileMapping } from './mapping.js';
import { columnAtFault, type Plan, planRow } from './plan.js';

const ROW = { order: '10248', customer: 'vinet', seller: '5', on: '1996-07-04', shipped: '1996-07-16', net: '440.0', lines: '3' };

const plan = (row: Readonly<Record<string, string>> = ROW, file: FileMapping = ORDERS, name = SHOP.name): Plan =>
  planRow(name, file, new Map(Object.entries(row)));

const commands = (planned: Plan) => ('commands' in planned ? planned.commands : []);
const ids = (planned: Plan) => commands(planned).map(({ idOf }) => idOf(0));

describe('planning a row', () => {
  it('turns it into its commands, with typed data, times and targets', () => {
    expect(commands(plan()).map(({ mapping, body: { source: _source, ...body } }) => [mapping.type, body])).toEqual([
      ['AssignOwner', { accountId: 'vinet', occurredAt: '1996-07-04T00:00:00.000Z', data: { employeeId: '5' } }],
      [
        'RecordOrder',
        {
          accountId: 'vinet',
          occurredAt: '1996-07-04T00:00:00.000Z',
          data: { orderNumber: '10248', net: { amount: '440.00', currency: 'USD' }, lines: 3, employeeId: '5' },
        },
      ],
      [
        'RecordDelivery',
        { accountId: 'vinet', occurredAt: '1996-07-16T00:00:00.000Z', data: { orderNumber: '10248', deliveryNumber: 'delivery-10248' } },
      ],
    ]);
  });

  it('leaves out what an empty optional column stands for, field or command', () => {
    const planned = commands(plan({ ...ROW, lines: '', shipped: '' }));
    expect(planned.map(({ mapping }) => mapping.type)).toEqual(['AssignOwner', 'RecordOrder']);
    expect(planned[1]?.body.data).not.toHaveProperty('lines');
  });

  it('sends a command for rows that lack a value where the mapping says absent', () => {
    const open = { ...ORDERS, commands: [{ ...ORDERS.commands[1]!, when: { absent: 'shipped' } }] };
    expect(commands(plan(ROW, open))).toHaveLength(0);
    expect(commands(plan({ ...ROW, shipped: '' }, open))).toHaveLength(1);
  });

  it('names every cell that cannot be read', () => {
    expect(plan({ ...ROW, on: '1996-13-01', net: 'free', seller: '' })).toEqual({
      problems: [
        { column: 'seller', reason: 'it is empty, and the mapping needs it' },
        { column: 'on', reason: '"1996-13-01" is not a day of the calendar: write YYYY-MM-DD' },
        { column: 'net', reason: expect.stringMatching(/^"free" is not an amount of money/) },
      ],
    });
  });

  it('names the column that a time or a template needs and that is empty', () => {
    const delivery = { ...ORDERS.commands[2]! };
    const { when: _when, ...always } = delivery;
    const late = { ...ORDERS, commands: [always] };
    const labelled = { ...ORDERS, commands: [{ ...ORDERS.commands[1]!, data: { label: { $template: '{order}/{lines}' } } }] };
    expect(plan({ ...ROW, shipped: '' }, late)).toEqual({
      problems: [{ column: 'shipped', reason: 'it is empty, and occurredAt of RecordDelivery needs it' }],
    });
    expect(plan({ ...ROW, lines: '' }, labelled)).toEqual({
      problems: [{ column: 'lines', reason: 'it is empty, and the template "{order}/{lines}" needs it' }],
    });
  });
});

describe('the ids of imported commands', () => {
  it('are a contract: these must never change', () => {
    expect(ids(plan())).toEqual(GOLDEN);
  });

  it('follow from mapping, role, key and place, not from anything else in the row', () => {
    expect(ids(plan({ ...ROW, net: '1', on: '2000-01-01', seller: '9' }))).toEqual(GOLDEN);
  });

  it('differ between rows, mappings, roles and places', () => {
    const all = [
      ...ids(plan()),
      ...ids(plan({ ...ROW, order: '10249', customer: 'tomsp' })),
      ...ids(plan(ROW, ORDERS, 'other')),
      ...ids(plan(ROW, { ...ORDERS, role: 'returns' })),
    ];
    expect(new Set(all).size).toBe(12);
  });

  it('keep apart keys whose parts would read the same when put together', () => {
    const [, first] = ids(plan({ ...ROW, order: '1', customer: '23' }));
    const [, second] = ids(plan({ ...ROW, order: '12', customer: '3' }));
    expect(first).not.toBe(second);
  });

  it('of what a target gets once depend on the target alone, so that a later file cannot send it again', () => {
    const [first] = ids(plan());
    const [later, order] = ids(plan({ ...ROW, order: '10999' }));
    expect(later).toBe(first);
    expect(order).not.toBe(GOLDEN[1]);
  });

  it('are others in later attempts, and as predictable', () => {
    const [first, again] = [plan(), plan()].map((planned) => commands(planned).map(({ idOf }) => idOf(1)));
    expect(first).toEqual(again);
    expect(first).not.toEqual(GOLDEN);
  });
});

describe('the column to blame for a refusal', () => {
  const [assign, record, deliver] = commands(plan());

  it.each([
    [assign, '/employeeId', 'seller'],
    [record, '/data/net/amount', 'net'],
    [record, '/net', 'net'],
    [record, '/occurredAt', 'on'],
    [deliver, '/time', 'shipped'],
    [record, '/subject', 'customer'],
    [record, '/commandId', 'order customer'],
    [deliver, '/deliveryNumber', 'order'],
    [record, '/somethingElse', ''],
    [record, undefined, 'customer'],
  ])('is found by its pointer %#', (command, field, column) => {
    expect(columnAtFault(command!, field)).toBe(column);
  });
});

/** v5 ids as they were when imports were first released. */
const GOLDEN: readonly string[] = [
  'cdcbdaa8-7a52-5371-86f4-f8117ac2c156',
  '9c598961-6991-5add-aa33-7426f5358647',
  '11aae18e-b9f1-59ed-b298-82ff58c4b9ec',
];
