import { amendments } from '#libs/domain/amendments.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../../testing/histories.js';
import { stageBoard } from '../stage-board.js';

/** The line of an account that was opened on 10 January 2026, after what is told of it. */
export const line = (tell: (log: Log) => void) => {
  const log = new Log();
  log.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme', country: 'DE' } }, '2026-01-10');
  tell(log);
  return projection(stageBoard, amendments)
    .given(...log.events)
    .document('acme')!;
};
