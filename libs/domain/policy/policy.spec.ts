import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decider, type World } from '#libs/kernel/testing/decider.js';
import { completed } from './completed.js';
import { checkPolicyDocument, POLICY_DEFAULTS, POLICY_NAMES, READ_POLICIES } from './documents.js';
import { policy, policyInForce } from './policy.js';

const NOW = '2026-03-01T12:00:00.000Z';
const LATER = '2026-04-01T00:00:00.000Z';
const MUCH_LATER = '2026-05-01T00:00:00.000Z';
const world: World = { stream: 'policy-recording', now: NOW };
const tolerance = (futureToleranceMinutes: number) => ({ futureToleranceMinutes });

const published = (version: number) => ({ type: 'PolicyVersionPublished', data: { version, document: tolerance(version) } }) as const;
const activated = (version: number, validFrom: string) => ({ type: 'PolicyVersionActivated', data: { version, validFrom } }) as const;
const retired = (version: number) => ({ type: 'PolicyVersionRetired', data: { version, reason: 'superseded' } }) as const;

const publish = (version: number, document: object = tolerance(version)) =>
  ({ type: 'PublishPolicyVersion', data: { version, document } }) as const;
const activate = (version: number, validFrom: string = NOW) => ({ type: 'ActivatePolicyVersion', data: { version, validFrom } }) as const;
const retire = (version: number) => ({ type: 'RetirePolicyVersion', data: { version, reason: 'superseded' } }) as const;

const given = decider(policy).given;

describe('a policy', () => {
  it('is published version by version, each with its rationale', () => {
    const data = { version: 2, document: tolerance(10), rationale: 'clocks of a supplier are off' };
    given(published(1)).when({ type: 'PublishPolicyVersion', data }, world).thenEvents({ type: 'PolicyVersionPublished', data });
  });

  it('takes the same version with the same document as already so, whatever the order of its fields', () => {
    const { value, strategic, regression } = POLICY_DEFAULTS['stage-evidence'];
    const event = { type: 'PolicyVersionPublished', data: { version: 1, document: { value, strategic, regression } } } as const;
    given(event)
      .when(publish(1, { regression, strategic, value }), { ...world, stream: 'policy-stage-evidence' })
      .thenEvents();
  });

  it('refuses a version that is not the next, a changed document of an old one among them', () => {
    given(published(1)).when(publish(3), world).thenRejected('POLICY_VERSION_NOT_NEXT', 'publish version 2');
    given(published(1))
      .when(publish(1, tolerance(7)), world)
      .thenRejected('POLICY_VERSION_NOT_NEXT', 'publish version 2');
  });

  it('refuses a document that breaks its schema and points at the field', () => {
    const { decision } = given().when(publish(1, { futureToleranceMinutes: 1.5, 'a/b': 1 }), world);
    expect(decision).toEqual({
      rejected: 'POLICY_DOCUMENT_INVALID',
      detail:
        'Mend the document: /document/futureToleranceMinutes must be a whole number from 0 to 1440; /document/a~1b is no field of this policy.',
      field: '/document/futureToleranceMinutes',
    });
  });

  it('U11: ends with one mark where it asks what was meant', () => {
    const stream = 'policy-calendar';
    const { decision } = given().when(publish(1, { timeZone: 'Asia/Shangai', fiscalYearStartsIn: 1 }), { ...world, stream });
    expect(decision).toMatchObject({
      rejected: 'POLICY_DOCUMENT_INVALID',
      detail: expect.stringMatching(/did you mean Asia\/Shanghai[^.]*\?$/),
    });
  });

  it('tells only the first few problems of a document and how many there are beside them', () => {
    const unknown = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`field${index}`, true]));
    given().when(publish(1, unknown), world).thenRejected('POLICY_DOCUMENT_INVALID', 'and 5 more.');
  });

  it.each([publish(1), activate(1), retire(1)])('refuses $type under a name that no policy has and lists the names', (command) => {
    const { decision } = given().when(command, { ...world, stream: 'policy-mood' });
    expect(decision).toMatchObject({ rejected: 'POLICY_UNKNOWN' });
    expect(POLICY_NAMES.filter((name) => !(decision as { detail: string }).detail.includes(name))).toEqual([]);
  });

  it.each([activate(2), retire(2)])('refuses $type of a version that was never published', (command) => {
    given(published(1)).when(command, world).thenRejected('POLICY_VERSION_NOT_FOUND', 'the latest is 1');
  });

  it('comes into force at a later moment', () => {
    given(published(1)).when(activate(1, LATER), world).thenEvents(activated(1, LATER));
  });

  it('never comes into force in the past: what was decided under the old version stays so', () => {
    given(published(1)).when(activate(1, '2020-01-01T00:00:00.000Z'), world).thenEvents(activated(1, NOW));
  });

  it('refuses to be activated at what is no moment', () => {
    given(published(1)).when(activate(1, '2026-02-30T00:00:00.000Z'), world).thenRejected('INVALID_INSTANT');
  });

  it('takes an activation of the version in force at that moment as already so', () => {
    const history = given(published(1), published(2), activated(1, NOW), activated(2, LATER));
    history.when(activate(1, '2026-03-15T00:00:00.000Z'), world).thenEvents();
    history.when(activate(2, MUCH_LATER), world).thenEvents();
    history.when(activate(1, MUCH_LATER), world).thenEvents(activated(1, MUCH_LATER));
  });

  it('refuses to activate a retired version', () => {
    given(published(1), retired(1)).when(activate(1), world).thenRejected('POLICY_VERSION_RETIRED', 'as a new version');
  });

  it('retires a version that is not in force, once', () => {
    given(published(1), published(2), activated(2, NOW)).when(retire(1), world).thenEvents(retired(1));
    given(published(1), retired(1)).when(retire(1), world).thenEvents();
  });

  it('refuses to retire a version that is in force or due to be, unless another takes over', () => {
    given(published(1), activated(1, NOW)).when(retire(1), world).thenRejected('POLICY_VERSION_IN_FORCE', NOW);
    const due = [published(1), published(2), activated(1, NOW), activated(2, LATER)] as const;
    given(...due)
      .when(retire(1), world)
      .thenRejected('POLICY_VERSION_IN_FORCE', NOW);
    given(...due)
      .when(retire(2), world)
      .thenRejected('POLICY_VERSION_IN_FORCE', LATER);
    given(...due, activated(1, LATER))
      .when(retire(2), world)
      .thenEvents(retired(2));
  });

  it('is in force by the activation before the moment, of two at one moment the later; before all by the default', () => {
    const { slice } = given(
      published(1),
      published(2),
      activated(2, LATER),
      activated(1, NOW),
      activated(1, MUCH_LATER),
      activated(2, MUCH_LATER),
    );
    const at = (moment: string) => policyInForce(slice, 'recording', moment);
    expect(at('2026-03-01T11:59:59.999Z')).toEqual({ ref: 'recording@0', document: { futureToleranceMinutes: 5 } });
    expect([NOW, LATER, MUCH_LATER].map((moment) => at(moment).ref)).toEqual(['recording@1', 'recording@2', 'recording@2']);
    expect(at(LATER).document).toEqual(tolerance(2));
    expect(() => policyInForce(slice, 'mood', NOW)).toThrow('There is no policy mood');
  });
});

