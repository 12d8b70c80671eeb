import { type AccountCommands } from '#libs/domain/messages.js';

type Fields<Type extends keyof AccountCommands> = AccountCommands[Type];

/** Somebody at the customer. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly department: string;
  readonly seniority: NonNullable<Fields<'AddStakeholder'>['seniority']>;
  readonly roles: Fields<'SetDecisionRole'>['roles'];
  readonly influence: number;
  readonly stance: Fields<'SetStance'>['stance'];
  readonly reportsTo?: string;
}

/** What a customer spends on what we sell, and where. */
export interface Wallet {
  readonly yearly: number;
  readonly method: Fields<'EstimateWallet'>['method'];
  readonly rivals: readonly { readonly name: string; readonly yearly: number; readonly threat?: Fields<'SightCompetitor'>['threat'] }[];
  readonly regime: Fields<'SetMarketRegime'>['regime'];
  readonly growth: number;
}

/** What was decided on an account as a key account: `scores` in the order of the criteria. */
export interface Decision {
  readonly days: number;
  readonly kind: Fields<'DesignateKeyAccount'>['kind'];
  readonly basis: Fields<'DesignateKeyAccount'>['basis'];
  readonly scores: readonly [number, number, number, number, number, number];
  readonly rationale: string;
  readonly role?: Fields<'SetStrategicRole'>['role'];
}

/** What the portfolio knows of a customer beside its orders: who is who there, what it buys elsewhere, what serving it costs. */
export interface Customer {
  readonly category: string;
  readonly territory: string;
  readonly people: readonly Person[];
  readonly wallet: Wallet;
  /** Of every order, in percent. */
  readonly margin: number;
  /** A month. */
  readonly costToServe: number;
  /** Minutes of the owner in a month. */
  readonly minutes: number;
  /** Who of ours meets whom of theirs beside the owner; absent: nobody does. */
  readonly second?: { readonly employee: string; readonly theirs: string };
  readonly designation?: Decision;
}
