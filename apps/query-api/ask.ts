import { collectionFor } from '#libs/kernel/ports.js';
import { collections } from '#libs/read-models/registry.js';
import { spokenFor as accountsSpokenFor } from './absorbed.js';
import { type AsOf, olderOf } from './answers.js';
import { freshnessAtHead } from './freshness.js';
import { momentOf, type PAST, type ValuesOf } from './parameters.js';
import { isAboutAccount, type Question } from './question.js';
import { timeZoneOf } from './reporting.js';
import { inTurn } from './turns.js';
import { type Sources } from './sources.js';
import { openView, type Scope, type View } from './view.js';

/** What a sender says: whom the question is about, the parameters in their checked form, and the language to answer in. */
export interface Sent {
  readonly id: string;
  readonly language: string;
  readonly parameters: ValuesOf<typeof PAST>;
}

/** Any answer: it says what it contains. */
export type Answer = object & { readonly asOf: AsOf };

/**
 * Answers a declared question, of now or of the moment that its parameters name: opens the views, asks, and says what the answer contains.
 * @throws Problem for what is not there, or where too many questions about the past of everything wait
 */
export const ask = async (question: Question, sources: Sources, sent: Sent): Promise<Answer> => {
  const moment = momentOf(sent.parameters, await timeZoneOf(sources));
  const until = moment?.at ?? sources.now().toISOString();
  const models = Object.entries(question.read);
  const isAboutOne = isAboutAccount(question);
  const answer = async (): Promise<Answer> => {
    const spokenFor = isAboutOne && models.length > 0 ? await accountsSpokenFor(sources, sent.id, moment) : [sent.id];
    const scope: Scope = isAboutOne ? { streams: spokenFor.map((id) => `account-${id}`) } : 'everything';
    await using opened = new AsyncDisposableStack();
    const views: Record<string, View<object>> = {};
    for (const [name, model] of models) views[name] = opened.use(await openView<object>(sources, model, scope, moment));
    // Before the log is read: what is written meanwhile may be in the answer, and what the answer claims certainly is.
    const asOf =
      models.length === 0
        ? await freshnessAtHead(sources.store, moment)
        : Object.values(views)
            .map((view) => view.asOf)
            .reduce(olderOf);
    const body = await question.answer({ ...views, ...sent, spokenFor, moment, until, sources } as never);
    return 'asOf' in body ? (body as Answer) : { ...body, asOf };
  };
  return !isAboutOne && models.length > 0 ? inTurn(sources, moment, answer) : answer();
};

/** The collections whose movement may change the answer: those of its read models; where it asks the log, all. */
export const collectionsBehind = ({ read }: Question): readonly string[] => {
  const models = Object.values(read);
  return (models.length === 0 ? collections : models.map(collectionFor)).map(({ name }) => name);
};
