import { type Aggregate, type Command, type Context, type Decision, type Facet, type Need, type State } from './decider.js';
import { InvariantBroken } from './errors.js';
import { type Fact, type MessageMap } from './message.js';
import { type Rejection } from './rejection.js';

/** Any facet; its parameter types are erased so that facets of different slices stand side by side in one registry. */
export type AnyFacet = Pick<Facet<string, unknown, never, never, string>, 'name' | 'initial'> & {
  readonly decide: Readonly<Record<string, unknown>>;
  readonly evolve: Readonly<Record<string, unknown>>;
};

type Rule = (command: Command<MessageMap>, state: State, context: Context) => Decision<MessageMap, string>;
type Fold = (slice: unknown, event: Fact<MessageMap>) => unknown;

/** A rule that every command of an aggregate must pass before its own; it may ask for other streams as any rule may. */
export type Admission = (command: Command<MessageMap>, state: State, context: Context) => Rejection | Need | undefined;

/**
 * Puts facets together into the aggregate of one category of streams. `coordination` names the stream that serialises the changes of a
 * command's type, where it has one.
 * @throws InvariantBroken when two facets claim one command, one event or one name
 */
export const compose = (
  category: string,
  facets: readonly AnyFacet[],
  admit: Admission = () => undefined,
  coordination: Aggregate['coordination'] = () => undefined,
): Aggregate => {
  const rules = unique(facets, (facet) => facet.decide) as ReadonlyMap<string, { facet: AnyFacet; entry: Rule }>;
  const folds = unique(facets, (facet) => facet.evolve) as ReadonlyMap<string, { facet: AnyFacet; entry: Fold }>;
  const initial = Object.fromEntries(facets.map((facet) => [facet.name, facet.initial]));
  if (Object.keys(initial).length !== facets.length) throw new InvariantBroken(`Two facets of ${category} share a name.`);
  return {
    category,
    coordination,
    initial,
    commandTypes: [...rules.keys()],
    eventTypes: [...folds.keys()],
    decide: (command, state, context) => {
      const rule = rules.get(command.type);
      if (rule === undefined)
        throw new InvariantBroken(`${category} has no rule for ${command.type}: the doors let an unknown command pass.`);
      const refusal = admit(command, state, context);
      return refusal ?? rule.entry(command, state, context);
    },
    evolve: (state, event) => {
      const fold = folds.get(event.type);
      return fold === undefined ? state : { ...state, [fold.facet.name]: fold.entry(state[fold.facet.name], event) };
    },
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
