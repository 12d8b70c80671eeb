import { readFileSync } from 'node:fs';
import { type JsonSchema } from '#libs/kernel/fields.js';
import { fieldsOf, type Shape } from '#libs/contracts/validate.js';
import { type OpenApiPart, problemResponses } from '#libs/platform/openapi.js';
import { type Answers } from './answer-contract.js';
import { EVENT_STREAM } from './accept.js';
import { LIVE_STREAMS_MAX } from './live-answers.js';
import * as contract from './parameters.js';

/** A question: where it is asked, what it means, which parameters it takes, and which schema its answer has. */
interface QueryRoute {
  readonly path: string;
  readonly summary: string;
  readonly parameters?: Shape;
  readonly answer: keyof Answers;
  /** It is also answered as a stream of its changes. */
  readonly live?: true;
}

/** Every route of the query side; a test holds it against the routes that are served. */
export const QUERY_ROUTES: readonly QueryRoute[] = [
  {
    path: '/v1/accounts',
    summary: 'The portfolio: accounts filtered, sorted, page by page',
    parameters: contract.AccountsParameters,
    answer: 'AccountsAnswer',
  },
  {
    path: '/v1/accounts/{id}',
    summary: 'One account as it stands, or as it stood',
    parameters: contract.PastParameters,
    answer: 'AccountAnswer',
  },
  {
    path: '/v1/accounts/{id}/timeline',
    summary: 'What happened to an account, in words',
    parameters: contract.TimelineParameters,
    answer: 'TimelineAnswer',
    live: true,
  },
  {
    path: '/v1/accounts/{id}/maturity',
    summary: 'Stated and supported stage, the gap, and the way there',
    parameters: contract.PastParameters,
    answer: 'MaturityAnswer',
  },
  {
    path: '/v1/accounts/{id}/promises',
    summary: 'Promises by due day, with those that are overdue',
    parameters: contract.PromisesParameters,
    answer: 'PromisesAnswer',
  },
  {
    path: '/v1/accounts/{id}/history',
    summary: 'The events themselves, for auditors',
    parameters: contract.HistoryParameters,
    answer: 'HistoryAnswer',
  },
  {
    path: '/v1/stages',
    summary: 'The portfolio by stage, the transition matrix, time in stage',
    parameters: contract.PastParameters,
    answer: 'StagesAnswer',
  },
  {
    path: '/v1/kpis',
    summary: 'KPIs by company, employee or team, with the owner and the team of that time',
    parameters: contract.KpiParameters,
    answer: 'KpisAnswer',
    live: true,
  },
  {
    path: '/v1/departed-credits',
    summary: 'Facts in the name of somebody who had left by then',
    parameters: contract.PageParameters,
    answer: 'DepartedCreditsAnswer',
  },
  {
    path: '/v1/policies',
    summary: 'Every policy: its versions and the one in force',
    parameters: contract.PastParameters,
    answer: 'PoliciesAnswer',
  },
  { path: '/v1/status', summary: 'Position and lag of every read model, and what is parked', answer: 'StatusAnswer', live: true },
];

/** The query side's part of the OpenAPI document. */
export const queryOpenApi = (): OpenApiPart => ({
  paths: Object.fromEntries(QUERY_ROUTES.map((route) => [route.path, { get: operation(route) }])),
  schemas: answerSchemas(),
});

const operation = ({ path, summary, parameters, answer, live }: QueryRoute): object => ({
  tags: ['queries'],
  summary,
  ...(live && { description: LIVE_FORM }),
  operationId: answer.replace('Answer', '').replace(/^./, (first) => `get${first}`),
  parameters: [
    ...(path.includes('{id}') ? [ACCOUNT_ID] : []),
    ...(parameters ? queryParameters(parameters) : []),
    ...(live ? [LAST_EVENT_ID] : []),
  ],
  responses: {
    200: {
      description: summary,
      content: {
        'application/json': { schema: { $ref: `#/components/schemas/${answer}` } },
        ...(live && { [EVENT_STREAM]: { schema: { type: 'string' } } }),
      },
    },
    ...problemResponses(path.includes('{id}') ? [400, 404, 503] : [400, 503]),
  },
});

const ACCOUNT_ID = { name: 'id', in: 'path', required: true, description: 'The account id.', schema: { type: 'string' } };

const LIVE_FORM =
  `With \`Accept: ${EVENT_STREAM}\` the answer comes at once and again after every change, as an event \`answer\` with the same JSON in `
  + '`data` and `asOf.position` as its `id`. It is of the present only: `asOf` and `time` are refused. '
  + `A process holds ${LIVE_STREAMS_MAX} such streams; beyond, it answers 503 TOO_MANY_WAITING.`;

const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The `id` of the last event of a stream before: the answer is sent again only if there is a newer one.',
  schema: { type: 'string' },
};

const queryParameters = (shape: Shape): readonly object[] =>
  Object.entries(fieldsOf(shape)).map(([name, { schema, allowed }]) => ({
    name,
    in: 'query',
    required: false,
    description: allowed,
    schema,
  }));

/** JSON Schemas of the answers, generated from their types. */
const answerSchemas = (): Readonly<Record<string, JsonSchema>> => {
  const text = readFileSync(new URL('answers.schema.json', import.meta.url), 'utf8');
  const { definitions } = JSON.parse(text.replaceAll('#/definitions/', '#/components/schemas/')) as {
    definitions: Record<string, JsonSchema>;
  };
  return definitions;
};
