import { type AnyFacet } from '#libs/kernel/aggregate.js';
import { type Context, type Fault, type Need, type Reference } from '#libs/kernel/decider.js';
import { checkFields, type Fields, idsIn } from '#libs/kernel/fields.js';
import { type Instant } from '#libs/kernel/message.js';
import { type FacetMessages } from './messages.js';
import { faultyReferences } from './references.js';

interface Said {
  readonly type: string;
  readonly data: object;
}

/** What may be an id and may be words: it rests on nothing. */
const IN_WORDS = 'contact';

/** A facet with what follows from the declarations of its events: their form, the ids that they give, and the ids that they name. */
export const declared = <Kind extends AnyFacet>(facet: Kind, { events }: FacetMessages): Kind => {
  const fieldsOf = ({ type }: Said): Fields => events[type]?.fields ?? {};
  const ids = (event: Said, of: 'introduces' | 'refersTo'): readonly Reference[] =>
    idsIn(fieldsOf(event), event.data as Readonly<Record<string, unknown>>, of)
      .filter(({ what }) => what !== IN_WORDS)
      .map(({ what, id, pointer }) => ({ kind: what, id, pointer }));
  return {
    ...facet,
    check: (event: Said, at: Instant, context: Context): readonly Fault[] | Need => {
      const complaints = checkFields(fieldsOf(event), event.data, '');
      return complaints.length > 0 ? complaints : faultyReferences(fieldsOf(event), event.data, at, context);
    },
    introduces: (event: Said) => ids(event, 'introduces'),
    refersTo: (event: Said) => ids(event, 'refersTo'),
  };
};
