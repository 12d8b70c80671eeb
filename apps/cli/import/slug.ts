/** Letters that have no plain letter within them. */
const SPELLED: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };

/** Names whose ids are remembered; beyond it two that come to one id are no longer told. */
const REMEMBERED_MAX = 500_000;

/** Characters of an id at the most. */
const SLUG_LENGTH_MAX = 128;

/**
 * An id from a name: `Ana Trujillo, S.A.` is `ana-trujillo-s-a`, `Müller & Söhne` is `muller-sohne`. A stored contract: accounts are
 * known by it for ever, so it is written here and not left to a library that may learn better.
 * @returns `undefined` for a name without a letter or digit of ASCII behind it
 */
export const slugOf = (name: string): string | undefined => {
  const plain = name
    .toLowerCase()
    .replaceAll(/[ßæœøđðłþı]/g, (letter) => SPELLED[letter]!)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LENGTH_MAX)
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? undefined : plain;
};

/** Remembers whose id is whose, so that two names which come to one id are told and not taken for one. */
export class SlugBook {
  readonly #holders = new Map<string, { readonly name: string; readonly line: number }>();

  /** Who has the id already, where that is another name. */
  otherHolder(id: string, name: string, line: number): { readonly name: string; readonly line: number } | undefined {
    const holder = this.#holders.get(id);
    if (holder !== undefined) return holder.name === name ? undefined : holder;
    if (this.#holders.size < REMEMBERED_MAX) this.#holders.set(id, { name, line });
    return undefined;
  }
}