/** Fields that policies had not from the beginning: documents of before lack them. */
const ADDED = new Set([
  'hostage-risk/contactHalfLifeDays',
  'hostage-risk/contactsKeptMin',
  'hostage-risk/channelWeights',
  'stage-evidence/expiry',
  'stage-evidence/opinions',
  'designation-criteria/scoreMet',
  'designation-criteria/weights',
  'designation-criteria/revenueShareBand',
  'designation-criteria/dependencyShareMin',
  'designation-criteria/potentialHeadroomMin',
  'designation-criteria/payoff',
  'designation-criteria/growing',
  'segmentation/promising',
  'segmentation/everyMonths',
  'health-score/overrides',
  'win-back/regainedWithinDays',
  'cadence/intelReportDays',
  'silence/baselineFactor',
  'silence/baselineSignalsMin',
  'silence/baselineDaysMin',
  'service-levels/expert',
  'service-levels/replyHours',
  'service-levels/themeRepeats',
  'service-levels/themeWindowDays',
  'service-levels/disputeDays',
  'service-levels/loudComplaints',
]);

describe('the document of a policy', () => {
  it.each(POLICY_NAMES)('%s has a default that its own schema accepts', (name) => {
    expect(checkPolicyDocument(name, POLICY_DEFAULTS[name])).toEqual([]);
  });

  it.each(POLICY_NAMES)('%s is refused without its fields', (name) => {
    const required = Object.keys(POLICY_DEFAULTS[name]).filter((field) => !ADDED.has(`${name}/${field}`));
    const problems = required.map((field) => ({ field: `/${field}`, problem: 'is missing' }));
    expect(checkPolicyDocument(name, {})).toEqual(problems);
  });

  it('that was published before its policy had some fields is held against their defaults, in order with those that it has', () => {
    const criteria = { criteria: ['reputation'], criteriaMin: 1, breadwinnerProfitShareMin: 0.1 };
    expect(checkPolicyDocument('designation-criteria', criteria)).toEqual([]);
    expect(checkPolicyDocument('designation-criteria', { ...criteria, revenueShareBand: { min: 0.6 } })).toEqual([
      { field: '/revenueShareBand/min', problem: 'must not be above /revenueShareBand/max' },
    ]);
  });

  it('R1: that was published before evidence expired holds the defaults of what it lacks, and is accepted', () => {
    const { expiry, ...before } = POLICY_DEFAULTS['stage-evidence'];
    expect(checkPolicyDocument('stage-evidence', before)).toEqual([]);
    expect(completed('stage-evidence', before)).toEqual(POLICY_DEFAULTS['stage-evidence']);
    const some = { ...before, expiry: { reviews: 31 } };
    expect(checkPolicyDocument('stage-evidence', some)).toEqual([]);
    expect(completed('stage-evidence', some).expiry).toEqual({ ...expiry, reviews: 31 });
    expect(checkPolicyDocument('stage-evidence', { ...before, expiry: { reviews: 0 } })).toMatchObject([{ field: '/expiry/reviews' }]);
  });

  it('is checked field by field, down into its parts', () => {
    const { value, strategic } = POLICY_DEFAULTS['stage-evidence'];
    const requires = ['long-goal', 'long-goal'];
    const document = { value: { ...value, scoreMin: 25 }, strategic: { ...strategic, requires }, regression: 3, __proto__: null };
    expect(checkPolicyDocument('stage-evidence', document)).toEqual([
      { field: '/value/scoreMin', problem: 'must be a whole number from 6 to 24' },
      { field: '/strategic/requires', problem: expect.stringContaining('distinct words among short-goal') },
      { field: '/regression', problem: 'must be an object' },
    ]);
    const segmentation = { ...POLICY_DEFAULTS.segmentation, metric: 'mood', xyz: { xMax: Number.NaN, yMax: '1' } };
    expect(checkPolicyDocument('segmentation', segmentation).map(({ field }) => field)).toEqual(['/metric', '/xyz/xMax', '/xyz/yMax']);
  });

  it('names no field that only every object has', () => {
    const document: unknown = JSON.parse('{"futureToleranceMinutes":5,"__proto__":{},"constructor":1}');
    expect(checkPolicyDocument('recording', document as object).map(({ field }) => field)).toEqual(['/__proto__', '/constructor']);
  });

  it('keeps what must rise in order', () => {
    const { value, strategic, regression } = POLICY_DEFAULTS['stage-evidence'];
    expect(checkPolicyDocument('stage-evidence', { value: { ...value, scoreMin: 18 }, strategic, regression })).toEqual([
      { field: '/value/scoreMin', problem: 'must not be above /strategic/scoreMin' },
    ]);
    expect(checkPolicyDocument('churn-prior', { ...POLICY_DEFAULTS['churn-prior'], satisfied: 0.3 })).toEqual([
      { field: '/satisfied', problem: 'must not be above /neutral' },
    ]);
  });

  it('caps the health of an account by conditions in order, each named once', () => {
    const { overrides, ...before } = POLICY_DEFAULTS['health-score'];
    expect([checkPolicyDocument('health-score', before), completed('health-score', before).overrides]).toEqual([[], overrides]);
    const lost = { when: 'lost', scoreMax: 0 };
    for (const wrong of [[lost, lost], [{ when: 'late', scoreMax: 0 }], [{ when: 'lost' }], [{ ...lost, scoreMax: 101 }], 'lost'])
      expect(checkPolicyDocument('health-score', { ...before, overrides: wrong })).toEqual([
        { field: '/overrides', problem: expect.stringContaining('churn-criterion-met') },
      ]);
    expect(checkPolicyDocument('health-score', { ...before, overrides: [] })).toEqual([]);
  });

  it('T5: of the calendar is refused for a zone or a month that there is not, with what was meant', () => {
    expect(checkPolicyDocument('calendar', { timeZone: 'Asia/Shanghai', fiscalYearStartsIn: 4 })).toEqual([]);
    expect(checkPolicyDocument('calendar', { timeZone: 'Asia/Shangai', fiscalYearStartsIn: 13 })).toEqual([
      { field: '/timeZone', problem: expect.stringContaining('did you mean Asia/Shanghai') },
      { field: '/fiscalYearStartsIn', problem: 'must be a whole number from 1 to 12' },
    ]);
    expect(checkPolicyDocument('calendar', { timeZone: '+08:00', fiscalYearStartsIn: 1 })).toEqual([
      { field: '/timeZone', problem: expect.stringContaining('such as Europe/Berlin') },
    ]);
  });

  it('M8, U2: of reporting is refused for what is no currency, no basis of sales, no month', () => {
    const good = { currency: 'GBP', salesBasis: 'invoices' };
    expect([checkPolicyDocument('reporting', good), checkPolicyDocument('reporting', { ...good, since: '2010-12' })]).toEqual([[], []]);
    expect(checkPolicyDocument('reporting', { currency: 'EUT', salesBasis: 'bookings', since: '2026-13' })).toEqual([
      { field: '/currency', problem: 'must be the code of a currency of ISO 4217 such as EUR; did you mean EUR?' },
      { field: '/salesBasis', problem: 'must be one of orders, deliveries, invoices' },
      { field: '/since', problem: 'must be a month such as 2026-03' },
    ]);
    expect(checkPolicyDocument('reporting', { ...good, currency: 7 }).map(({ field }) => field)).toEqual(['/currency']);
  });
});

describe('U13: policies', () => {
  it('that are said to be read are asked for somewhere, and the others nowhere', () => {
    const folders = ['libs/domain', 'libs/read-models', 'apps/query-api'];
    const files = folders
      .flatMap((folder) => globSync(`${folder}/**/*.ts`))
      .filter((file) => !/spec|testing|documents\.ts|policies\.ts/.test(file));
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const asked = POLICY_NAMES.filter((name) => new RegExp(`(policy<\\w+>\\(|policyInForce\\([^)]*|policy\\()'${name}'`).test(text));
    expect(asked.toSorted()).toEqual([...READ_POLICIES].toSorted());
  });
});
