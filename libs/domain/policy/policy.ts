import { type ActivePolicy, type Command, type Facet } from '#libs/kernel/decider.js';
import { InvariantBroken } from '#libs/kernel/errors.js';
import { idOf, type Instant } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { parseInstant } from '#libs/kernel/calendar.js';
import { sameData } from '../guards.js';
import { completed } from './completed.js';
import { checkPolicyDocument, isPolicyName, POLICY_NAMES, type PolicyName } from './documents.js';
import { type PolicyCommands, type PolicyEvents } from './messages.js';

export interface Policy {
  readonly versions: readonly PolicyVersion[];
  /** Sorted by `validFrom`, ties by order of activation. */
  readonly activations: readonly { readonly version: number; readonly validFrom: Instant }[];
}

export interface PolicyVersion {
  readonly version: number;
  readonly document: object;
  readonly retired: boolean;
}

export type PolicyCode =
  | 'POLICY_UNKNOWN'
  | 'POLICY_VERSION_NOT_NEXT'
  | 'POLICY_DOCUMENT_INVALID'
  | 'POLICY_VERSION_NOT_FOUND'
  | 'POLICY_VERSION_RETIRED'
  | 'POLICY_VERSION_IN_FORCE'
  | 'INVALID_INSTANT';

export const policy: Facet<'policy', Policy, PolicyCommands, PolicyEvents, PolicyCode> = {
  name: 'policy',
  initial: { versions: [], activations: [] },
  decide: {
    PublishPolicyVersion: ({ stream, data }, { policy: state }) => {
      const name = nameOf(stream);
      if (typeof name !== 'string') return name;
      const published = versionOf(state, data.version);
      if (published && sameData(published.document, data.document)) return [];
      const next = state.versions.length + 1;
      if (data.version !== next) {
        return reject(
          'POLICY_VERSION_NOT_NEXT',
          `Version ${data.version} is not the next of ${name}: publish version ${next}.`,
          '/version',
        );
      }
      return invalid(name, data.document) ?? [{ type: 'PolicyVersionPublished', data }];
    },

    ActivatePolicyVersion: (command, { policy: state }, { now }) => {
      const { version, validFrom } = command.data;
      const found = knownVersion(command, state);
      if ('rejected' in found) return found;
      if (parseInstant(validFrom) !== validFrom) {
        const detail = `${validFrom} is no moment in UTC with milliseconds: write it as 2026-03-01T09:30:00.000Z.`;
        return reject('INVALID_INSTANT', detail, '/validFrom');
      }
      if (found.retired) {
        const detail = `Version ${version} of ${idOf(command.stream)} is retired: publish its document as a new version.`;
        return reject('POLICY_VERSION_RETIRED', detail, '/version');
      }
      const from = validFrom < now ? now : validFrom;
      if (versionAt(state, from) === version) return [];
      return [{ type: 'PolicyVersionActivated', data: { version, validFrom: from } }];
    },

    RetirePolicyVersion: (command, { policy: state }, { now }) => {
      const found = knownVersion(command, state);
      if ('rejected' in found) return found;
      if (found.retired) return [];
      const from = momentInForce(state, found.version, now);
      if (from === undefined) return [{ type: 'PolicyVersionRetired', data: command.data }];
      const detail = `Version ${found.version} of ${idOf(command.stream)} is in force at ${from}: activate another from then on, then retire it.`;
      return reject('POLICY_VERSION_IN_FORCE', detail, '/version');
    },
  },

  evolve: {
    PolicyVersionPublished: (state, { data: { version, document } }) => ({
      ...state,
      versions: [...state.versions, { version, document, retired: false }],
    }),
    PolicyVersionActivated: (state, { data: { version, validFrom } }) => ({
      ...state,
      activations: state.activations.toSpliced(state.activations.findLastIndex((before) => before.validFrom <= validFrom) + 1, 0, {
        version,
        validFrom,
      }),
    }),
    PolicyVersionRetired: (state, { data: { version } }) => ({
      ...state,
      versions: state.versions.map((known) => (known.version === version ? { ...known, retired: true } : known)),
    }),
  },
};

/**
 * The policy that is in force at a moment of decision time; before the first activation the built-in default, `<name>@0`.
 * @throws InvariantBroken for a name that no policy has
 */
export const policyInForce = (state: Policy, name: string, at: Instant): ActivePolicy => {
  if (!isPolicyName(name)) throw new InvariantBroken(`There is no policy ${name}: the policies are ${POLICY_NAMES.join(', ')}.`);
  const version = versionAt(state, at);
  return { ref: `${name}@${version}`, document: completed(name, versionOf(state, version)?.document ?? {}) };
};

/** A version by its number, whether it was ever in force or not; 0 is the default, `undefined` one that was never published. */
export const policyVersion = (state: Policy, name: PolicyName, version: number): ActivePolicy | undefined => {
  const document = version === 0 ? {} : versionOf(state, version)?.document;
  return document === undefined ? undefined : { ref: `${name}@${version}`, document: completed(name, document) };
};

/** The version in force at a moment; 0 is the default. */
const versionAt = (state: Policy, at: Instant): number => state.activations.findLast(({ validFrom }) => validFrom <= at)?.version ?? 0;

/** From when on, now or later, a version is in force. */
const momentInForce = (state: Policy, version: number, now: Instant): Instant | undefined =>
  [now, ...state.activations.map(({ validFrom }) => validFrom).filter((from) => from > now)].find(
    (from) => versionAt(state, from) === version,
  );

const versionOf = (state: Policy, version: number): PolicyVersion | undefined => state.versions.find((known) => known.version === version);

const nameOf = (stream: string): PolicyName | Rejection<'POLICY_UNKNOWN'> => {
  const name = idOf(stream);
  return isPolicyName(name) ? name : reject('POLICY_UNKNOWN', `There is no policy ${name}: take one of ${POLICY_NAMES.join(', ')}.`);
};

const knownVersion = (
  { stream, data: { version } }: Command<PolicyCommands, 'ActivatePolicyVersion' | 'RetirePolicyVersion'>,
  state: Policy,
): PolicyVersion | Rejection<'POLICY_UNKNOWN' | 'POLICY_VERSION_NOT_FOUND'> => {
  const name = nameOf(stream);
  if (typeof name !== 'string') return name;
  const detail = `Policy ${name} has no version ${version}: publish it first; the latest is ${state.versions.length}.`;
  return versionOf(state, version) ?? reject('POLICY_VERSION_NOT_FOUND', detail, '/version');
};

/** Problems that one refusal tells; the rest follow once these are mended. */
const PROBLEMS_TOLD_MAX = 5;

const invalid = (name: PolicyName, document: object): Rejection<'POLICY_DOCUMENT_INVALID'> | undefined => {
  const problems = checkPolicyDocument(name, document);
  if (problems.length === 0) return undefined;
  const told = problems.slice(0, PROBLEMS_TOLD_MAX).map(({ field, problem }) => `/document${field} ${problem}`);
  const more = problems.length > told.length ? `; and ${problems.length - told.length} more` : '';
  const end = more === '' && told.at(-1)!.endsWith('?') ? '' : '.';
  return reject('POLICY_DOCUMENT_INVALID', `Mend the document: ${told.join('; ')}${more}${end}`, `/document${problems[0]!.field}`);
};
