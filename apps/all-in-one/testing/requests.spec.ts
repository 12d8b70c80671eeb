import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commandOpenApi } from '#apps/command-api/openapi.js';
import { openApiDocument } from '#libs/platform/openapi.js';
import { type Document, schemasOf } from './requests.js';

const document = openApiDocument([commandOpenApi()]) as unknown as Document;
const { valid, isValid } = schemasOf(document);

/** An amount of zero where amounts are above zero comes up within so many. */
const BODIES = 100;

describe('bodies that are made from the document', () => {
  it.each(Object.entries(document.paths).filter(([, { post }]) => post?.requestBody !== undefined))('%s: it allows them', (_, { post }) => {
    for (const { schema } of Object.values(post!.requestBody!.content)) {
      for (const body of fc.sample(valid(schema), { numRuns: BODIES, seed: 6 }))
        expect({ body, allowed: isValid(schema, body) }).toEqual({ body, allowed: true });
    }
  });
});
