import { setTimeout as sleep } from 'node:timers/promises';
import { type Metadata } from '@grpc/grpc-js';
import { accessDenied, type CallError, notReady, unauthenticated } from './errors.js';

/** Whom the server knows. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Whether calls are taken in, how soon they are answered, and which answers get lost. */
export class Faults {
  isReady = true;
  /** Between the work and its answer. */
  answerAfterMs = 0;
  /** Before every event of a read. */
  trickleMs = 0;
  /** So many appends from now on are written and never answered. */
  acknowledgementsToLose = 0;
  /** So many appends from now on are written and answered as timed out. */
  timeoutsToSay = 0;
  readonly #authorization: string | undefined;

  constructor(credentials: Credentials | undefined) {
    this.#authorization = credentials && basic(credentials);
  }

  /** Why a call is turned away; `undefined` lets it in. */
  refusal(metadata: Metadata): CallError | undefined {
    return this.#stranger(metadata) ?? (this.isReady ? undefined : notReady());
  }

  /** As {@link refusal}, of a call that carries many requests: readiness is asked for each of them. */
  strangerIn(metadata: Metadata): CallError | undefined {
    return this.#stranger(metadata);
  }

  /** Whether this answer is to get lost. */
  losesAcknowledgement(): boolean {
    if (this.acknowledgementsToLose === 0) return false;
    this.acknowledgementsToLose -= 1;
    return true;
  }

  /** Whether the server gives up on this append, which is written all the same. */
  timesOut(): boolean {
    if (this.timeoutsToSay === 0) return false;
    this.timeoutsToSay -= 1;
    return true;
  }

  async delay(): Promise<void> {
    if (this.answerAfterMs > 0) await sleep(this.answerAfterMs, undefined, { ref: false });
  }

  async trickle(): Promise<void> {
    if (this.trickleMs > 0) await sleep(this.trickleMs, undefined, { ref: false });
  }

  #stranger(metadata: Metadata): CallError | undefined {
    if (this.#authorization === undefined) return undefined;
    const [given] = metadata.get('authorization');
    if (given === undefined) return accessDenied();
    return given === this.#authorization ? undefined : unauthenticated();
  }
}

const basic = ({ username, password }: Credentials): string => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
