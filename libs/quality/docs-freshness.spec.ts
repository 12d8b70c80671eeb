import { describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type ts from 'typescript';
import { inMemory, onDisk } from './project.js';
import { commandDeclarations, eventDeclarations } from '#libs/domain/messages.js';
import { fieldsOf } from './reference/declarations.js';
import { PAGES } from './reference/pages.js';
import { SCHEMAS_FOLDER } from './reference/schema-files.js';
import { unusedCodes } from './reference/rejections.js';

/** Schemas from types need a compiler's run over the query side: seconds, and many of them on a busy machine. */
const RENDER_TIMEOUT_MS = 120_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const repository = onDisk(root);

describe('the generated pages', () => {
  it.each(PAGES)(
    '$path says what the sources say',
    ({ path, render }) => {
      const text = render(repository);
      const fresh = repository.files.get(path) === text;
      if (!fresh) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      expect(fresh ? 'fresh' : `${path} was stale and has been written anew: look at the difference and commit it`).toBe('fresh');
    },
    RENDER_TIMEOUT_MS,
  );

  it('leave out no event and no command', () => {
    const reference = (page: string) => repository.files.get(`docs/reference/${page}`) ?? '';
    const missing = Object.entries({ events: eventDeclarations, commands: commandDeclarations }).flatMap(([pageName, declarations]) =>
      Object.keys(declarations).filter((name) => !reference(`${pageName}.md`).includes(`\n### ${name}\n`)),
    );
    expect(missing).toEqual([]);
  });
});

describe('the schemas', () => {
  it('are those of what there is: none is left behind', () => {
    const known = new Set(PAGES.map(({ path }) => path));
    const left = [...repository.files.keys()].filter((path) => path.startsWith(`${SCHEMAS_FOLDER}/`) && !known.has(path));
    expect(left).toEqual([]);
  });
});

describe('the reference', () => {
  it('reads fields with their types and what is said of them, through names and intersections', () => {
    const project = inMemory({
      'libs/kernel/message.ts': `
        interface Base { readonly channel: 'a' | 'b' }
        export type Seen = Base & {
          /** It was seen
           *  late. */
          readonly daysLate?: readonly number[];
        };`,
    });
    const seen = project.sources[0]!.tree.statements[1] as ts.TypeAliasDeclaration;
    expect(fieldsOf(project, seen.type)).toEqual([
      { name: 'channel', optional: false, type: "'a' | 'b'", doc: '' },
      { name: 'daysLate', optional: true, type: 'number[]', doc: 'It was seen late.' },
    ]);
  });

  it('finds a code that is declared and never said', () => {
    const project = inMemory({
      'libs/domain/risk/risk.ts': "type RiskCode = 'NOT_LOST' | 'NEVER_SAID';\nconst f = () => reject('NOT_LOST', 'x');",
    });
    expect(unusedCodes(project)).toEqual(['NEVER_SAID (libs/domain/risk/risk.ts:1)']);
  });

  it('has no code that is never said', () => {
    expect(unusedCodes(repository)).toEqual([]);
  });
});
