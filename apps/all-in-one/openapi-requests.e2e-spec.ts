import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readConfiguration } from '#libs/platform/configuration.js';
import { commandOpenApi } from '#apps/command-api/openapi.js';
import { queryOpenApi } from '#apps/query-api/openapi.js';
import { openApiDocument } from '#libs/platform/openapi.js';
import { type AllInOne, startAllInOne } from './app.js';
import { type Document, type Operation, type Parameter, schemasOf } from './testing/requests.js';

/** Requests of one operation, of which there are hundreds: thousands in all, and a seed that fails is printed. */
const REQUESTS = 12;

const POSTS = 2;

const document = openApiDocument([commandOpenApi(), queryOpenApi()]) as unknown as Document;
const { valid, isValid } = schemasOf(document);
const operations = (method: 'get' | 'post') =>
  Object.entries(document.paths).flatMap(([path, methods]) => (methods[method] ? [[path, methods[method]] as const] : []));

let folder: string;
let server: AllInOne;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapport-openapi-'));
  server = await startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: folder, DEMO: 'off', LOG_LEVEL: 'silent' }));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: { readonly errors?: readonly { readonly pointer: string }[]; readonly code?: string };
}

/** Plain HTTP: `fetch` would refuse or change some of what is sent here. */
const ask = (method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: string): Promise<Answer> => {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  request(`${server.url}${path}`, { method, headers }, (response) => {
    const read = async (): Promise<Answer> => {
      const text = Buffer.concat(await Array.fromAsync(response as AsyncIterable<Buffer>)).toString();
      return { status: response.statusCode!, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
    };
    read().then(resolve, reject);
  })
    .on('error', reject)
    .end(body === undefined ? undefined : Buffer.from(body));
  return promise;
};

/**
 * What a document cannot say: a cursor is the `next` of a page, one end of a range is not before the other, nor too far from it, a
 * window is long enough for the policy in force, the company has no key.
 */
const BEYOND_SCHEMAS = new Set(['cursor', 'from', 'to', 'windowMonths', 'key']);

const isSent = ({ name, in: place }: Parameter): boolean => place !== 'path' && !BEYOND_SCHEMAS.has(name);

/** Some of the parameters of an operation, with values that the document allows. */
const parametersOf = ({ parameters = [] }: Operation) =>
  fc.record(Object.fromEntries(parameters.map((one) => [one.name, valid(one.schema)])), {
    requiredKeys: parameters.filter((one) => one.in === 'path').map(({ name }) => name),
  });

const send = (
  method: string,
  path: string,
  { parameters = [] }: Operation,
  values: Readonly<Record<string, unknown>>,
  body?: string,
  type?: string,
) => {
  const sent = parameters.filter((one) => values[one.name] !== undefined && isSent(one));
  const query = new URLSearchParams(
    sent.filter((one) => one.in === 'query').map(({ name }) => [name, String(values[name])] as [string, string]),
  );
  const headers = sent
    .filter((one) => one.in === 'header')
    .map(({ name }) => [name, Buffer.from(String(values[name])).toString('latin1')] as const);
  const address = `${path.replace('{id}', encodeURIComponent(String(values['id'])))}?${query.toString()}`;
  return ask(method, address, { ...Object.fromEntries(headers), ...(type === undefined ? {} : { 'content-type': type }) }, body);
};

const GOOD = { accountId: 'acme', data: { planVersion: '1', by: 'Dana' } };

/** Texts of which most are nothing that a parameter allows. */
const ANYTHING = fc.oneof(
  fc.constantFrom(
    '0',
    '-1',
    '1.5',
    '1001',
    'yes',
    '2026-02-30',
    '2026-13',
    '2026-Q5',
    '0000',
    '2026-03-01T09:30:00',
    'NAME',
    '<b>',
    'ㅤ',
    'x'.repeat(3_000),
  ),
  fc.string({ minLength: 1 }),
);

const asRead = ({ schema }: Parameter, text: string): unknown =>
  (schema['type'] === 'integer' || schema['type'] === 'number') && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;

describe('D5: what the document allows, the server takes', () => {
  it.each(operations('get'))('GET %s', async (path, operation) => {
    await fc.assert(
      fc.asyncProperty(parametersOf(operation), async (values) => {
        const { status, body } = await send('GET', path, operation, values);
        expect({ status, body, values }).toMatchObject({ status: expect.not.stringMatching(/400|5../) });
        expect([200, 202, 404]).toContain(status);
      }),
      { numRuns: REQUESTS },
    );
  });

  it.each(operations('post').filter(([, { requestBody }]) => requestBody !== undefined))('POST %s', async (path, operation) => {
    for (const [type, { schema }] of Object.entries(operation.requestBody!.content)) {
      await fc.assert(
        fc.asyncProperty(parametersOf(operation), valid(schema), async (values, sent) => {
          expect(isValid(schema, sent)).toBe(true);
          const { 'Idempotency-Key': _its, ...rest } = values as Readonly<Record<string, unknown>>;
          const { status, body } = await send('POST', path, operation, { ...rest, Prefer: 'wait=0' }, JSON.stringify(sent), type);
          if (status === 400) throw new Error(`${type} ${JSON.stringify(sent)}: ${JSON.stringify(body)}`);
          expect([200, 202, 404, 409, 422]).toContain(status);
        }),
        { numRuns: POSTS },
      );
    }
  });
});

describe('D5: what the document does not allow, the server refuses, and says where', () => {
  const parameters = operations('get').flatMap(([path, operation]) =>
    operation.parameters!.filter((one) => one.in === 'query').map((one) => [path, one.name, operation, one] as const),
  );

  it.each(parameters)('GET %s: %s', async (path, name, operation, parameter) => {
    await fc.assert(
      fc.asyncProperty(ANYTHING, async (text) => {
        fc.pre(!isValid(parameter.schema, asRead(parameter, text)));
        const address = `${path.replace('{id}', 'acme')}?${new URLSearchParams({ [name]: text }).toString()}`;
        const { status, body } = await ask('GET', address);
        expect({ text, status, code: body.code, pointers: body.errors?.map(({ pointer }) => pointer) }).toEqual({
          text,
          status: 400,
          code: 'INVALID_QUERY',
          pointers: [`/${name}`],
        });
      }),
      { numRuns: REQUESTS },
    );
    expect(operation.parameters).toContain(parameter);
  });

  it.each(['X-Rapport-Actor', 'X-Correlation-Id', 'Idempotency-Key'])('POST with %s', async (name) => {
    const [path, operation] = operations('post').find(([one]) => one.endsWith('/AcknowledgeAccountPlan'))!;
    const { schema } = operation.parameters!.find((one) => one.name === name)!;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('<b>', 'a\u00e9\u0000', '-', ' ', 'x'.repeat(200), 'ㅤ', 'a\tb', '@'), async (text) => {
        fc.pre(!isValid(schema, text) && !text.includes('\u0000') && text.trim() !== '');
        const { status, body } = await send('POST', path, operation, { [name]: text }, JSON.stringify(GOOD), 'application/json');
        expect({ status, code: body.code }).toEqual({ status: 400, code: 'INVALID_HEADER' });
      }),
    );
  });
});

describe('D5: a method', () => {
  it.each([
    ['/v1/accounts', 'GET, HEAD'],
    ['/v1/accounts/acme/timeline', 'GET, HEAD'],
    ['/v1/commands/OpenAccount', 'GET, HEAD, POST'],
    ['/v1/openapi.json', 'GET, HEAD'],
    ['/health/live', 'GET, HEAD'],
  ])('that %s does not answer is 405 with those that it does: %s', async (path, allowed) => {
    for (const method of ['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE']) {
      const { status, headers, body } = await ask(method, path);
      expect({ method, status, code: body.code, allow: headers['allow'] }).toEqual({
        method,
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        allow: allowed,
      });
    }
  });
});
