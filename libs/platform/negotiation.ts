import { match } from '@formatjs/intl-localematcher';
import fresh from 'fresh';
import Negotiator from 'negotiator';

/** The headers of a request, as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The media type of those that there are which a client likes best (RFC 9110, 12.5.1); between equals the first that it names. */
export const preferredType = (headers: Headers, types: readonly string[]): string | undefined =>
  new Negotiator({ headers: headers as Record<string, string> }).mediaType([...types]);

/**
 * The language of those that there are which a reader is served best with (RFC 9110, 12.5.4): by the nearest relative where not by the
 * same tag, so that `zh-CN` reads `zh-Hans`. The first one where nobody says, or nothing fits.
 */
export const preferredLanguage = <Language extends string>(headers: Headers, languages: readonly [Language, ...Language[]]): Language => {
  const wanted = new Negotiator({ headers: headers as Record<string, string> }).languages().filter(isLanguageTag);
  return match(wanted, languages, languages[0]) as Language;
};

/**
 * Whether the client has the answer of this tag already (RFC 9110, 13.1.2). `Cache-Control: no-cache` is said to caches, and `fetch` says it
 * whenever `If-None-Match` is set by hand: the question whether the tag still holds is answered all the same.
 */
export const hasAlready = (headers: Headers, etag: string): boolean => fresh({ 'if-none-match': headers['if-none-match'] }, { etag });

const isLanguageTag = (text: string): boolean => {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
};
