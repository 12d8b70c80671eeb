/** A refusal is a value with a closed code, never an exception: nothing was written and nothing will be. */
export interface Rejection<Code extends string = string> {
  readonly rejected: Code;
  /** A sentence that says what is wrong and what to do about it. */
  readonly detail: string;
  /** JSON pointer into the command's data, `/due`, where one field is to blame. */
  readonly field?: string;
  /** The id under which the target lives on, where it was merged: the same command is taken there. */
  readonly survivor?: string;
}

/** Refuses: `reject('ACCOUNT_NOT_OPEN', 'Account acme was closed on …; reopen it with ReopenAccount.')`. */
export const reject = <const Code extends string>(code: Code, detail: string, field?: string): Rejection<Code> => ({
  rejected: code,
  detail,
  ...(field === undefined ? {} : { field }),
});

/** Tells a rejection from a decision's events. */
export const isRejection = (value: object): value is Rejection => 'rejected' in value;
