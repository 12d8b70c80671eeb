import { type Day } from '#libs/kernel/message.js';
import { type Credit } from '../values.js';

/** Stored contract. */
export type PromiseEvents = {
  PromiseMade: {
    readonly promiseId: string;
    readonly what: string;
    readonly due: Day;
    /** Their contact. */
    readonly promisedTo?: string;
    /** Who allowed it, or on what ground the promise could be given. */
    readonly authority?: string;
    readonly orderNumber?: string;
    readonly credit: Credit;
  };
  /** `daysLate` counts calendar days (UTC) after the due day in force; 0 is in time. Kept late is late. */
  PromiseKept: { readonly promiseId: string; readonly due: Day; readonly daysLate: number; readonly credit: Credit };
  PromiseBroken: { readonly promiseId: string; readonly reason: string; readonly due: Day; readonly credit: Credit };
  PromiseRenegotiated: { readonly promiseId: string; readonly due: Day; readonly previousDue: Day; readonly reason: string };
};
