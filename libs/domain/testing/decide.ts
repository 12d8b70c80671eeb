import { type Facet } from '#libs/kernel/decider.js';
import { type Message, type MessageMap } from '#libs/kernel/message.js';
import { decider as bare, NOON, type Past, type World } from '#libs/kernel/testing/decider.js';
import { admit } from '../admission.js';
import { open, policies } from './world.js';

/** As the kernel's, with what every command of an account must pass before its rule; the account is open unless `around` says otherwise. */
export const decider = <
  Name extends string,
  Slice,
  Commands extends MessageMap,
  Events extends MessageMap,
  Code extends string,
  Needs extends { readonly [N in Name]: Slice },
>(
  facet: Facet<Name, Slice, Commands, Events, Code, Needs>,
  around: Omit<Needs, Name> & Readonly<Record<string, unknown>>,
) => {
  const facetOnly = bare(facet, { profile: open, ...around }, admit);
  return {
    given: (...events: readonly Past<Events>[]) => {
      const history = facetOnly.given(...events);
      return {
        slice: history.slice,
        when: (command: Message<Commands>, world: World = {}) =>
          history.when(command, { now: world.occurredAt ?? NOON, ...world, policies: { ...policies, ...world.policies } }),
      };
    },
  };
};
