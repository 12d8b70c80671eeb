/** The languages in which answers can be told, the one for those who ask for none of them first. */
export const LANGUAGES = ['en'] as const;

export type Language = (typeof LANGUAGES)[number];
