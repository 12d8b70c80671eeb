import { type Story } from './story.js';

/** What is to be done, ours and theirs, and what somebody dared to predict. */
export const openWork = (story: Story): void => {
  const helios = 'account-helios-retail';
  story.tell(helios, story.at(20, 17), 'MakePromise', {
    promiseId: 'forecast-q',
    what: 'A forecast for all brands',
    due: story.day(-12),
    stakeholderId: 'supply',
    authority: 'Joint plan, version 3',
    urgency: 'planned',
  });
  story.tell(helios, story.at(20, 17), 'PlanAction', {
    actionId: 'test-store',
    what: 'Name a store for the trial',
    due: story.day(-5),
    stakeholderId: 'stores',
  });
  story.tell(helios, story.at(19, 10), 'MakeCommitment', {
    commitmentId: 'truck-plan',
    employeeId: 'ben',
    what: 'A plan for the trucks',
    due: story.day(6),
  });
  story.tell('account-kestrel-parts', story.at(11, 10), 'MakePromise', {
    promiseId: 'root-cause',
    what: 'Say why it was late three times',
    due: story.day(4),
    stakeholderId: 'plant',
    urgency: 'urgent',
    authority: 'Emma Lindqvist',
  });
  story.tell('account-tessera-labs', story.at(75), 'MakePrediction', {
    predictionId: 'line',
    claim: 'They buy the second line',
    probabilityPercent: 70,
    due: story.day(-30),
  });
  story.tell('account-quarry-stone', story.at(160), 'MakePrediction', {
    predictionId: 'double',
    claim: 'They double by spring',
    probabilityPercent: 90,
    due: story.day(70),
  });
  story.tell('account-quarry-stone', story.at(68), 'ResolvePrediction', { predictionId: 'double', cameTrue: false });
};
