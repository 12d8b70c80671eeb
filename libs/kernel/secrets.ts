/** A URL may carry a password, which has no place on a screen or in a log: every `//user:password@` of a text becomes `//***@`. */
export const withoutSecrets = (text: string): string => text.replaceAll(/\/\/[^/\s"']+@/g, '//***@');

/** The same for a text that is one URL, perhaps none that is well formed: nothing before its last `@` is shown. */
export const urlWithoutSecrets = (url: string): string => url.replace(/\/\/.*@/s, '//***@');

/** What an error says, fit to be shown. */
export const reasonIn = (error: unknown): string => withoutSecrets(error instanceof Error ? error.message : String(error));
