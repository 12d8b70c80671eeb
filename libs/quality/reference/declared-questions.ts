import { QUESTIONS } from '#apps/query-api/every-question.js';
import { type DeclaredQuestion } from '#libs/contracts/questions.js';

/** The declared questions as data, for those who ask and must not know what answers: the command line reads them. */
export const renderDeclaredQuestions = (): string => `${JSON.stringify(QUESTIONS.map(asData), undefined, 2)}\n`;

const asData = ({ name, path, summary, parameters }: (typeof QUESTIONS)[number]): DeclaredQuestion => ({
  name,
  path,
  summary,
  parameters: Object.fromEntries(Object.entries(parameters).map(([one, { allowed, schema }]) => [one, { allowed, schema }])),
});
