/** The stream is not at the expected version: reload and decide again, a bounded number of times. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`Stream ${stream} is at version ${actual}, not at ${expected}: read it again and decide again.`);
  }
}

/** An engine cannot be reached or is not ready: nothing happened, try again with back-off. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** An append may or may not have happened: read the stream again before anything else. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** Something that cannot be is so: a defect. Log it, stop this writer, keep reads going. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}
