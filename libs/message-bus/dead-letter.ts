import { type BusMessage, DEAD_LETTER_HEADERS, type Delivery, type Disposition } from '#libs/kernel/ports.js';

/** The message as it lies on the dead letter topic: untouched, with the reason beside its own headers. */
export const deadLetterOf = (
  { key, value, headers, topic }: Delivery,
  { code, detail }: Extract<Disposition, { readonly kind: 'dead' }>,
): BusMessage => ({
  key,
  value,
  headers: { ...headers, [DEAD_LETTER_HEADERS.code]: code, [DEAD_LETTER_HEADERS.detail]: detail, [DEAD_LETTER_HEADERS.topic]: topic },
});
