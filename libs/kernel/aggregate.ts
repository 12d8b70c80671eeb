import { type Changes } from './amend.js';
import { amendable } from './amendable.js';
import { type Admission, type Amending, type FactRules } from './amending.js';
import { type Aggregate, type Command, type Context, type Decision, type Facet, isNeed, type State } from './decider.js';
import { InvariantBroken } from './errors.js';
import { type Fact, type MessageMap } from './message.js';

/** Any facet; its parameter types are erased so that facets of different slices stand side by side in one registry. */
export type AnyFacet = Pick<Facet<string, unknown, never, never, string>, 'name' | 'initial'> & {
  readonly decide: Readonly<Record<string, unknown>>;
  readonly evolve: Readonly<Record<string, unknown>>;
  readonly withdrawn?: Readonly<Record<string, unknown>>;
  readonly check?: unknown;
  readonly derived?: unknown;
  readonly introduces?: unknown;
  readonly refersTo?: unknown;
  readonly invariants?: unknown;
};

type Rule = (command: Command<MessageMap>, state: State, context: Context) => Decision<MessageMap, string>;
type Fold = (slice: unknown, event: Fact<MessageMap>) => unknown;
type Folds = ReadonlyMap<string, { readonly facet: AnyFacet; readonly entry: Fold }>;

/**
 * Puts facets together into the aggregate of one category of streams. Where `amending` is given, its facts can be withdrawn and
 * corrected (amendable.ts). `coordination` names the stream that serialises the changes of a command's type, where it has one.
 * @throws InvariantBroken when two facets claim one command, one event or one name
 */
export const compose = (
  category: string,
  facets: readonly AnyFacet[],
  admit: Admission = () => undefined,
  amending?: Amending,
  coordination: Aggregate['coordination'] = () => undefined,
): Aggregate => {
  const rules = unique(facets, (facet) => facet.decide) as ReadonlyMap<string, { facet: AnyFacet; entry: Rule }>;
  const folds = unique(facets, (facet) => facet.evolve) as Folds;
  const remains = unique(facets, (facet) => facet.withdrawn ?? {}) as Folds;
  const initial = Object.fromEntries(facets.map((facet) => [facet.name, facet.initial]));
  if (Object.keys(initial).length !== facets.length) throw new InvariantBroken(`Two facets of ${category} share a name.`);
  const aggregate: Aggregate = {
    category,
    coordination,
    initial,
    commandTypes: [...rules.keys()],
    eventTypes: [...folds.keys()],
    amendments: {},
    decide: (command, state, context) => {
      const rule = rules.get(command.type);
      if (rule === undefined)
        throw new InvariantBroken(`${category} has no rule for ${command.type}: the doors let an unknown command pass.`);
      const refusal = admit(command, state, context);
      return refusal ?? rule.entry(command, state, context);
    },
    evolve: (state, event) => evolveBy(folds, state, event),
    evolveWithdrawn: (state, event) => evolveBy(remains, state, event),
  };
  return amending === undefined ? aggregate : amendable(aggregate, factRules(facets, folds, amending.facts), admit, amending);
};

const evolveBy = (folds: Folds, state: State, event: Fact<MessageMap>): State => {
  const fold = folds.get(event.type);
  return fold === undefined ? state : { ...state, [fold.facet.name]: fold.entry(state[fold.facet.name], event) };
};

/** What is said about facts: of all of them together, and by each facet about its own. */
const factRules = (facets: readonly AnyFacet[], folds: Folds, common: Partial<FactRules> = {}): FactRules => {
  const saying = ({ type }: { readonly type: string }) => [common, folds.get(type)?.facet as Partial<FactRules> | undefined];
  return {
    check: (event, at, context) => {
      const answers = saying(event).map((rules) => rules?.check?.(event, at, context) ?? []);
      return answers.find((answer) => isNeed(answer)) ?? answers.flatMap((answer) => (isNeed(answer) ? [] : answer));
    },
    derived: (event) => Object.assign({}, ...saying(event).map((rules) => rules?.derived?.(event) ?? {})) as Changes,
    introduces: (event) => saying(event).flatMap((rules) => rules?.introduces?.(event) ?? []),
    refersTo: (event) => saying(event).flatMap((rules) => rules?.refersTo?.(event) ?? []),
    invariants: (state) => [common, ...(facets as readonly Partial<FactRules>[])].flatMap((rules) => rules.invariants?.(state) ?? []),
  };
};

const unique = (facets: readonly AnyFacet[], of: (facet: AnyFacet) => Readonly<Record<string, unknown>>) => {
  const found = new Map<string, { facet: AnyFacet; entry: unknown }>();
  for (const facet of facets) {
    for (const [type, entry] of Object.entries(of(facet))) {
      const taken = found.get(type);
      if (taken) throw new InvariantBroken(`${type} belongs to ${taken.facet.name} and to ${facet.name}: one facet owns a message.`);
      found.set(type, { facet, entry });
    }
  }
  return found;
};
