import { described, optional } from '#libs/kernel/fields.js';
import { id, integer, like, listOf, text } from '#libs/kernel/kinds.js';
import { command, event, type MessagesOf, when } from '#libs/kernel/messages.js';
import { employee, newId, personId } from '../kinds.js';

const skill = described(like(id, 'negotiation', 'product:pumps'), 'A word of your own; knowledge of a product begins with `product:`.');
const assessment = {
  skill,
  level: described(integer(0, 5, 3, 4, 1), '0 none, 1 beginner, 3 works alone, 5 teaches others.'),
  basis: optional(text(2_000, 'Two negotiations observed')),
};
const anyTraining = like(id, 'harvard', 'pumps-1');
const training = { title: text(200, 'Negotiation by principle', 'Pumps'), skills: listOf(skill, { min: 1 }) };

/** What can have happened to what a person can do. Stored contract. */
export const skillEvents = {
  SkillAssessed: event('Skill assessed', `{skill} at level {level}${when('assessedBy', ' by {assessedBy}')}${when('basis', ': {basis}')}`, {
    ...assessment,
    assessedBy: optional(personId),
  }),
  TrainingCompleted: event('Training completed', '{title}, for {skills}', { trainingId: newId('training', anyTraining), ...training }),
};

/** What may be asked. */
export const skillCommands = {
  AssessSkill: command('How well the person masters something, from then on.', { ...assessment, assessedBy: optional(employee) }),
  CompleteTraining: command('What was learned; whether it helped says the next assessment.', {
    trainingId: optional(newId('training', anyTraining), 'The command id where it is left out.'),
    ...training,
  }),
};

export type SkillEvents = MessagesOf<typeof skillEvents>;
export type SkillCommands = MessagesOf<typeof skillCommands>;
