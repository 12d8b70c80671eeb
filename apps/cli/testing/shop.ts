import { type Mapping } from '../import/mapping.js';

/** A small mapping of two files with every kind of column, condition and hole. */
export const SHOP: Mapping = {
  name: 'shop',
  files: [
    {
      role: 'customers',
      file: 'customers.csv',
      key: ['id'],
      columns: { id: { type: 'text' }, name: { type: 'text' }, city: { type: 'text', optional: true } },
      commands: [
        {
          type: 'OpenAccount',
          target: { accountId: { $column: 'id' } },
          occurredAt: '2026-01-01',
          data: { name: { $column: 'name' }, city: { $column: 'city' } },
        },
      ],
    },
    {
      role: 'orders',
      file: 'orders.csv',
      key: ['order', 'customer'],
      columns: {
        order: { type: 'text' },
        customer: { type: 'text' },
        seller: { type: 'text' },
        on: { type: 'day' },
        shipped: { type: 'day', optional: true },
        net: { type: 'money', currency: 'USD' },
        lines: { type: 'integer', optional: true },
      },
      commands: [
        {
          type: 'AssignOwner',
          target: { accountId: { $column: 'customer' } },
          once: 'per-target',
          occurredAt: { $column: 'on' },
          data: { employeeId: { $column: 'seller' } },
        },
        {
          type: 'RecordOrder',
          target: { accountId: { $column: 'customer' } },
          occurredAt: { $column: 'on' },
          data: {
            orderNumber: { $column: 'order' },
            net: { $column: 'net' },
            lines: { $column: 'lines' },
            employeeId: { $column: 'seller' },
          },
        },
        {
          type: 'RecordDelivery',
          target: { accountId: { $column: 'customer' } },
          when: { present: 'shipped' },
          occurredAt: { $column: 'shipped' },
          data: { orderNumber: { $column: 'order' }, deliveryNumber: { $template: 'delivery-{order}' } },
        },
      ],
    },
  ],
};

export const CUSTOMERS = SHOP.files[0]!;
export const ORDERS = SHOP.files[1]!;

export const ORDERS_HEADER = 'order,customer,seller,on,shipped,net,lines';
