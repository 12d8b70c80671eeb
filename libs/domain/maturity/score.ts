import { maturityBand, type MaturityBand, maturityTotal, supportedStage } from '#libs/analytics/stage-score.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { daysBetween } from '../days.js';
import { type MaturityPolicy, type StageEvidencePolicy } from '../policy/documents.js';
import { MATURITY_ITEMS, type MaturityItem, OFFERING_LEVELS, type Stage } from '../values.js';
import { type FactKind, type MaturityFacts, type OnRecord } from './facts.js';

/** The moment up to which facts count, and its day in the company's time zone. */
export interface Asked {
  readonly at: Instant;
  readonly day: Day;
}

/** What an item came to, and why: whoever doubts the points follows the evidence. */
export interface ItemScore {
  readonly item: MaturityItem;
  /** 1–4: what counts. */
  readonly score: number;
  /** What the facts come to, where somebody scores the item otherwise for a time: see `override`. */
  readonly byFacts?: number;
  readonly override?: { readonly until: Day; readonly event: string };
  /** What was counted; what is not known is not there. */
  readonly inputs: Inputs;
  /** What the policy asks for the points by the facts, and for one more; absent: nothing is asked for 1, and there is none above 4. */
  readonly rule: { readonly asked?: Inputs; readonly next?: Inputs };
  /** The events that it rests on, the latest {@link EVIDENCE_KEPT}, oldest first. */
  readonly evidence: readonly string[];
}

/** Counted things, shares and marks by their names. */
export type Inputs = Readonly<Record<string, number>>;

/** Maturity as the facts have it at a moment. */
export interface Maturity {
  /** In the order of the items. */
  readonly items: readonly ItemScore[];
  /** 6–24 points. */
  readonly total: number;
  readonly band: MaturityBand;
}

/** Events that an item names as what it rests on. */
export const EVIDENCE_KEPT = 12;

/** What of the record an item counts. */
interface Reading {
  readonly inputs: Inputs;
  readonly rests: readonly OnRecord[];
}

type Read<Item extends MaturityItem> = (facts: MaturityFacts, asked: Asked, policy: MaturityPolicy[Item]) => Reading;

/**
 * The six items, scored from the facts under a policy: the one function that whoever reviews, shows or tries a policy asks. The more an
 * item comes to, the more points: every level must be reached before the next one counts.
 */
export const maturityOf = (facts: MaturityFacts, asked: Asked, policy: MaturityPolicy): Maturity => {
  const items = MATURITY_ITEMS.map((item) => scored(item, facts, asked, policy));
  const total = maturityTotal(Object.fromEntries(items.map(({ item, score }) => [item, score])));
  return { items, total, band: maturityBand(total, policy.bands) };
};

/** The highest stage for which a sum of points is enough; what else a stage asks for is not looked at. */
export const stageFor = (total: number, { value, strategic }: StageEvidencePolicy): Stage =>
  supportedStage(total, { value: value.scoreMin, strategic: strategic.scoreMin });

const scored = (item: MaturityItem, facts: MaturityFacts, asked: Asked, policy: MaturityPolicy): ItemScore => {
  const { inputs, rests } = (readings[item] as Read<MaturityItem>)(facts, asked, policy[item]);
  const { two, three, four } = policy[item].levels as Readonly<Record<'two' | 'three' | 'four', Inputs>>;
  const minima = [two, three, four];
  const missed = minima.findIndex((least) => !reaches(inputs, least));
  const byFacts = missed < 0 ? minima.length + 1 : missed + 1;
  const [reached, next] = [minima[byFacts - 2], minima[byFacts - 1]];
  const rule = { ...(reached === undefined ? {} : { asked: reached }), ...(next === undefined ? {} : { next }) };
  const evidence = [...new Set(inOrder(rests).map(({ event }) => event))].slice(-EVIDENCE_KEPT);
  const override = recent(facts, 'override', asked, Infinity).find(({ key }) => key === item);
  if (override?.until === undefined || typeof override.value !== 'number') return { item, score: byFacts, inputs, rule, evidence };
  return { item, score: override.value, byFacts, override: { until: override.until, event: override.event }, inputs, rule, evidence };
};

/** What is not known stands in nobody's way: how much is known is an input of its own. */
const reaches = (inputs: Inputs, least: Inputs): boolean =>
  Object.entries(least).every(([name, minimum]) => inputs[name] === undefined || inputs[name] >= minimum);

/** What of a kind was said by then, not longer ago than so many days, and is good still. */
const recent = (facts: MaturityFacts, of: FactKind, { at, day }: Asked, withinDays: number): readonly OnRecord[] =>
  (facts[of] ?? []).filter(
    (known) =>
      known.at <= at
      && known.value !== null
      && daysBetween(known.day, day) <= withinDays
      && (known.until === undefined || known.until >= day),
  );

const inOrder = (rests: readonly OnRecord[]): readonly OnRecord[] =>
  rests.toSorted((one, other) => Number(one.at > other.at) - Number(one.at < other.at));

/** Contacts by the ids that they go by, where their names have some; who is there no more is none. */
const contactsIn = (facts: MaturityFacts, asked: Asked, windowDays: number): ReadonlyMap<string, OnRecord> => {
  const ids = new Map((facts.contactName ?? []).map(({ key, value }) => [key, String(value)]));
  const departed = new Set(recent(facts, 'departed', asked, Infinity).map(({ key }) => key));
  const spoke = recent(facts, 'contact', asked, windowDays).map((known) => [ids.get(known.key) ?? known.key, known] as const);
  return new Map(spoke.filter(([id]) => !departed.has(id)));
};

