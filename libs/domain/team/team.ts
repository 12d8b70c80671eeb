import { type Context, type Decision, type Facet } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject } from '#libs/kernel/rejection.js';
import { nearest } from '#libs/kernel/nearest.js';
import { TARGET_KPIS } from '../values.js';
import { type TeamCommands, type TeamEvents } from './messages.js';

/** A union of stages. */
export type Team =
  | { readonly stage: 'absent' }
  | (Formed & { readonly stage: 'formed' })
  | (Formed & { readonly stage: 'disbanded'; readonly disbandedAt: Instant });

interface Formed {
  readonly name: string;
  readonly region?: string;
  /** By period and KPI: one more each period, for ever. */
  readonly targets: PersistentMap<string, string>;
}

/** Why a command may be refused. */
export type TeamCode = 'TEAM_NOT_FOUND' | 'TEAM_ALREADY_FORMED' | 'TEAM_DISBANDED' | 'UNKNOWN_KPI' | 'INVALID_PERIOD' | 'INVALID_VALUE';

/**
 * A team from its forming to its disbanding, with its targets. Disbanding ends the team and nobody's membership: members leave or join
 * another team by facts of their own, and until then what they do counts for this one.
 */
export const team: Facet<'team', Team, TeamCommands, TeamEvents, TeamCode> = {
  name: 'team',
  initial: { stage: 'absent' },

  decide: {
    FormTeam: ({ data, stream }, { team: known }) => {
      if (known.stage === 'absent') return [{ type: 'TeamFormed', data }];
      if (known.stage === 'disbanded') return disbanded(stream, known.disbandedAt);
      if (known.name === data.name && known.region === data.region) return [];
      return reject(
        'TEAM_ALREADY_FORMED',
        `Team ${idOf(stream)} is already formed as ${known.name}: use RenameTeam, or choose another id.`,
      );
    },

    RenameTeam: whenFormed(({ data }, { name }) =>
      name === data.name ? [] : [{ type: 'TeamRenamed', data: { name: data.name, previous: name } }],
    ),

    SetTeamTarget: whenFormed(({ data }, { targets }) => {
      if (!TARGET_KPIS.some((kpi) => kpi === data.kpi)) return unknownKpi(data.kpi);
      if (!PERIOD.test(data.period))
        return reject('INVALID_PERIOD', `${data.period} is no period: write a year 2026, a quarter 2026-Q1 or a month 2026-03.`, '/period');
      if (!DECIMAL.test(data.value))
        return reject('INVALID_VALUE', `${data.value} is no decimal number: write it like 1250000.50, without separators.`, '/value');
      return targets.get(targetOf(data)) === data.value ? [] : [{ type: 'TeamTargetSet', data }];
    }),

    DisbandTeam: ({ data, stream }, { team: known }) => {
      if (known.stage === 'absent') return unformed(stream);
      return known.stage === 'disbanded' ? [] : [{ type: 'TeamDisbanded', data }];
    },
  },

  evolve: {
    TeamFormed: (_, { data }) => ({ stage: 'formed', ...data, targets: PersistentMap.empty() }),
    TeamRenamed: (state, { data }) => (state.stage === 'absent' ? state : { ...state, name: data.name }),
    TeamTargetSet: (state, { data }) =>
      state.stage === 'absent' ? state : { ...state, targets: state.targets.with(targetOf(data), data.value) },
    TeamDisbanded: (state, { meta }) => (state.stage === 'absent' ? state : { ...state, stage: 'disbanded', disbandedAt: meta.occurredAt }),
  },
};

const PERIOD = /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A period holds no space, so that no two targets share a key. */
const targetOf = ({ kpi, period }: { readonly kpi: string; readonly period: string }) => `${period} ${kpi}`;

type Answer = Decision<TeamEvents, TeamCode>;

/** A rule for teams that exist; refuses the others. */
function whenFormed<Asked extends { readonly stream: string }>(
  rule: (command: Asked, team: Extract<Team, { stage: 'formed' }>, context: Context) => Answer,
) {
  return (command: Asked, { team: known }: { readonly team: Team }, context: Context): Answer => {
    if (known.stage === 'absent') return unformed(command.stream);
    return known.stage === 'disbanded' ? disbanded(command.stream, known.disbandedAt) : rule(command, known, context);
  };
}

const unknownKpi = (kpi: string) => {
  const near = nearest(kpi, TARGET_KPIS);
  const hint = near.length === 0 ? `take one of ${TARGET_KPIS.join(', ')}.` : `did you mean ${near.join(' or ')}?`;
  return reject('UNKNOWN_KPI', `There is no figure "${kpi}" to set a target for: ${hint}`, '/kpi');
};

const unformed = (stream: string) => reject('TEAM_NOT_FOUND', `There is no team ${idOf(stream)}: form it with FormTeam, or check the id.`);

const disbanded = (stream: string, disbandedAt: Instant) =>
  reject(
    'TEAM_DISBANDED',
    `Team ${idOf(stream)} was disbanded on ${disbandedAt.slice(0, 10)} and takes nothing more: form another with FormTeam.`,
  );
