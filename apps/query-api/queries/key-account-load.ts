import { type EmployeeEntry, directory } from '#libs/read-models/directory/directory.js';
import { type SegmentedAccount, segmentsAndTiers } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { designationOf, ownerOf, rounded } from '../questions/account-lines.js';
import { question } from '../question.js';

/** What a person serves and can serve. */
interface PersonLoad {
  readonly employeeId: string;
  readonly name: string | null;
  readonly teamId: string | null;
  /** Has left, and still has key accounts. */
  readonly departed: boolean;
  readonly keyAccounts: number;
  readonly keyAccountsMax: number;
  /** The person's own capacity, or that of policy `capacity`. */
  readonly maxBy: 'person' | 'policy';
  /** Of the capacity; null where that is nothing. */
  readonly share: number | null;
  readonly is: 'free' | 'nearly full' | 'full' | 'over';
  readonly accounts: readonly string[];
}

export interface KeyAccountLoadAnswer {
  readonly keyAccounts: number;
  readonly keyAccountsMax: number;
  readonly over: number;
  readonly items: readonly PersonLoad[];
  readonly asOf: AsOf;
}

/** Who serves how many key accounts, those that are approved for a later day among them; the fullest first. */
export const keyAccountLoad = question({
  name: 'KeyAccountLoad',
  path: '/v1/key-account-load',
  summary: 'Key accounts of each manager against the capacity',
  read: { board: segmentsAndTiers, names: directory },
  answer: async ({ board, names, sources, moment, until }): Promise<Omit<KeyAccountLoadAnswer, 'asOf'>> => {
    const capacity = await policyInForce(sources.store, 'capacity', moment, until);
    const accounts = ((await board.all({ kind: 'account' })) as readonly SegmentedAccount[]).filter(
      (account) => designationOf(account) !== null && ownerOf(account) !== null,
    );
    const served = Map.groupBy(accounts, (account) => ownerOf(account)!);
    const people = new Map(((await names.all({ kind: 'employee' })) as readonly EmployeeEntry[]).map((person) => [person.id, person]));
    const asked = new Set([
      ...served.keys(),
      ...[...people.values()].filter(({ keyAccountsMax }) => keyAccountsMax !== null).map(({ id }) => id),
    ]);
    const items = [...asked].map((employeeId): PersonLoad => {
      const person = people.get(employeeId);
      const keyAccounts = served.get(employeeId)?.length ?? 0;
      const keyAccountsMax = person?.keyAccountsMax ?? capacity.keyAccountsMax;
      return {
        employeeId,
        name: person?.name ?? null,
        teamId: person?.teamId ?? null,
        departed: person?.active === false,
        keyAccounts,
        keyAccountsMax,
        maxBy: (person?.keyAccountsMax ?? null) === null ? 'policy' : 'person',
        share: keyAccountsMax === 0 ? null : rounded(keyAccounts / keyAccountsMax),
        is: stateOf(keyAccounts, keyAccountsMax, capacity.warnAtShare),
        accounts: (served.get(employeeId) ?? []).map(({ accountId }) => accountId).toSorted(),
      };
    });
    return {
      keyAccounts: items.reduce((sum, person) => sum + person.keyAccounts, 0),
      keyAccountsMax: items.reduce((sum, person) => sum + person.keyAccountsMax, 0),
      over: items.filter(({ is }) => is === 'over').length,
      items: items.toSorted(
        (left, right) =>
          right.keyAccounts * left.keyAccountsMax - left.keyAccounts * right.keyAccountsMax
          || Number(left.employeeId > right.employeeId) - Number(left.employeeId < right.employeeId),
      ),
    };
  },
});

const stateOf = (keyAccounts: number, max: number, warnAtShare: number): PersonLoad['is'] => {
  if (keyAccounts > max) return 'over';
  if (keyAccounts === max) return 'full';
  return keyAccounts >= warnAtShare * max ? 'nearly full' : 'free';
};