const readings: { readonly [Item in MaturityItem]: Read<Item> } = {
  /** Who of theirs and who of ours spoke with the others. */
  contactStructure: (facts, asked, { windowDays }) => {
    const contacts = contactsIn(facts, asked, windowDays);
    const people = recent(facts, 'ourPerson', asked, windowDays);
    return { inputs: { contacts: contacts.size, ourPeople: people.length }, rests: [...contacts.values(), ...people] };
  },

  /** A function is covered where somebody of it took part: by the department in the account's team, and by that of their contact. */
  functions: (facts, asked, { windowDays }) => {
    const spoke = new Map(recent(facts, 'ourPerson', asked, windowDays).map((known) => [known.key, known]));
    const contacts = contactsIn(facts, asked, windowDays);
    const covered = (of: FactKind, seen: ReadonlyMap<string, OnRecord>) =>
      recent(facts, of, asked, Infinity).flatMap((known) => {
        const talk = seen.get(known.key);
        return talk === undefined ? [] : [{ known, talk }];
      });
    const [ours, theirs] = [covered('ourFunction', spoke), covered('theirFunction', contacts)];
    const distinct = (of: typeof ours) => new Set(of.map(({ known }) => known.value)).size;
    return {
      inputs: { ours: distinct(ours), theirs: distinct(theirs) },
      rests: [...ours, ...theirs].flatMap(({ known, talk }) => [known, talk]),
    };
  },

  /** Meetings of executives that lie well apart: how regular they are, and not how often two met in one week. */
  executiveCadence: (facts, asked, { windowDays, apartDays }) => {
    const counted: OnRecord[] = [];
    for (const touch of recent(facts, 'executive', asked, windowDays))
      if (counted.length === 0 || daysBetween(counted.at(-1)!.day, touch.day) >= apartDays) counted.push(touch);
    return { inputs: { meetings: counted.length }, rests: counted };
  },

  /** The latest level of what we offer, 1–4, and what was made for them alone. Who recorded none is offered products. */
  offering: (facts, asked, { expiryDays }) => {
    const level = recent(facts, 'offering', asked, expiryDays).at(-1);
    const made = (['tailored', 'development', 'alliance'] as const).flatMap((of) => recent(facts, of, asked, expiryDays));
    const offering =
      1
      + Math.max(
        0,
        OFFERING_LEVELS.findIndex((known) => known === level?.value),
      );
    return { inputs: { offering, differentiated: made.length }, rests: [...made, ...(level === undefined ? [] : [level])] };
  },

  /** Kinds of information that flow, and of what is planned and done in common. */
  informationSharing: (facts, asked, { expiry }) => {
    const days = expiry as Readonly<Record<string, number>>;
    const within = (of: FactKind) =>
      recent(facts, of, asked, Infinity).filter(({ key, day }) => daysBetween(day, asked.day) <= (days[key] ?? Infinity));
    const [shared, plans] = [within('shared'), within('joint')];
    const alliance = recent(facts, 'alliance', asked, expiry.alliance);
    const development = recent(facts, 'development', asked, expiry['joint-development']);
    const joint = plans.length + Number(alliance.length > 0) + Number(development.length > 0);
    return {
      inputs: { kinds: shared.length + joint, shared: shared.length, joint },
      rests: [...shared, ...plans, ...alliance, ...development],
    };
  },

  /** What became of promises and complaints, how content they are, and what they say of their trust; as much of it as is known. */
  trust: (facts, asked, { windowDays, openComplaintDays }) => {
    const promises = recent(facts, 'promise', asked, Infinity).filter(({ value, due, day }) => {
      const settledOn = value === 'open' ? due! : day;
      return daysBetween(settledOn, asked.day) <= windowDays && (value !== 'open' || due! < asked.day);
    });
    const complaints = recent(facts, 'complaint', asked, windowDays).filter(
      ({ value, day }) => value === 'handled' || daysBetween(day, asked.day) > openComplaintDays,
    );
    const satisfaction = recent(facts, 'satisfaction', asked, windowDays);
    const trust = recent(facts, 'trust', asked, windowDays);
    const known = {
      promisesKept: shareOf(promises, ({ value }) => value === 'in-time'),
      complaintsHandled: shareOf(complaints, ({ value }) => value === 'handled'),
      satisfaction: meanOf(satisfaction),
      trust: meanOf(trust),
    };
    const signals = Object.entries(known).filter((entry): entry is [string, number] => entry[1] !== undefined);
    return {
      inputs: { signals: signals.length, ...Object.fromEntries(signals) },
      rests: [...promises, ...complaints, ...satisfaction, ...trust],
    };
  },
};

const shareOf = (known: readonly OnRecord[], holds: (known: OnRecord) => boolean): number | undefined =>
  known.length === 0 ? undefined : rounded(known.filter(holds).length / known.length);

const meanOf = (known: readonly OnRecord[]): number | undefined =>
  known.length === 0 ? undefined : rounded(known.reduce((sum, { value }) => sum + Number(value), 0) / known.length);

/** Inputs are stored with a review: thousandths say all that a threshold can ask for. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
