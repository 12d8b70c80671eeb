/** Seconds that a client may ask to be waited for; a larger wish counts as this. */
export const WAIT_SECONDS_MAX = 20;

const PREFERENCE = /^\s*wait\s*=\s*(?:"(\d{1,9})"|(\d{1,9}))\s*(?:;.*)?$/i;

/**
 * The seconds of `Prefer: wait=<s>` (RFC 7240) among other preferences, bounded by {@link WAIT_SECONDS_MAX}; `undefined` where there is
 * none or it is not understood, for preferences are wishes and never errors. The first one counts.
 */
export const waitOf = (prefer: string | undefined): number | undefined => {
  for (const preference of (prefer ?? '').split(',')) {
    const [, quoted, bare] = PREFERENCE.exec(preference) ?? [];
    const seconds = quoted ?? bare;
    if (seconds !== undefined) return Math.min(Number(seconds), WAIT_SECONDS_MAX);
  }
  return undefined;
};
