import { type JsonSchema } from '#libs/kernel/fields.js';
import { id } from '#libs/kernel/kinds.js';
import { ACTOR_PARAMETER, type OpenApiPart, problemResponses } from '#libs/platform/openapi.js';
import { EVENT_STREAM } from './accept.js';
import { LIVE_STREAMS_MAX } from './live-answers.js';
import { answerDefinitions } from '#libs/contracts/questions.js';
import { LANGUAGES } from '#libs/contracts/texts.js';
import { type Parameters } from './parameters.js';
import { isAboutAccount, type Question } from './question.js';
import { QUESTIONS } from './every-question.js';

/** The query side's part of the OpenAPI document, from the declared questions. */
export const queryOpenApi = (): OpenApiPart => ({
  paths: Object.fromEntries(QUESTIONS.map((question) => [question.path, { get: operation(question) }])),
  schemas: answerSchemas(),
});

const operation = (question: Question): object => {
  const { name, summary, parameters, live } = question;
  return {
    tags: ['queries'],
    summary,
    ...(live && { description: LIVE_FORM }),
    operationId: `get${name}`,
    parameters: [
      ...(isAboutAccount(question) ? [ACCOUNT_ID] : []),
      ...queryParameters(parameters),
      ...(live ? [LAST_EVENT_ID] : []),
      ...CONDITIONS,
      ACTOR_PARAMETER,
    ],
    responses: {
      200: {
        description: summary,
        content: {
          'application/json': { schema: { $ref: `#/components/schemas/${name}Answer` } },
          ...(live && { [EVENT_STREAM]: { schema: { type: 'string' } } }),
        },
      },
      304: { description: 'The client has this answer: nothing has happened since.' },
      ...problemResponses(isAboutAccount(question) || 'key' in parameters ? [400, 404, 503] : [400, 503]),
    },
  };
};

const ACCOUNT_ID = { name: 'id', in: 'path', required: true, description: 'The account id.', schema: id.schema };

const header = (name: string, description: string) => ({ name, in: 'header', required: false, description, schema: { type: 'string' } });

/** What a client says of the answer that it has, and of the one that it wants. */
const CONDITIONS = [
  header('If-None-Match', 'The `ETag` of the answer that the client has: 304 while it still holds.'),
  header(
    'Accept-Language',
    `The language of texts in the answer, one of ${LANGUAGES.join(', ')}; the answer says which in \`Content-Language\`.`,
  ),
];

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

const queryParameters = (parameters: Parameters): readonly object[] =>
  Object.entries(parameters).map(([name, { schema, allowed }]) => ({ name, in: 'query', required: false, description: allowed, schema }));

/**
 * JSON Schemas of the answers, generated from their types; what they are made of goes by `Answer.<name>`, because commands have a `Money`
 * of their own, with bounds.
 */
const answerSchemas = (): Readonly<Record<string, JsonSchema>> => {
  const nameOf = (name: string): string => (QUESTIONS.some((question) => `${question.name}Answer` === name) ? name : `Answer.${name}`);
  const schemas = Object.fromEntries(Object.entries(answerDefinitions()).map(([name, schema]) => [nameOf(name), schema]));
  return JSON.parse(JSON.stringify(schemas), (key, value: unknown) =>
    key === '$ref' ? `#/components/schemas/${nameOf(String(value).replace('#/definitions/', ''))}` : value,
  ) as Record<string, JsonSchema>;
};
