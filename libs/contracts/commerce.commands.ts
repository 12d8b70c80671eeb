import { type CommerceCommands } from '#libs/domain/commerce/commerce.js';
import { CommandMessage } from './command-message.js';
import { day, id, integer, month, percent, text } from './kinds.js';
import { money, type Money } from './money.js';
import { Optional, Required } from './validate.js';

/** Numbers of orders, deliveries, invoices and returns are the ledger's own and may look like anything. */
const documentNumber = text(64);

export class RecordOrder extends CommandMessage implements Data<'RecordOrder'> {
  @Required(documentNumber) readonly orderNumber!: string;
  @Required(money) readonly net!: Money;
  @Optional(money) readonly gross?: Money;
  @Optional(money) readonly freight?: Money;
  @Optional(integer(0, 100_000)) readonly lines?: number;
  @Optional(day) readonly requiredOn?: string;
  @Optional(id) readonly employeeId?: string;
}

export class RecordDelivery extends CommandMessage implements Data<'RecordDelivery'> {
  @Required(documentNumber) readonly orderNumber!: string;
  @Optional(documentNumber) readonly deliveryNumber?: string;
}

export class RecordInvoice extends CommandMessage implements Data<'RecordInvoice'> {
  @Required(documentNumber) readonly invoiceNumber!: string;
  @Optional(documentNumber) readonly orderNumber?: string;
  @Required(money) readonly net!: Money;
}

export class RecordReturn extends CommandMessage implements Data<'RecordReturn'> {
  @Required(documentNumber) readonly returnNumber!: string;
  @Required(documentNumber) readonly orderNumber!: string;
  @Required(money) readonly net!: Money;
  @Optional(text(2_000)) readonly reason?: string;
}

export class RecordMargin extends CommandMessage implements Data<'RecordMargin'> {
  @Required(documentNumber) readonly orderNumber!: string;
  @Required(money) readonly margin!: Money;
}

export class RecordCostToServe extends CommandMessage implements Data<'RecordCostToServe'> {
  @Required(month) readonly month!: string;
  @Required(money) readonly cost!: Money;
  @Optional(text(100)) readonly kind?: string;
}

export class GrantDiscount extends CommandMessage implements Data<'GrantDiscount'> {
  @Optional(documentNumber) readonly orderNumber?: string;
  @Required(percent) readonly percent!: number;
  @Required(text(2_000)) readonly reason!: string;
}

export class DeclineOrder extends CommandMessage implements Data<'DeclineOrder'> {
  @Optional(documentNumber) readonly orderNumber?: string;
  @Required(text(2_000)) readonly reason!: string;
}

type Data<Type extends keyof CommerceCommands> = CommerceCommands[Type];
