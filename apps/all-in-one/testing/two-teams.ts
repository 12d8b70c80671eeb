/** Says a command to a server and waits for its answer; anything but accepted is an error. */
export type Send = (type: string, target: Record<string, string>, occurredAt: string, data: object, more?: object) => Promise<void>;

/** See {@link Send}. */
export const sendTo =
  (url: () => string): Send =>
  async (type, target, occurredAt, data, more = {}) => {
    const response = await fetch(`${url()}/v1/commands/${type}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=10', 'x-rapport-actor': 'ana' },
      body: JSON.stringify({ ...target, occurredAt, data, ...more }),
    });
    if (response.status !== 200) throw new Error(`${type}: ${response.status} ${await response.text()}`);
  };

const acme = { accountId: 'acme' };

/** An amount in euros. */
export const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Two teams, a person who moves between them, two accounts, and orders before and after the move. */
export const tellTwoTeams = async (send: Send): Promise<void> => {
  await send('FormTeam', { teamId: 'north' }, '2025-01-01T08:00:00Z', { name: 'Team North' });
  await send('FormTeam', { teamId: 'south' }, '2025-01-01T08:00:00Z', { name: 'Team South' });
  await send('RegisterEmployee', { employeeId: 'ana' }, '2025-01-01T08:00:00Z', { name: 'Ana Ruiz' });
  await send('RegisterEmployee', { employeeId: 'ben' }, '2025-01-01T08:00:00Z', { name: 'Ben Okafor' });
  await send('JoinTeam', { employeeId: 'ana' }, '2025-01-02T08:00:00Z', { teamId: 'north' });
  await send('OpenAccount', acme, '2025-01-10T08:00:00Z', { name: 'Acme' });
  await send('OpenAccount', { accountId: 'bolt' }, '2025-01-11T08:00:00Z', { name: 'Bolt' });
  await send('AssignOwner', acme, '2025-01-10T09:00:00Z', { employeeId: 'ana' });
  await send('RecordOrder', acme, '2025-02-03T08:00:00Z', { orderNumber: 'A-1', net: eur('100.10') });
  await send('MakePromise', acme, '2025-02-03T08:00:00Z', { promiseId: 'p1', what: 'Deliver A-1', due: '2025-02-17', orderNumber: 'A-1' });
  await send('KeepPromise', acme, '2025-02-20T08:00:00Z', { promiseId: 'p1' });
  await send('MakePromise', acme, '2025-03-01T08:00:00Z', { promiseId: 'p2', what: 'Call back', due: '2025-03-05' });
  await send('JoinTeam', { employeeId: 'ana' }, '2025-04-01T08:00:00Z', { teamId: 'south' });
  await send('RecordOrder', acme, '2025-05-05T08:00:00Z', { orderNumber: 'A-2', net: eur('50.00') });
  await send('RecordInteraction', acme, '2025-05-06T08:00:00Z', { channel: 'call', interactionId: 'i1' }, { note: 'asked for a quote' });
  await send('CorrectInteraction', acme, '2025-05-07T08:00:00Z', {
    interactionId: 'i1',
    changes: { channel: 'meeting' },
    reason: 'it was a visit',
  });
  await send('AssignOwner', acme, '2025-06-01T08:00:00Z', { employeeId: 'ben' });
  await send('AssignTerritory', acme, '2025-05-01T08:00:00Z', { territory: 'later', effectiveFrom: '2098-01-01' });
  await send('AssignTerritory', acme, '2025-05-02T08:00:00Z', { territory: 'north' });
  // Told late: it happened before the transfer, and belongs to the owner and the team of that time.
  await send('RecordOrder', acme, '2025-02-10T08:00:00Z', { orderNumber: 'A-3', net: eur('7.00') });
};
