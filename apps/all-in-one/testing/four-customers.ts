import { type Product } from './product.js';

/** An amount in euros. */
export const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Orders of one account, each on its day, and what it earned where that is told. */
const orders = async (
  send: Product['send'],
  accountId: string,
  days: readonly string[],
  net = '100.00',
  margin?: string,
): Promise<void> => {
  for (const [index, day] of days.entries()) {
    const orderNumber = `${accountId}-${day}-${index}`;
    await send('RecordOrder', accountId, day, { orderNumber, net: eur(net) });
    if (margin !== undefined) await send('RecordMargin', accountId, day, { orderNumber, margin: eur(margin) });
  }
};

const survey = async (send: Product['send'], accountId: string, day: string, level: string): Promise<void> => {
  const surveyId = `s-${day}`;
  await send('SendSurvey', accountId, day, { surveyId, asks: ['level'], recipients: 1 });
  await send('RecordSurveyResponse', accountId, day, { surveyId, level });
};

/**
 * Four customers of Ann's team: acme buys monthly, at a loss in the end, and is very dissatisfied; bolt buys monthly until it is lost to a
 * rival; cable is lost, won back, and lost again; drum buys and says nothing.
 */
export const tellOfFourCustomers = async ({ send, caughtUp }: Product): Promise<void> => {
  await send('FormTeam', { teamId: 'north' }, '2023-01-02', { name: 'North' });
  await send('RegisterEmployee', { employeeId: 'ann' }, '2023-01-02', { name: 'Ann' });
  await send('JoinTeam', { employeeId: 'ann' }, '2023-01-02', { teamId: 'north' });
  for (const [accountId, segment] of [
    ['acme', 'A'],
    ['bolt', 'B'],
    ['cable', 'A'],
    ['drum', 'B'],
  ] as const) {
    await send('OpenAccount', accountId, '2023-01-02', { name: accountId, segment });
    await send('AssignOwner', accountId, '2023-01-02', { employeeId: 'ann' });
  }
  await orders(send, 'acme', ['2024-01-10', '2024-02-10', '2024-03-10'], '100.00', '12.00');
  await orders(send, 'acme', ['2024-04-10', '2024-05-10'], '100.00', '-3.00');
  await orders(send, 'bolt', ['2023-10-01', '2023-11-01', '2023-12-01'], '200.00');
  await orders(send, 'cable', ['2023-02-01', '2023-03-01', '2023-04-01'], '300.00');
  await orders(send, 'drum', ['2024-01-05', '2024-03-05', '2024-05-05'], '50.00');
  await survey(send, 'acme', '2024-05-20', 'very-dissatisfied');
  await survey(send, 'bolt', '2023-05-01', 'satisfied');
  await send('RecordCostToServe', 'acme', '2024-05-31', { month: '2024-05', cost: eur('20.00'), kind: 'express freight' });
  await send('RecordExternalChange', 'bolt', '2024-01-05', {
    changeId: 'duty',
    kind: 'policy',
    what: 'A duty on bearings.',
    party: 'Customs',
    reasons: ['price'],
  });
  await send('DeclareLost', 'bolt', '2024-04-15', { reasons: ['price', 'deadline_promise'], competitor: 'Vireo' });
  await send('RecordPostmortem', 'bolt', '2024-04-20', { internal: ['No survey in a year'], external: ['Vireo opened a depot'] });
  await send('DeclareLost', 'cable', '2023-08-01', { reasons: ['price'], competitor: 'Vireo' });
  await send('OpenWinBack', 'cable', '2023-08-10', { reason: 'They ask for us', value: eur('1000.00') });
  await send('MakeWinBackOffer', 'cable', '2023-08-11', { offerId: 'gift', kind: 'gift', cost: eur('150.00') });
  await send('RecordWinBackAnswer', 'cable', '2023-08-12', { offerId: 'gift', accepted: false });
  await send('MakeWinBackOffer', 'cable', '2023-08-13', { offerId: 'discount', kind: 'discount', cost: eur('100.00') });
  await send('RecordWinBackAnswer', 'cable', '2023-08-20', { offerId: 'discount', accepted: true });
  await send('DeclareWonBack', 'cable', '2023-09-01', {});
  await orders(send, 'cable', ['2023-09-10', '2023-10-10'], '300.00');
  await send('DeclareLost', 'cable', '2024-05-01', { reasons: ['service'] });
  await caughtUp();
};
