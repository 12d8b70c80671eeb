import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** The version of the package that this file belongs to, as source and as built. */
export const version = (): string => {
  const { version: text } = JSON.parse(readFileSync(findPackageJSON(import.meta.url)!, 'utf8')) as { readonly version: string };
  return text;
};
