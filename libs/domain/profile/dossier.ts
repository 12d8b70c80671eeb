import { type Day, type Instant } from '#libs/kernel/message.js';
import { own } from '#libs/kernel/own.js';
import { type DatedLine, entryAt, withValue } from '../dated-line.js';
import { type ProfileEvents } from './messages.js';

/** What a field of the dossier says, and where it was told for which day. */
export interface DossierField {
  readonly value: string;
  readonly validAt?: Day | undefined;
  /** What the field says and said, from when on: `validAt`, else the moment at which it was so. */
  readonly line?: DatedLine<string>;
}

type Section = Readonly<Record<string, DossierField>>;
type Update = ProfileEvents['DossierSectionUpdated'];

/** Whether an update says what the section does not say of that time. */
export const isNews = (section: Section, { fields, validAt }: Update, occurredAt: Instant): boolean => {
  const since = validAt ?? occurredAt;
  return Object.entries(fields).some(([field, value]) => {
    const said = entryAt(own(section, field)?.line ?? [], since);
    return said?.value !== value || (validAt !== undefined && said.since !== since);
  });
};

/** A section with the fields of an update, each in its place by when it holds: they may be told in any order. */
export const updated = (section: Section = {}, { fields, validAt }: Update, occurredAt: Instant): Section => {
  const told = Object.entries(fields).map(([field, value]) => {
    const known = own(section, field);
    const since = validAt ?? occurredAt;
    const line = withValue(known?.line ?? [], value, since);
    const holds = line.at(-1)!.since === since && line.at(-1)!.value === value;
    return [field, holds || known === undefined ? { value, validAt, line } : { ...known, line }] as const;
  });
  return { ...section, ...Object.fromEntries(told) };
};
