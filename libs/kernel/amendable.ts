import { AMENDMENT_TYPES, type AmendmentCommands } from './amend.js';
import { type Admission, type Amending, type FactRules } from './amending.js';
import { decideAmendment } from './decide-amendment.js';
import { type Aggregate, type Command } from './decider.js';

/** An aggregate whose facts can be withdrawn and corrected. */
export const amendable = (aggregate: Aggregate, facts: FactRules, admit: Admission, amending: Amending): Aggregate => {
  const amendments = { ...AMENDMENT_TYPES, ...amending.types };
  const commandTypes: readonly (keyof AmendmentCommands)[] = ['WithdrawFact', 'CorrectFact'];
  const made: Aggregate = {
    ...aggregate,
    commandTypes: [...aggregate.commandTypes, ...commandTypes],
    eventTypes: [...aggregate.eventTypes, ...Object.keys(AMENDMENT_TYPES)],
    amendments,
    decide: (command, state, context) =>
      commandTypes.some((type) => type === command.type)
        ? (admit(command, state, context)
          ?? amending.admit?.(command, state, context)
          ?? decideAmendment({ aggregate: made, facts, admit, amending }, command as Command<AmendmentCommands>, state, context))
        : aggregate.decide(command, state, context),
  };
  return made;
};
