import { AMENDMENT_TYPES, type AmendmentCommands } from './amend.js';
import { type Admission, type Amending, type FactRules } from './amending.js';
import { decideAmendment } from './decide-amendment.js';
import { type Aggregate, type Command } from './decider.js';

/** An aggregate whose facts can be withdrawn and corrected. */
export const amendable = (aggregate: Aggregate, facts: FactRules, admit: Admission, amending: Amending): Aggregate => {
  const amendments = { ...AMENDMENT_TYPES, ...amending.types };
  const { withdraw, correct } = amending.commands ?? { withdraw: 'WithdrawFact', correct: 'CorrectFact' };
  const rules: ReadonlyMap<string, keyof AmendmentCommands> = new Map([
    [withdraw, 'WithdrawFact'],
    [correct, 'CorrectFact'],
  ]);
  const made: Aggregate = {
    ...aggregate,
    commandTypes: [...aggregate.commandTypes, ...rules.keys()],
    eventTypes: [...aggregate.eventTypes, ...Object.keys(AMENDMENT_TYPES)],
    amendments,
    decide: (command, state, context) => {
      const type = rules.get(command.type);
      if (type === undefined) return aggregate.decide(command, state, context);
      const asked = { ...command, type } as Command<AmendmentCommands>;
      return (
        admit(command, state, context)
        ?? amending.admit?.(command, state, context)
        ?? decideAmendment({ aggregate: made, facts, admit, amending }, asked, state, context)
      );
    },
  };
  return made;
};
