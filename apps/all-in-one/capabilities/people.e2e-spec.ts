import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../testing/product.js';

/**
 * SC1, the star salesman as a hostage-taker: ann alone deals with Acme, which is 20 % of sales, has not grown, and could buy three times as
 * much. Beta grows, and ben and cid serve it together.
 */
let product: Product;

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const person = (employeeId: string) => ({ employeeId });
/** The events of which a figure is made, by the id of the interaction. */
const eventOf = new Map<string, string>();

const order = async (accountId: string, month: string, amount: string) =>
  product.send('RecordOrder', accountId, `${month}-10`, { orderNumber: `${accountId}-${month}`, net: eur(amount) });

const months = (year: number) => Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`);

beforeAll(async () => {
  product = await startProduct();
  for (const [id, name] of [
    ['ann', 'Ann'],
    ['ben', 'Ben'],
    ['cid', 'Cid'],
  ] as const)
    await product.send('RegisterEmployee', person(id), '2022-01-03', { name });
  await product.send('OpenAccount', 'acme', '2022-01-03', { name: 'Acme' });
  await product.send('OpenAccount', 'beta', '2022-01-03', { name: 'Beta' });
  await product.send('AssignOwner', 'acme', '2022-01-04', { employeeId: 'ann' });
  await product.send('AssignOwner', 'beta', '2022-01-04', { employeeId: 'ben' });
  await product.send('AddStakeholder', 'acme', '2022-01-05', { stakeholderId: 'eve', name: 'Eve Adler', department: 'purchasing' });
  for (const month of [...months(2023), ...months(2024), ...months(2025)]) {
    await order('acme', month, '100.00');
    await order('beta', month, month < '2025' ? '300.00' : '400.00');
  }
  // Until September ben meets eve as often as ann does; from then on ann keeps her to herself.
  for (const month of months(2025)) {
    await product.send('RecordInteraction', 'acme', `${month}-05`, {
      interactionId: `acme-${month}`,
      channel: 'meeting',
      ourPeople: month < '2025-09' ? ['ann', 'ben'] : ['ann'],
      stakeholders: ['eve'],
    });
    await product.send('RecordInteraction', 'beta', `${month}-06`, { channel: 'call', ourPeople: ['ben', 'cid'] });
  }
  await product.caughtUp();
  const { items } = await product.ask('/v1/accounts/acme/history?limit=500');
  for (const { id, type, data } of items as readonly { id: string; type: string; data: { interactionId: string } }[])
    if (type === 'InteractionRecorded') eventOf.set(data.interactionId, id);
});
afterAll(async () => product[Symbol.asyncDispose]());

const risk = (asOf: string, more = '') => product.ask(`/v1/accounts/acme/people-risk?asOf=${asOf}${more}`);

describe('SC1: one person holds an account', () => {
  it('[60: figure] knows since when, with the contacts that show it', async () => {
    const before = await risk('2025-10-31');
    expect(before).toMatchObject({ hostage: { isHostage: false, oneSided: false, weighty: true, stagnant: true, since: null } });
    const then = await risk('2025-12-31');
    const { hostage } = then as unknown as { hostage: { since: string; evidence: readonly string[]; figures: Record<string, number> } };
    expect(then).toMatchObject({
      owner: 'ann',
      backup: null,
      netSales: eur('1200.00'),
      hostage: { isHostage: true, employeeId: 'ann', weighty: true, oneSided: true, stagnant: true },
      busFactor: { factor: 1, people: ['ann'], exact: true },
    });
    expect(hostage.figures).toMatchObject({ accountRevenueShare: 0.2, growth: 0 });
    expect((await risk(hostage.since))['hostage']).toMatchObject({ isHostage: true, since: hostage.since });
    const dayBefore = new Date(Date.parse(hostage.since) - 86_400_000).toISOString().slice(0, 10);
    expect((await risk(dayBefore))['hostage']).toMatchObject({ isHostage: false });
    const inWindow = [...eventOf].filter(([id]) => id.slice(5) <= hostage.since.slice(0, 7));
    expect(hostage.evidence.length).toBeGreaterThan(0);
    expect(inWindow.map(([, eventId]) => eventId)).toEqual(expect.arrayContaining([...hostage.evidence]));
  });

  it('[60: figure] tells what is lost if the star leaves tomorrow', async () => {
    const { without } = (await risk('2025-12-31', '&without=ann')) as unknown as { without: { contactsLost: number } };
    expect(without.contactsLost).toBeGreaterThan(0.5);
    const { items } = await product.ask('/v1/people-risk?asOf=2025-12-31&key=ann');
    expect(items).toMatchObject([{ employeeId: 'ann', name: 'Ann', accounts: 1, revenueShare: 0.2, holds: ['acme'] }]);
    const { items: ben } = await product.ask('/v1/people-risk?asOf=2025-12-31&key=ben');
    expect(ben).toMatchObject([{ accounts: 2, holds: [], revenueAtRisk: eur('0.00') }]);
    const { items: accounts } = await product.ask('/v1/people-risk?asOf=2025-12-31&by=account');
    expect(accounts).toMatchObject([{ accountId: 'acme' }, { accountId: 'beta', hhi: 0.5, effectiveNumber: 2, privateKnowledge: 0 }]);
  });

  it('[60: figure] is over once a backup stands in and the knowledge was handed over', async () => {
    await product.send('AssignBackupOwner', 'acme', '2026-01-08', { employeeId: 'ben' });
    await product.send('StartHandover', 'acme', '2026-01-09', { to: 'ben', checklist: ['people', 'prices'] });
    await product.caughtUp();
    expect(await risk('2026-01-14')).toMatchObject({ backup: 'ben', hostage: { isHostage: true } });
    await product.send('CompleteHandover', 'acme', '2026-01-15', { completed: ['people', 'prices'] });
    await product.caughtUp();
    expect(await risk('2026-01-15')).toMatchObject({
      owner: 'ben',
      handedOverOn: '2026-01-15',
      hostage: { isHostage: false, oneSided: false, weighty: true },
      busFactor: { factor: 2 },
      privateKnowledge: 0,
    });
  });
});

describe('what one knows, all may know', () => {
  const recordedBy = async (actor: string, type: string, day: string, body: object) => {
    const response = await fetch(`${product.url}/v1/commands/${type}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': actor },
      body: JSON.stringify({ accountId: 'beta', occurredAt: `${day}T09:00:00Z`, ...body }),
    });
    const { events } = (await response.json()) as { events: readonly { id: string }[] };
    return events[0]!.id;
  };
  let need: string;

  beforeAll(async () => {
    need = await recordedBy('cid', 'RecordInteraction', '2026-02-02', {
      data: { interactionId: 'need', channel: 'call', ourPeople: ['cid'], summary: 'They want rail.' },
    });
    await recordedBy('ben', 'SetAccountGoal', '2026-02-03', { data: { horizon: 'short', goal: 'Rail' }, evidence: [need] });
    await recordedBy('dan', 'DiscloseDissatisfaction', '2026-02-04', { data: { what: 'Late trucks.' } });
    await product.caughtUp();
  });

  it('[65: figure] shows who used what was told by whom, who met them together, and who keeps to oneself', async () => {
    expect(await product.ask('/v1/accounts/beta/sharing?asOf=2026-02-28')).toMatchObject({
      edges: [
        { from: 'cid', to: 'ben', used: 1, together: 0, passedOn: 0 },
        { from: 'ben', to: 'cid', used: 0, together: 12 },
      ],
      contactsShared: 12 / 13,
      evidenceShared: 1,
      silos: ['ana', 'dan'],
    });
    const acme = await product.ask('/v1/accounts/acme/sharing?asOf=2026-02-28');
    expect(acme).toMatchObject({ edges: expect.arrayContaining([expect.objectContaining({ from: 'ann', to: 'ben', passedOn: 1 })]) });
  });

  it('[62] belongs to the company: whoever told it, everybody reads it, it is exported whole, and nobody alters it', async () => {
    const asTold = async () => {
      const { items } = await product.ask('/v1/accounts/beta/history?limit=500&type=InteractionRecorded');
      return items.find(({ id }) => id === need);
    };
    const before = await asTold();
    expect(before).toMatchObject({ meta: { actor: 'cid' }, data: { summary: 'They want rail.' } });
    await product.send('CorrectInteraction', 'beta', '2026-02-05', {
      interactionId: 'need',
      changes: { summary: 'Rail or ship.' },
      reason: 'misheard',
    });
    await product.caughtUp();
    expect(await asTold()).toEqual(before);
    expect((await product.ask('/v1/accounts/beta/interactions?limit=1')).items).toMatchObject([
      { summary: 'Rail or ship.', recordedBy: 'cid' },
    ]);
  });
});
