import { PAGE_SIZE_MAX } from '#libs/kernel/ports.js';
import { type DeclaredQuestion } from '#libs/contracts/questions.js';
import { noteLag } from '../catch-up.js';
import { type Client, type Query } from '../client.js';
import { note, print, styled, type Terminal } from '../terminal.js';
import { type AsOf } from '../wire.js';
import { moment } from '../words.js';
import { renderAnswer, type Telling } from './answer-table.js';
import { schemaOf } from './declared.js';

/** Pages of one list; with the largest page that the server gives, more than anybody reads. */
const PAGES_MAX = 100_000;

/** An answer, a list in it that may go on, and what it contains. */
export interface Answer {
  readonly items?: readonly object[];
  readonly next?: string;
  readonly asOf?: AsOf & { readonly at?: string; readonly time?: 'occurred' | 'recorded' };
}

/** As many entries as are asked for, in one answer. */
export const pages = async (client: Client, path: string, query: Query, limit: number): Promise<Answer> => {
  const items: object[] = [];
  let page: Answer = {};
  let cursor = query['cursor'];
  for (let read = 0; read < PAGES_MAX; read += 1) {
    page = await client.get<Answer>(path, { ...query, limit: Math.min(PAGE_SIZE_MAX, limit - items.length), cursor });
    items.push(...(page.items ?? []));
    cursor = page.next;
    if (cursor === undefined || items.length >= limit) break;
  }
  return { ...page, items };
};

/** Tells an answer to people. */
export const tellAnswer = (terminal: Terminal, question: DeclaredQuestion, told: Answer, telling: Telling): void => {
  const { text, hidden } = renderAnswer(terminal.out, told, schemaOf(question), telling);
  const { items, next, asOf } = told;
  if (asOf?.at !== undefined)
    note(terminal, `As of ${moment(asOf.at)} UTC, by the time things ${asOf.time === 'recorded' ? 'were recorded' : 'happened'}`);
  if (text !== '') print(terminal, text);
  if (items !== undefined)
    note(
      terminal,
      `${items.length === 0 ? 'None' : items.length.toLocaleString('en')}${next === undefined ? '' : `; there are more (--all, --limit)`}`,
    );
  if (hidden.length > 0)
    note(terminal, styled(terminal.err, 'dim', `The screen has no room for ${hidden.join(', ')}: choose with --fields, or take --json.`));
  noteLag(terminal, asOf);
};
