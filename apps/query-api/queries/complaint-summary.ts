import { id } from '#libs/kernel/kinds.js';
import { complaintDesk } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { type DeskSummary, deskSummary } from '#libs/read-models/complaint-desk/summary.js';
import { speakers } from '../absorbed.js';
import { type AsOf } from '../answers.js';
import { deskOf } from '../desk.js';
import { documentsOf } from '../parts.js';
import { question } from '../question.js';

export type ComplaintSummaryAnswer = DeskSummary & { readonly asOf: AsOf };

/** What goes wrong again and again, how soon it is put right, and for whom. */
export const complaintSummary = question({
  name: 'ComplaintSummary',
  path: '/v1/complaints/summary',
  summary: 'Themes that repeat, service levels kept, ageing of disputes, frictions by month, quiet against loud customers',
  parameters: { accountId: id },
  read: { desk: complaintDesk },
  answer: async ({ desk, parameters: { accountId }, sources, moment, until }): Promise<DeskSummary> =>
    deskSummary(await documentsOf(desk, { sources, moment }, accountId), {
      ...(await deskOf(sources, moment, until)),
      speakerOf: await speakers(sources, moment),
    }),
});
