import { valueAt } from '#libs/domain/dated-line.js';
import { type DossierDocument, dossier } from '#libs/read-models/dossier/dossier.js';
import { practice, type RequirementDocument } from '#libs/read-models/practice/practice.js';
import { levelOf, type SkillDocument, skills, trainedSince } from '#libs/read-models/skills/skills.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { question } from '../question.js';

/** A skill that somebody in charge of accounts needs, and masters or not. */
export interface SkillGap {
  readonly employeeId: string;
  readonly skill: string;
  /** What the accounts in this person's charge ask for at most, 0–5. */
  readonly required: number;
  /** `null`: nobody has assessed it. */
  readonly level: number | null;
  /** Levels that are missing; as many as are required where nobody has assessed it. */
  readonly gap: number;
  /** It was trained since the last assessment: assess it anew. */
  readonly trainedSince: boolean;
  /** Accounts that ask for more than there is. */
  readonly accounts: readonly string[];
}

export interface SkillGapsAnswer {
  /** Of everybody in charge of an open account, and each skill that these accounts ask for; the largest gaps first. */
  readonly items: readonly SkillGap[];
  /** Open accounts in charge of somebody who lacks a skill that they ask for. */
  readonly underSkilledAccounts: readonly { readonly accountId: string; readonly owner: string; readonly skills: readonly string[] }[];
  readonly asOf: AsOf;
}

/** What accounts ask of whoever is in charge of them, against what these people master. */
export const skillGaps = question({
  name: 'SkillGaps',
  path: '/v1/skill-gaps',
  summary: 'Skills that accounts ask for against what those in charge master, and accounts in unskilled hands',
  read: { people: skills, asked: practice, board: stageBoard, dossiers: dossier },
  answer: async ({ people, asked, board, dossiers, until }): Promise<Omit<SkillGapsAnswer, 'asOf'>> => {
    const requirements = (await asked.all({ kind: 'requirement' })) as readonly RequirementDocument[];
    const segments = new Map((await dossiers.all({})).map((document) => [document.accountId, segmentOf(document, until)]));
    const known = new Map((await people.all({})).map((document) => [document.employeeId, document]));
    const needs = (await board.all({ status: 'open' })).flatMap(({ accountId, owner }) =>
      owner === null ? [] : needsOf(requirements, segments.get(accountId), until).map((need) => ({ accountId, owner, ...need })),
    );
    const items = [...Map.groupBy(needs, ({ owner, skill }) => `${owner}/${skill}`).values()].map((found) =>
      gapOf(found, known.get(found[0]!.owner), until),
    );
    const lacking = new Set(
      items.flatMap(({ employeeId, skill, accounts }) => accounts.map((account) => `${account}/${employeeId}/${skill}`)),
    );
    const short = needs.filter(({ accountId, owner, skill }) => lacking.has(`${accountId}/${owner}/${skill}`));
    return {
      items: items.toSorted(
        (left, right) => right.gap - left.gap || compare(left.employeeId, right.employeeId) || compare(left.skill, right.skill),
      ),
      underSkilledAccounts: [...Map.groupBy(short, ({ accountId }) => accountId)]
        .map(([accountId, found]) => ({ accountId, owner: found[0]!.owner, skills: found.map(({ skill }) => skill).toSorted() }))
        .toSorted((left, right) => compare(left.accountId, right.accountId)),
    };
  },
});

interface SkillNeed {
  readonly skill: string;
  readonly level: number;
}

const segmentOf = ({ sections }: DossierDocument, at: string): string | undefined =>
  valueAt(sections['general']?.['segment'] ?? [], at)?.value;

/** What an account in a segment asks for: what holds in it, else what holds everywhere. */
const needsOf = (requirements: readonly RequirementDocument[], segment: string | undefined, at: string): readonly SkillNeed[] => {
  const needs = new Map<string, number>();
  for (const only of [null, segment])
    for (const { skill, line } of requirements.filter((one) => only !== undefined && one.segment === only)) {
      const level = valueAt(line, at);
      if (level !== undefined) needs.set(skill, level);
    }
  return [...needs].filter(([, level]) => level > 0).map(([skill, level]) => ({ skill, level }));
};

const gapOf = (
  needs: readonly (SkillNeed & { readonly accountId: string; readonly owner: string })[],
  person: SkillDocument | undefined,
  at: string,
): SkillGap => {
  const { owner: employeeId, skill } = needs[0]!;
  const required = Math.max(...needs.map(({ level }) => level));
  const level = levelOf(person, skill, at);
  return {
    employeeId,
    skill,
    required,
    level,
    gap: Math.max(0, required - (level ?? 0)),
    trainedSince: trainedSince(person, skill, at),
    accounts: needs
      .filter((need) => need.level > (level ?? 0))
      .map(({ accountId }) => accountId)
      .toSorted(),
  };
};

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);
