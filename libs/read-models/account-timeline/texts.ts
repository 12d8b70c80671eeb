import { type TypeOf } from '#libs/kernel/message.js';
import { type AccountEvents } from '#libs/domain/account-events.js';
import { type Money } from '#libs/domain/values.js';

/** What people read about one type of event: a few words, and a sentence whose full stop is added where it has none. */
interface Text<Data> {
  readonly title: string;
  readonly summary: (data: Data) => string;
}

/** Title and summary of an event, for people. */
export const textOf = (type: TypeOf<AccountEvents>, data: object): { readonly title: string; readonly summary: string } => {
  const { title, summary } = texts[type] as Text<object>;
  return { title, summary: sentence(summary(data)) };
};

/** One text for every event of an account: an event without one does not compile. */
export const texts: { readonly [E in TypeOf<AccountEvents>]: Text<AccountEvents[E]> } = {
  AccountOpened: {
    title: 'Account opened',
    summary: ({ name, industry, city, country, splitFrom }) =>
      `${name}${parenthesis(industry, city, country)}${splitFrom === undefined ? '' : `, split from ${splitFrom}`}`,
  },
  AccountRenamed: { title: 'Account renamed', summary: ({ name, previous, reason }) => `From ${previous} to ${name}${because(reason)}` },
  DossierSectionUpdated: {
    title: 'Dossier updated',
    summary: ({ section, fields }) => `Section ${section}: ${pairs(fields)}`,
  },
  ParentAccountSet: {
    title: 'Parent account set',
    summary: ({ parentId, previous }) => (parentId === null ? `Stands alone again, was part of ${previous}` : `Part of ${parentId}`),
  },
  AccountsMerged: { title: 'Account merged', summary: ({ into, reason }) => `Lives on as ${into}: ${reason}` },
  AccountAbsorbed: { title: 'Account absorbed', summary: ({ accountId, reason }) => `${accountId} lives on here: ${reason}` },
  AccountUnmerged: { title: 'Merger undone', summary: ({ from, reason }) => `Stands apart from ${from} again: ${reason}` },
  AccountReleased: { title: 'Account released', summary: ({ accountId, reason }) => `${accountId} stands apart again: ${reason}` },
  AccountSplitOff: { title: 'Account split off', summary: ({ from, reason }) => `To be opened as a part of ${from}: ${reason}` },
  AccountSplit: { title: 'Account split', summary: ({ newAccountId, reason }) => `${newAccountId} goes its own way: ${reason}` },
  AccountClosed: { title: 'Account closed', summary: ({ reason }) => reason },
  AccountReopened: { title: 'Account reopened', summary: ({ reason }) => reason },

  OwnerAssigned: { title: 'Owner assigned', summary: ({ employeeId, reason }) => `${employeeId} is in charge${because(reason)}` },
  OwnershipTransferred: {
    title: 'Ownership transferred',
    summary: ({ from, to, reason }) => `From ${from} to ${to}${because(reason)}`,
  },
  BackupOwnerAssigned: { title: 'Backup owner assigned', summary: ({ employeeId }) => `${employeeId} stands in` },
  HandoverStarted: {
    title: 'Handover started',
    summary: ({ from, to, checklist }) => `From ${from} to ${to}, to pass on: ${list(checklist)}`,
  },
  HandoverCompleted: {
    title: 'Handover completed',
    summary: ({ from, to, checklist }) => `From ${from} to ${to}, passed on: ${list(checklist)}`,
  },
  HandoverCancelled: {
    title: 'Handover called off',
    summary: ({ from, to, reason }) => `From ${from} to ${to}, because: ${reason}`,
  },
  TeamMemberAdded: {
    title: 'Team member added',
    summary: ({ employeeId, role, department, commitment }) =>
      `${employeeId} as ${role} (${department})${commitment === undefined ? '' : `, committed to: ${commitment}`}`,
  },
  TeamMemberRemoved: { title: 'Team member removed', summary: ({ employeeId, reason }) => `${employeeId}${because(reason)}` },
  TerritoryAssigned: {
    title: 'Territory assigned',
    summary: ({ territory, effectiveFrom, previous }) =>
      `${territory} from ${effectiveFrom}${previous === undefined ? '' : `, before ${previous}`}`,
  },

  InteractionRecorded: {
    title: 'Interaction recorded',
    summary: ({ channel, direction, contacts, topics, summary, outcome }) =>
      `${capital(direction === undefined ? channel : `${direction} ${channel}`)}${some(' with ', contacts)}${some(' about ', topics)}.${aside(summary)}${aside(outcome)}`,
  },
  InteractionCorrected: {
    title: 'Interaction corrected',
    summary: ({ changes, reason }) => `Corrected ${list(Object.keys(changes))}: ${reason}`,
  },
  InteractionRetracted: { title: 'Interaction retracted', summary: ({ reason }) => reason },
  MeetingPrepared: {
    title: 'Meeting prepared',
    summary: ({ plannedFor, checklist, brief }) =>
      `${plannedFor === undefined ? 'No date yet' : `For ${plannedFor.slice(0, 10)}`}; prepared: ${list(checklist)}.${aside(brief)}`,
  },

  RelationshipAssessed: {
    title: 'Relationship assessed',
    summary: ({ total, supports }) => `${total} of 24 points: the evidence supports ${supports}`,
  },
  RelationshipStageChanged: {
    title: 'Relationship stage changed',
    summary: ({ from, to, reason, override }) =>
      `From ${from} to ${to}${because(reason)}.${override === undefined ? '' : ` Overridden (${override.reason}) although missing: ${list(override.missing)}`}`,
  },
  AccountGoalSet: {
    title: 'Account goal set',
    summary: ({ horizon, goal, due }) => `${capital(horizon)}-term: ${goal}${due === undefined ? '' : `, by ${due}`}`,
  },
  AccountStrategySet: { title: 'Account strategy set', summary: ({ horizonYears, goals }) => `For ${horizonYears} years: ${list(goals)}` },
  AccountPlanShared: { title: 'Account plan shared', summary: ({ planVersion, sharedWith }) => `${planVersion} with ${list(sharedWith)}` },
  AccountPlanAcknowledged: { title: 'Account plan acknowledged', summary: ({ planVersion, by }) => `${planVersion} by ${by}` },
  InitiativePlanned: { title: 'Initiative planned', summary: ({ title, startsOn }) => `${title}, from ${startsOn}` },
  InitiativeAnnounced: {
    title: 'Initiative announced',
    summary: ({ initiativeId, noticeDays }) => `${initiativeId}, ${count(noticeDays, 'day')} ahead`,
  },
  JointInitiativeStarted: { title: 'Joint initiative started', summary: ({ title }) => title },
  JointInitiativeMeasured: {
    title: 'Joint initiative measured',
    summary: ({ initiativeId, metric, value }) => `${initiativeId}: ${metric} ${value}`,
  },
  ForecastShared: {
    title: 'Forecast shared',
    summary: ({ horizonMonths, quantities }) => `Over ${count(horizonMonths, 'month')}: ${pairs(quantities)}`,
  },
  DataSharingAgreed: { title: 'Data sharing agreed', summary: ({ scope }) => scope },

  OrderRecorded: {
    title: 'Order recorded',
    summary: ({ orderNumber, net, lines, requiredOn }) =>
      `Order ${orderNumber} over ${money(net)} net${lines === undefined ? '' : `, ${count(lines, 'line')}`}${requiredOn === undefined ? '' : `, required on ${requiredOn}`}`,
  },
  DeliveryRecorded: {
    title: 'Delivery recorded',
    summary: ({ deliveryNumber, orderNumber }) => `Delivery ${deliveryNumber} of order ${orderNumber}`,
  },
  InvoiceRecorded: {
    title: 'Invoice recorded',
    summary: ({ invoiceNumber, orderNumber, net }) => `Invoice ${invoiceNumber} over ${money(net)} net${ofOrder(orderNumber)}`,
  },
  ReturnRecorded: {
    title: 'Return recorded',
    summary: ({ returnNumber, orderNumber, net, reason }) =>
      `Return ${returnNumber} of ${money(net)}${ofOrder(orderNumber)}${because(reason)}`,
  },
  MarginRecorded: { title: 'Margin recorded', summary: ({ orderNumber, margin }) => `${money(margin)}${ofOrder(orderNumber)}` },
  CostToServeRecorded: {
    title: 'Cost to serve recorded',
    summary: ({ month, cost, kind }) => `${money(cost)} in ${month}${kind === undefined ? '' : ` for ${kind}`}`,
  },
  DiscountGranted: {
    title: 'Discount granted',
    summary: ({ percent, orderNumber, reason }) => `${percent} %${ofOrder(orderNumber)}: ${reason}`,
  },
  OrderDeclined: {
    title: 'Order declined',
    summary: ({ orderNumber, reason }) => `We declined ${orderNumber === undefined ? 'an order' : `order ${orderNumber}`}: ${reason}`,
  },

  PromiseMade: {
    title: 'Promise made',
    summary: ({ what, due, promisedTo }) => `${what}, due ${due}${promisedTo === undefined ? '' : `, to ${promisedTo}`}`,
  },
  PromiseKept: {
    title: 'Promise kept',
    summary: ({ due, daysLate }) => (daysLate === 0 ? `In time, due ${due}` : `${count(daysLate, 'day')} late, due ${due}`),
  },
  PromiseBroken: { title: 'Promise broken', summary: ({ due, reason }) => `Due ${due}: ${reason}` },
  PromiseRenegotiated: {
    title: 'Promise renegotiated',
    summary: ({ previousDue, due, reason }) => `Due ${due} instead of ${previousDue}: ${reason}`,
  },

  ChurnRiskFlagged: {
    title: 'Churn risk flagged',
    summary: ({ level, previous, reasons, basis }) =>
      `${capital(level)}${previous === undefined ? '' : ` after ${previous}`}: ${list(reasons)} (by ${basis})`,
  },
  ChurnRiskCleared: { title: 'Churn risk cleared', summary: ({ previous, reason }) => `No longer ${previous}: ${reason}` },
  ContractRenewed: {
    title: 'Contract renewed',
    summary: ({ contractId, until, value }) => `${contractId} until ${until}${value === undefined ? '' : `, worth ${money(value)}`}`,
  },
  AccountDeclaredLost: {
    title: 'Account declared lost',
    summary: ({ reasons, competitor, criterion }) =>
      `For ${list(reasons)}${competitor === undefined ? '' : `, to ${competitor}`} (by ${criterion})`,
  },
  ChurnPostmortemRecorded: {
    title: 'Postmortem recorded',
    summary: ({ internal, external }) => `Internal: ${list(internal)}; external: ${list(external)}`,
  },
  WinBackOpened: {
    title: 'Win-back opened',
    summary: ({ reason, value }) => `${reason}${value === undefined ? '' : `, worth ${money(value)}`}`,
  },
  WinBackOfferMade: {
    title: 'Win-back offer made',
    summary: ({ offerId, kind, cost }) => `${offerId}: ${kind}${cost === undefined ? '' : `, costing ${money(cost)}`}`,
  },
  WinBackAnswerRecorded: {
    title: 'Win-back answer recorded',
    summary: ({ offerId, accepted, remark }) => `${offerId} was ${accepted ? 'accepted' : 'declined'}.${aside(remark)}`,
  },
  AccountWonBack: { title: 'Account won back', summary: ({ reason }) => reason ?? 'It is a customer again' },
};

const money = ({ amount, currency }: Money): string => `${amount} ${currency}`;
const list = (words: readonly string[]): string => (words.length === 0 ? 'nothing' : words.join(', '));
const pairs = (fields: Readonly<Record<string, string>>): string => list(Object.entries(fields).map(([name, value]) => `${name} ${value}`));
const some = (before: string, words: readonly string[] | undefined): string =>
  words === undefined || words.length === 0 ? '' : before + words.join(', ');
const parenthesis = (...words: readonly (string | undefined)[]): string => {
  const known = words.filter((word) => word !== undefined);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
};
const because = (reason: string | undefined): string => (reason === undefined ? '' : `: ${reason}`);
const aside = (text: string | undefined): string => (text === undefined ? '' : ` ${sentence(text)}`);
const ofOrder = (orderNumber: string | undefined): string => (orderNumber === undefined ? '' : ` for order ${orderNumber}`);
const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
