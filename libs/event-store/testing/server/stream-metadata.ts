/** What a stream's metadata says about which of its events are shown. */
export interface StreamMetadata {
  /** `$maxCount`: only the last so many. */
  readonly maxCount?: number;
  /** `$tb`: none below this revision. */
  readonly truncateBefore?: number;
  /** `$maxAge` in seconds. */
  readonly maxAge?: number;
  /** Deleted softly: `$tb` is beyond every revision, until somebody appends again. */
  readonly isDeleted: boolean;
}

/** Beyond every revision. As a number it is not exact, and cannot be mistaken for a revision either. */
const BEYOND_EVERY_REVISION = '9223372036854775807';

export const NO_METADATA: StreamMetadata = { isDeleted: false };

/** Of a metastream only what was written last is shown. */
export const METADATA_OF_METASTREAMS: StreamMetadata = { maxCount: 1, isDeleted: false };

/** The metadata that an event of a metastream states; what is no JSON states none. */
export const metadataOf = (data: Uint8Array): StreamMetadata => {
  const { $maxCount, $tb, $maxAge } = fieldsOf(data);
  return {
    ...(typeof $maxCount === 'number' && { maxCount: $maxCount }),
    ...(typeof $tb === 'number' && { truncateBefore: $tb }),
    ...(typeof $maxAge === 'number' && { maxAge: $maxAge }),
    isDeleted: typeof $tb === 'number' && $tb >= Number(BEYOND_EVERY_REVISION),
  };
};

/** The same metadata with another `$tb`; `deleted` hides the whole stream. */
export const withTruncateBefore = (data: Uint8Array | undefined, before: number | 'deleted'): Uint8Array => {
  const { $tb: _, ...others } = data ? fieldsOf(data) : {};
  const text = JSON.stringify(others);
  const field = `"$tb":${before === 'deleted' ? BEYOND_EVERY_REVISION : before}`;
  return Buffer.from(text === '{}' ? `{${field}}` : `${text.slice(0, -1)},${field}}`);
};

const fieldsOf = (data: Uint8Array): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};
