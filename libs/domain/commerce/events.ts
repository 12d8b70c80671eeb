import { type Day } from '#libs/kernel/message.js';
import { type Credit, type Money } from '../values.js';

/** Stored contract. `credit` names whom the fact counts for, as it was when it happened. */
export type CommerceEvents = {
  OrderRecorded: {
    readonly orderNumber: string;
    /** Net of discounts, without freight. */
    readonly net: Money;
    readonly gross?: Money;
    readonly freight?: Money;
    readonly lines?: number;
    readonly requiredOn?: Day;
    readonly credit: Credit;
  };
  DeliveryRecorded: {
    readonly orderNumber: string;
    readonly deliveryNumber: string;
    /** What of the order's net was delivered: all that was not before. Absent where the event is older than the field. */
    readonly net?: Money;
    readonly credit: Credit;
  };
  InvoiceRecorded: { readonly invoiceNumber: string; readonly orderNumber?: string; readonly net: Money; readonly credit: Credit };
  ReturnRecorded: {
    readonly returnNumber: string;
    readonly orderNumber: string;
    readonly net: Money;
    readonly reason?: string;
    readonly credit: Credit;
  };
  MarginRecorded: { readonly orderNumber: string; readonly margin: Money; readonly credit: Credit };
  CostToServeRecorded: { readonly month: string; readonly cost: Money; readonly kind?: string; readonly credit: Credit };
  DiscountGranted: { readonly orderNumber?: string; readonly percent: number; readonly reason: string };
  OrderDeclined: { readonly orderNumber?: string; readonly reason: string };
};
