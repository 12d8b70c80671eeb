import { type AccountCommands } from '#libs/domain/messages.js';
import { type Story } from './story.js';

type Level = NonNullable<AccountCommands['RecordSurveyResponse']['level']>;

/** Account, days, recipients, and each answer: who, how likely they recommend us, how content they are, and their words. */
const SURVEYS: readonly (readonly [string, number, number, readonly (readonly [string, number, Level, string?])[]])[] = [
  [
    'helios-retail',
    330,
    5,
    [
      ['buyer', 6, 'indifferent'],
      ['supply', 7, 'satisfied'],
    ],
  ],
  [
    'helios-retail',
    150,
    5,
    [
      ['chief', 9, 'satisfied'],
      ['supply', 10, 'very-satisfied', 'You tell us before we ask.'],
      ['stores', 7, 'satisfied'],
    ],
  ],
  [
    'helios-retail',
    35,
    5,
    [
      ['chief', 10, 'very-satisfied'],
      ['supply', 9, 'very-satisfied'],
      ['buyer', 9, 'satisfied'],
    ],
  ],
  ['brightwater-foods', 160, 3, [['director', 9, 'satisfied', 'Dmitri takes care of everything.']]],
  [
    'brightwater-foods',
    38,
    3,
    [
      ['director', 8, 'satisfied'],
      ['plant', 3, 'dissatisfied', 'I do not know whom to call when he is away.'],
    ],
  ],
  [
    'northgate-controls',
    140,
    2,
    [
      ['buyer', 9, 'satisfied'],
      ['engineer', 8, 'satisfied'],
    ],
  ],
  [
    'kestrel-parts',
    58,
    2,
    [
      ['plant', 1, 'very-dissatisfied', 'Promises are cheap.'],
      ['buyer', 4, 'dissatisfied'],
    ],
  ],
  ['lumen-care', 90, 2, [['founder', 10, 'very-satisfied']]],
  ['orchid-pharma', 40, 1, [['buyer', 7, 'satisfied', 'On trial.']]],
  ['summit-logistics', 280, 2, [['operations', 5, 'indifferent', 'We hear of works when the gate is shut.']]],
  [
    'summit-logistics',
    70,
    2,
    [
      ['operations', 9, 'satisfied'],
      ['buyer', 8, 'satisfied'],
    ],
  ],
  ['tessera-labs', 100, 1, [['buyer', 9, 'very-satisfied']]],
  ['fjord-marine', 130, 1, [['buyer', 8, 'satisfied']]],
  ['delta-mills', 95, 1, []],
];

/** What customers say where they are asked, and where not. */
export const voices = (story: Story): void => {
  for (const [account, days, recipients, answers] of SURVEYS) {
    const stream = `account-${account}`;
    const surveyId = `survey-${account}-${days}`;
    story.tell(stream, story.at(days), 'SendSurvey', {
      surveyId,
      asks: ['nps', 'level'],
      recipients,
      occasion: 'periodic',
      channel: 'mail',
    });
    for (const [respondent, nps, level, words] of answers)
      story.tell(stream, story.at(days - 3, 13), 'RecordSurveyResponse', {
        surveyId,
        respondent,
        nps,
        level,
        ...(words === undefined ? {} : { words }),
      });
  }
  for (const [account, days, need, dimension, importance] of [
    ['helios-retail', 320, 'Shelves that are filled by the day', 'service', 5],
    ['brightwater-foods', 140, 'Film that can be recycled', 'assortment', 4],
    ['kestrel-parts', 119, 'To know where an order is', 'service', 5],
    ['tessera-labs', 128, 'Sensors that can be sterilised', 'quality', 5],
  ] as const)
    story.tell(`account-${account}`, story.at(days), 'RecordNeed', { needId: 'first', need, dimension, importance, toldBy: 'buyer' });
  story.tell('account-helios-retail', story.at(170), 'MeetNeed', { needId: 'first', by: 'Replenishment by sell-out' });
  story.tell('account-tessera-labs', story.at(125), 'ChangeNeed', {
    needId: 'first',
    direction: 'up',
    change: 'A second line is planned.',
  });
  story.tell('account-brightwater-foods', story.at(33), 'AskCustomer', {
    questionId: 'backup',
    question: 'Whom would you call if Dmitri were away?',
    askedOf: 'plant',
  });
  story.tell('account-kestrel-parts', story.at(12, 12), 'RecordSentiment', {
    sentiment: 'very-negative',
    of: 'plant',
    words: 'This is the last time.',
  });
  story.tell('account-lumen-care', story.at(45), 'RecordSentiment', { sentiment: 'very-positive', of: 'founder', about: 'the refill' });
  story.tell('account-delta-mills', story.at(150), 'RecordExternalChange', {
    changeId: 'digital-dyeing',
    kind: 'technology',
    what: 'Digital dyeing needs a tenth of our product.',
    effect: 'threat',
    reasons: ['technology'],
  });
};
