import { type Instant } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';
import { type AsOf, type Moment } from './answers.js';
import { PAGE, type Parameters, PAST, type ValuesOf } from './parameters.js';
import { type Sources } from './sources.js';
import { type View } from './view.js';

/**
 * A question, declared once, as data. Its route, the check of its parameters, its description in OpenAPI, the schema of its answer and
 * its part of the reference follow. `asOf` and `time`, and `limit` and `cursor` where it has pages, are understood for all alike.
 */
export interface Declaration<P extends Parameters, R extends ReadModels, Body extends object> {
  /** `Accounts` stands for the operation `getAccounts` and for the type and schema `AccountsAnswer`. */
  readonly name: string;
  /** Where it is asked; a question about one account has the account's id in it: `/v1/accounts/{id}`. */
  readonly path: string;
  /** One line for people. */
  readonly summary: string;
  /** What it takes beside what all questions take. */
  readonly parameters?: P;
  /** The read models that it asks, as they are or as they were; none: it asks the log itself. */
  readonly read?: R;
  /** It is read page by page. */
  readonly paged?: true;
  /** It is about now and cannot be asked of the past. */
  readonly nowOnly?: true;
  /** It is also answered as a stream of its changes. */
  readonly live?: true;
  /** The answer. What it contains (`asOf`) is said beside it, unless it says so itself. */
  readonly answer: (asked: Asked<P, R>) => Promise<Body>;
}

/** Read models under the names by which a question calls them. */
export type ReadModels = Readonly<Record<string, AnyProjection>>;

/** No read models, or no parameters. */
export type None = Readonly<Record<never, never>>;

/** The documents of a read model. */
export type DocumentOf<Model> = Model extends Projection<infer Document, infer _Events> ? Document : never;

/** What a question is answered from: the views of its read models, and what is known whatever they are. */
export type Asked<P extends Parameters, R extends ReadModels> = Circumstances<P> & {
  readonly [N in keyof R]: View<DocumentOf<R[N]>>;
};

/** What is known of a question that is being asked. */
export interface Circumstances<P extends Parameters = Parameters> {
  /** Of the account that it is about, else empty. */
  readonly id: string;
  /** That account first, then those that it has absorbed, directly or by way of others, at the moment that was asked for. */
  readonly spokenFor: readonly string[];
  readonly parameters: ValuesOf<P> & ValuesOf<typeof PAST> & ValuesOf<typeof PAGE>;
  /** The moment that was asked for; absent: now. */
  readonly moment: Moment | undefined;
  /** The moment that ages and due days are counted to: the one asked for, or now. */
  readonly until: Instant;
  /** The language of texts in the answer. */
  readonly language: string;
  readonly sources: Sources;
}

/** A declared question as it is served. */
export interface Question<Answer extends object = object> {
  readonly name: string;
  readonly path: string;
  readonly summary: string;
  /** All that it takes. */
  readonly parameters: Parameters;
  readonly read: ReadModels;
  readonly live: boolean;
  /** Takes {@link Asked} of its own parameters and read models. */
  readonly answer: (asked: never) => Promise<Omit<Answer, 'asOf'>>;
}

/** Declares a question. */
export const question = <Body extends object, const P extends Parameters = None, const R extends ReadModels = None>(
  declaration: Declaration<P, R, Body>,
): Question<Body extends { readonly asOf: AsOf } ? Body : Body & { readonly asOf: AsOf }> => {
  const { name, path, summary, parameters, read = {}, paged, nowOnly, live = false, answer } = declaration;
  return {
    name,
    path,
    summary,
    parameters: { ...(nowOnly ? {} : PAST), ...(paged ? PAGE : {}), ...parameters },
    read,
    live,
    answer: answer as Question['answer'] as never,
  };
};

/** Whether a question is about one account. */
export const isAboutAccount = ({ path }: Pick<Question, 'path'>): boolean => path.includes('{id}');
