import { oneOf } from '#libs/kernel/kinds.js';
import { type AlertRecord, alerts } from '#libs/read-models/alerts/alerts.js';
import { type Listed } from '../answers.js';
import { chainIn, type Evidence, evidenceGraph } from '../evidence-chain.js';
import { list } from '../list.js';

/** An alert with the events behind it, down to facts that rest on nothing. */
export type ExplainedAlert = AlertRecord & { readonly explanation: readonly Evidence[] };

export type AccountAlertsAnswer = Listed<ExplainedAlert>;

/** An account's alerts, each explained by the events that it rests on, the latest first. */
export const accountAlerts = list({
  name: 'AccountAlerts',
  path: '/v1/accounts/{id}/alerts',
  summary: 'Alerts of one account, each with the chain of its evidence',
  readModel: alerts,
  filters: { status: oneOf(['open', 'acknowledged', 'cleared']) },
  sort: { by: { raisedAt: 'raisedAt' }, unless: '-raisedAt' },
  gather: ({ sources: { store }, spokenFor, moment, language }, { documents }) => {
    const streams = spokenFor.map((id) => `account-${id}`);
    return evidenceGraph(
      store,
      streams,
      documents.flatMap(({ evidence }) => evidence),
      { moment, language },
    );
  },
  item: (alert, _asked, _prepared, graph): ExplainedAlert => ({ ...alert, explanation: chainIn(graph, alert.evidence) }),
});
