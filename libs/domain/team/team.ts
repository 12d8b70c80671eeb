import { type Context, type Decision, type Facet, type Fault } from '#libs/kernel/decider.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { reject } from '#libs/kernel/rejection.js';
import { type DatedLine, valueAt, withValue } from '../dated-line.js';
import { teamCommands, type TeamCommands, type TeamEvents } from './messages.js';

/** A union of stages. */
export type Team =
  | { readonly stage: 'absent' }
  | (Formed & { readonly stage: 'formed' })
  | (Formed & { readonly stage: 'disbanded'; readonly disbandedAt: Instant });

interface Formed {
  readonly names: DatedLine<string>;
  readonly region?: string;
  readonly formedAt: Instant;
  readonly leads: DatedLine<string>;
  /** By period and KPI: one more each period, for ever. Each may be set anew, in any order. */
  readonly targets: PersistentMap<string, DatedLine<string>>;
}

/** Why a command may be refused. */
export type TeamCode = 'TEAM_NOT_FOUND' | 'TEAM_ALREADY_FORMED' | 'TEAM_NOT_YET_FORMED' | 'TEAM_DISBANDED';

/**
 * A team from its forming to its disbanding, with its targets. Disbanding ends the team and nobody's membership: members leave or join
 * another team by facts of their own, and until then what they do counts for this one.
 */
export const team: Facet<'team', Team, TeamCommands, TeamEvents, TeamCode> = {
  name: 'team',
  initial: { stage: 'absent' },

  decide: {
    FormTeam: ({ data, stream, occurredAt }, { team: known }) => {
      if (known.stage === 'absent') return [{ type: 'TeamFormed', data }];
      if (isDisbanded(known, occurredAt)) return disbanded(stream, known.disbandedAt);
      const name = valueAt(known.names, occurredAt) ?? known.names[0]!.value;
      if (name === data.name && known.region === data.region) return [];
      return reject('TEAM_ALREADY_FORMED', `Team ${idOf(stream)} is already formed as ${name}: use RenameTeam, or choose another id.`);
    },

    RenameTeam: whenFormed(({ data: { name }, stream, occurredAt }, { names, formedAt }) => {
      const previous = valueAt(names, occurredAt);
      if (previous === undefined) return notYetFormed(stream, formedAt);
      return previous === name ? [] : [{ type: 'TeamRenamed', data: { name, previous } }];
    }),

    SetTeamLead: whenFormed(({ data, occurredAt }, { leads }) =>
      valueAt(leads, occurredAt) === data.employeeId ? [] : [{ type: 'TeamLeadSet', data }],
    ),

    SetTeamTarget: whenFormed(({ data, occurredAt }, { targets }) =>
      valueAt(targets.get(targetOf(data)) ?? [], occurredAt) === data.value ? [] : [{ type: 'TeamTargetSet', data }],
    ),

    DisbandTeam: ({ data, stream, occurredAt }, { team: known }) => {
      if (known.stage === 'absent') return unformed(stream);
      if (known.stage === 'disbanded') return [];
      return occurredAt < known.formedAt ? notYetFormed(stream, known.formedAt) : [{ type: 'TeamDisbanded', data }];
    },
  },

  evolve: {
    TeamFormed: (_, { data: { name, ...data }, meta: { occurredAt } }) => ({
      stage: 'formed',
      ...data,
      names: withValue([], name, occurredAt),
      formedAt: occurredAt,
      leads: [],
      targets: PersistentMap.empty(),
    }),
    TeamRenamed: (state, { data, meta }) =>
      state.stage === 'absent' ? state : { ...state, names: withValue(state.names, data.name, meta.occurredAt) },
    TeamLeadSet: (state, { data, meta }) =>
      state.stage === 'absent' ? state : { ...state, leads: withValue(state.leads, data.employeeId, meta.occurredAt) },
    TeamTargetSet: (state, { data, meta }) => {
      if (state.stage === 'absent') return state;
      const line = state.targets.get(targetOf(data)) ?? [];
      return { ...state, targets: state.targets.with(targetOf(data), withValue(line, data.value, meta.occurredAt)) };
    },
    TeamDisbanded: (state, { meta }) => (state.stage === 'absent' ? state : { ...state, stage: 'disbanded', disbandedAt: meta.occurredAt }),
  },

  invariants: ({ team: known }) => {
    if (known.stage === 'absent') return [];
    const formed = `of ${known.formedAt.slice(0, 10)}, when the team was formed`;
    const renamed = known.names
      .filter(({ since }) => since < known.formedAt)
      .map(({ value, since }) => ({
        code: 'TEAM_RENAMED_BEFORE_FORMED',
        subject: since,
        detail: `The name ${value} of ${since.slice(0, 10)} lies before that ${formed}.`,
      }));
    if (known.stage !== 'disbanded' || known.disbandedAt >= known.formedAt) return renamed;
    const detail = `The disbanding of ${known.disbandedAt.slice(0, 10)} lies before the day ${formed}.`;
    return [...renamed, { code: 'TEAM_DISBANDED_BEFORE_FORMED', subject: 'disbanding', detail }];
  },
};

/** A period holds no space, so that no two targets share a key. */
const targetOf = ({ kpi, period }: { readonly kpi: string; readonly period: string }) => `${period} ${kpi}`;

type Known = Exclude<Team, { stage: 'absent' }>;

/** Whether it had ended by then. What happened before may be told afterwards. */
const isDisbanded = (known: Known, at: Instant): known is Extract<Team, { stage: 'disbanded' }> =>
  known.stage === 'disbanded' && known.disbandedAt <= at;

/** What is wrong with the target of a correction; logs hold words from when any was taken. */
export const targetFaults = (changes: object): readonly Fault[] =>
  'kpi' in changes ? teamCommands.SetTeamTarget.fields.kpi.check(changes.kpi, '/kpi') : [];

type Answer = Decision<TeamEvents, TeamCode>;

/** A rule for teams that there were at that time; refuses the others. */
function whenFormed<Asked extends { readonly stream: string; readonly occurredAt: Instant }>(
  rule: (command: Asked, team: Known, context: Context) => Answer,
) {
  return (command: Asked, { team: known }: { readonly team: Team }, context: Context): Answer => {
    if (known.stage === 'absent') return unformed(command.stream);
    return isDisbanded(known, command.occurredAt) ? disbanded(command.stream, known.disbandedAt) : rule(command, known, context);
  };
}

const unformed = (stream: string) => reject('TEAM_NOT_FOUND', `There is no team ${idOf(stream)}: form it with FormTeam, or check the id.`);

const disbanded = (stream: string, disbandedAt: Instant) =>
  reject(
    'TEAM_DISBANDED',
    `Team ${idOf(stream)} was disbanded on ${disbandedAt.slice(0, 10)} and takes nothing more: form another with FormTeam.`,
  );

const notYetFormed = (stream: string, formedAt: Instant) =>
  reject(
    'TEAM_NOT_YET_FORMED',
    `Team ${idOf(stream)} was formed on ${formedAt.slice(0, 10)}: correct occurredAt, or that date with CorrectTeamFact.`,
  );
