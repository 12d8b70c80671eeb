import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { own } from '#libs/kernel/own.js';
import { type Projection } from '#libs/kernel/projection.js';
import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { type DatedLine, entryAt, withValue } from '#libs/domain/dated-line.js';
import { type PolicyDocument } from '#libs/domain/policy/documents.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';

/** What was said of a field, and where it comes from. */
export interface Statement {
  readonly value: string;
  /** When it was so, as it was told. */
  readonly told: Instant;
  readonly source?: string;
  readonly actor: string;
}

/** The dossier of an account: what is known in each section, from which day on. */
export interface DossierDocument {
  readonly accountId: string;
  /** By section and field; each line keeps its latest {@link LINE_MAX} statements. At most {@link FIELDS_MAX} fields a section. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, DatedLine<Statement>>>>>;
}

export const SECTIONS_MAX = 50;
export const FIELDS_MAX = 100;
export const LINE_MAX = 10;

type Events = Pick<ProfileEvents, 'AccountOpened' | 'DossierSectionUpdated'>;

/** Every account's dossier. What was said at the opening stands in section `general`. */
export const dossier: Projection<DossierDocument, Events> = {
  name: 'dossier',
  version: 1,
  gathers: 'one-stream',
  indexes: [['accountId']],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    AccountOpened: (document, event) => {
      const { splitFrom: _, ...general } = event.data;
      return said(document, event, GENERAL, general, event.meta.occurredAt);
    },
    DossierSectionUpdated: (document, event) =>
      said(document, event, event.data.section, event.data.fields, event.data.validAt ?? event.meta.occurredAt),
  },
};

const GENERAL = 'general';

const said = (
  document: DossierDocument | undefined,
  { stream, meta }: Fact<Events>,
  section: string,
  fields: Readonly<Record<string, string>>,
  since: Instant | Day,
): DossierDocument => {
  const { accountId, sections } = document ?? { accountId: idOf(stream), sections: {} };
  const known = own(sections, section) ?? {};
  if (own(sections, section) === undefined && Object.keys(sections).length >= SECTIONS_MAX) return { accountId, sections };
  const lines = new Map(Object.entries(known));
  for (const [field, value] of Object.entries(fields)) {
    const line = lines.get(field);
    if (line === undefined && lines.size >= FIELDS_MAX) continue;
    const statement = { value, told: meta.occurredAt, ...(meta.source === undefined ? {} : { source: meta.source }), actor: meta.actor };
    lines.set(field, withValue(line ?? [], statement, since).slice(-LINE_MAX));
  }
  return { accountId, sections: { ...sections, [section]: Object.fromEntries(lines) } };
};

/** A field as it stands on a day. */
export interface DossierFieldLine extends Statement {
  readonly field: string;
  /** From when on it holds. */
  readonly since: Instant | Day;
  /** Since that day nobody has said it anew. */
  readonly ageDays: number;
  readonly stale: boolean;
}

/** A dossier as it stands on a day, judged by policy `dossier`. */
export interface DossierState {
  readonly sections: readonly { readonly section: string; readonly fields: readonly DossierFieldLine[] }[];
  /** Share of what policy `dossier` requires that is there and fresh, 0–1. */
  readonly completeness: number;
  readonly completenessMin: number;
  readonly complete: boolean;
  /** What is required and was never told. */
  readonly missing: readonly string[];
  /** What is required and too old. */
  readonly stale: readonly string[];
}

/** What a dossier says on a day, and how much of what is required that is. */
export const dossierOn = (
  { sections }: Pick<DossierDocument, 'sections'>,
  { today, until }: { readonly today: Day; readonly until: Instant },
  { required, completenessMin, staleAfterDays }: PolicyDocument<'dossier'>,
): DossierState => {
  const told = Object.entries(sections).map(([section, fields]) => ({
    section,
    fields: Object.entries(fields).flatMap(([field, line]): readonly DossierFieldLine[] => {
      const entry = entryAt(line, until);
      if (entry === undefined) return [];
      const ageDays = Math.max(0, calendarDaysBetween(entry.since, today));
      return [{ ...entry.value, field, since: entry.since, ageDays, stale: ageDays > staleAfterDays }];
    }),
  }));
  const fieldsOf = (path: string): readonly DossierFieldLine[] => {
    const [section, ...field] = path.split('/');
    const fields = told.find((one) => one.section === section)?.fields ?? [];
    return field.length === 0 ? fields : fields.filter((one) => one.field === field.join('/'));
  };
  const missing = required.filter((path) => fieldsOf(path).length === 0);
  const stale = required.filter((path) => fieldsOf(path).length > 0 && fieldsOf(path).every((one) => one.stale));
  const completeness = (required.length - missing.length - stale.length) / required.length;
  return {
    sections: told.filter(({ fields }) => fields.length > 0).toSorted((left, right) => (left.section < right.section ? -1 : 1)),
    completeness,
    completenessMin,
    complete: completeness >= completenessMin,
    missing,
    stale,
  };
};
