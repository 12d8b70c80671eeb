import { addAmounts } from '#libs/analytics/money.js';
import { moneysOf } from '#libs/domain/money.js';
import { type Money } from '#libs/domain/values.js';
import { id } from '#libs/kernel/kinds.js';
import { accountPrograms, type ProgramDocument, type TouchDocument } from '#libs/read-models/account-programs/account-programs.js';
import { type AsOf } from '../answers.js';
import { question } from '../question.js';

/** A programme and what it came to. */
export interface ProgramLine extends Omit<ProgramDocument, 'kind'> {
  readonly status: 'running' | 'ended';
  readonly touches: number;
  /** Different people of theirs who were reached, and what share of those that it is meant for. */
  readonly reached: number;
  readonly reach: number;
  /** People of theirs who answered otherwise than with a refusal, by those who were reached, 0–1; `null` where nobody was. */
  readonly responseRate: number | null;
  readonly meetings: number;
  readonly opportunities: number;
  readonly pipeline: readonly Money[];
}

export interface AccountProgramsAnswer {
  readonly items: readonly ProgramLine[];
  readonly asOf: AsOf;
}

/** The board of account programmes, those that were launched last first. */
export const programs = question({
  name: 'AccountPrograms',
  path: '/v1/account-programs',
  summary: 'Programmes in which one account is a market of its own: reach, response, pipeline',
  parameters: { accountId: id },
  read: { board: accountPrograms },
  answer: async ({ board, parameters: { accountId } }): Promise<Omit<AccountProgramsAnswer, 'asOf'>> => {
    const where = accountId === undefined ? {} : { accountId };
    const found = (await board.all({ kind: 'program', ...where })) as readonly ProgramDocument[];
    const touches = (await board.all({ kind: 'touch', ...where })) as readonly TouchDocument[];
    const byProgram = Map.groupBy(touches, (touch) => `${touch.accountId}/${touch.programId}`);
    const items = found.map((program) => lineOf(program, byProgram.get(`${program.accountId}/${program.programId}`) ?? []));
    return { items: items.toSorted((left, right) => (left.launchedAt < right.launchedAt ? 1 : -1)) };
  },
});

const lineOf = ({ kind: _kind, ...program }: ProgramDocument, touches: readonly TouchDocument[]): ProgramLine => {
  const reached = new Set(touches.map(({ contact }) => contact));
  const answered = new Set(touches.filter(({ responses, refusals }) => responses > refusals).map(({ contact }) => contact));
  const sum = (of: (touch: TouchDocument) => number) => touches.reduce((total, touch) => total + of(touch), 0);
  return {
    ...program,
    status: program.endedAt === null ? 'running' : 'ended',
    touches: touches.length,
    reached: reached.size,
    reach: program.audience.filter((contact) => reached.has(contact)).length / program.audience.length,
    responseRate: reached.size === 0 ? null : answered.size / reached.size,
    meetings: sum(({ meetings }) => meetings),
    opportunities: sum(({ opportunities }) => opportunities),
    pipeline: moneysOf(touches.map(({ pipeline }) => pipeline).reduce(addAmounts, {})),
  };
};
