import { type RecordedEvent } from '#libs/kernel/message.js';
import { type InteractionEntry } from '#libs/read-models/interaction-log/interaction-log.js';
import { type PassedOn } from '#libs/read-models/people-risk/people-risk.js';

/** What one person shared: `from` knew it, and `to` used it, was there too, or had it passed on. */
export interface SharingEdge {
  readonly from: string;
  readonly to: string;
  /** Facts of `from` that `to` named as evidence of what was told later. */
  readonly used: number;
  /** Contacts that both took part in. */
  readonly together: number;
  readonly passedOn: number;
}

/** Somebody who knows something of an account. */
export interface Sharer {
  readonly person: string;
  /** Facts that the person told. */
  readonly told: number;
  readonly contacts: number;
  /** The person is in no line of the graph: whatever is known here is known here alone. */
  readonly silo: boolean;
}

/** Who shares what is known of an account, and who does not. Rates are parts of one; null where there is nothing. */
export interface Sharing {
  readonly people: readonly Sharer[];
  readonly edges: readonly SharingEdge[];
  /** The share of contacts of which more than one of ours knows. */
  readonly contactsShared: number | null;
  /** The share of facts with evidence that rest on what somebody else told. */
  readonly evidenceShared: number | null;
  readonly silos: readonly string[];
}

/** People and lines that one answer names. */
const SHARING_MAX = 200;

/** Events as they were written: who told them is told by none of their corrections. */
export class ToldFacts {
  readonly #tellers = new Map<string, string>();
  readonly told = new Map<string, number>();
  readonly uses = new Map<string, number>();
  withEvidence = 0;
  resting = 0;

  add({ id, meta: { actor, evidence = [] } }: RecordedEvent): void {
    this.#tellers.set(id, actor);
    this.told.set(actor, (this.told.get(actor) ?? 0) + 1);
    if (evidence.length === 0) return;
    this.withEvidence += 1;
    const others = new Set(evidence.flatMap((one) => this.#tellers.get(one) ?? []).filter((teller) => teller !== actor));
    if (others.size > 0) this.resting += 1;
    for (const teller of others) this.uses.set(`${teller}\n${actor}`, (this.uses.get(`${teller}\n${actor}`) ?? 0) + 1);
  }
}

/** The graph of an account: people by the names under which they told, which are those of employees where these tell themselves. */
export const sharingOf = (facts: ToldFacts, entries: readonly InteractionEntry[], passedOn: readonly PassedOn[]): Sharing => {
  const edges = new Map<string, SharingEdge>();
  const add = (from: string, to: string, more: Partial<SharingEdge>): void => {
    const { used, together, passedOn: passed } = edges.get(`${from}\n${to}`) ?? { used: 0, together: 0, passedOn: 0 };
    const sum = { used: used + (more.used ?? 0), together: together + (more.together ?? 0), passedOn: passed + (more.passedOn ?? 0) };
    edges.set(`${from}\n${to}`, { from, to, ...sum });
  };
  for (const [pair, used] of facts.uses) add(...(pair.split('\n') as [string, string]), { used });
  for (const { from, to } of passedOn) add(from, to, { passedOn: 1 });
  for (const { ours } of entries) for (const from of ours) for (const to of ours) if (from < to) add(from, to, { together: 1 });
  const linked = new Set([...edges.values()].flatMap(({ from, to }) => [from, to]));
  const names = [...new Set([...facts.told.keys(), ...entries.flatMap(({ ours }) => ours)])].toSorted();
  const people = names.map((person) => ({
    person,
    told: facts.told.get(person) ?? 0,
    contacts: entries.filter(({ ours }) => ours.includes(person)).length,
    silo: !linked.has(person),
  }));
  const known = entries.filter(({ ours }) => ours.length > 0);
  const isShared = ({ ours, day }: InteractionEntry): boolean =>
    ours.length > 1 || passedOn.some(({ from, to, on }) => ours[0] === from && ours[0] !== to && on >= day);
  return {
    people: people.slice(0, SHARING_MAX),
    edges: [...edges.values()].slice(0, SHARING_MAX),
    contactsShared: known.length === 0 ? null : known.filter(isShared).length / known.length,
    evidenceShared: facts.withEvidence === 0 ? null : facts.resting / facts.withEvidence,
    silos: people
      .filter(({ silo }) => silo)
      .map(({ person }) => person)
      .slice(0, SHARING_MAX),
  };
};
