import { complaintDesk } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { decisionMap } from '#libs/read-models/decision-map/decision-map.js';
import { dossier, dossierOn } from '#libs/read-models/dossier/dossier.js';
import { interactionLog } from '#libs/read-models/interaction-log/interaction-log.js';
import { promiseLedger } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { taskBoard } from '#libs/read-models/task-board/task-board.js';
import { type AsOf } from '../answers.js';
import { policyInForce } from '../policy-in-force.js';
import { demandAccount } from '../problems.js';
import { question } from '../question.js';
import { type Brief, briefOf } from '../questions/brief.js';
import { decisionMapOf } from '../questions/decision-map.js';
import { reportingOf } from '../reporting.js';
import { type View } from '../view.js';

export type BriefAnswer = Brief & { readonly asOf: AsOf };

/** What somebody should know before meeting an account, drawn from everything that is on record. */
export const brief = question({
  name: 'Brief',
  path: '/v1/accounts/{id}/brief',
  summary: 'Before a meeting: dossier, people, promises, actions, the plan and the last interactions',
  read: { files: dossier, complaints: complaintDesk, log: interactionLog, map: decisionMap, ledger: promiseLedger, board: taskBoard },
  answer: async ({ files, complaints, log, map, ledger, board, id, spokenFor, moment, until, sources }): Promise<Brief> => {
    const ofAll = async <Document extends object>(view: View<Document>): Promise<readonly Document[]> =>
      (await Promise.all(spokenFor.map((accountId) => view.all({ accountId })))).flat();
    const own = await files.get(id);
    if (own === undefined) await demandAccount(sources.store, id, moment);
    const { quietDays } = await policyInForce(sources.store, 'silence', moment, until);
    const { today } = await reportingOf(sources, moment, until);
    const material = {
      dossier: dossierOn(own ?? { sections: {} }, { today, until }, await policyInForce(sources.store, 'dossier', moment, until)),
      desk: await ofAll(complaints),
      log: await ofAll(log),
      map: decisionMapOf(await ofAll(map), until, today, quietDays),
      promises: await ofAll(ledger),
      tasks: await ofAll(board),
    };
    return briefOf(material, until, today);
  },
});
