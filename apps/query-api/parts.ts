import { spokenFor } from './absorbed.js';
import { type Circumstances } from './question.js';
import { type View } from './view.js';

/** The documents of an account, and of those that it has absorbed; of every account where none is named. */
export const documentsOf = async <Document extends object>(
  view: View<Document>,
  { sources, moment }: Pick<Circumstances, 'sources' | 'moment'>,
  accountId: string | undefined,
  where: Parameters<View<Document>['all']>[0] = {},
): Promise<readonly Document[]> => {
  if (accountId === undefined) return view.all(where);
  const parts = await spokenFor(sources, accountId, moment);
  return (await Promise.all(parts.map((part) => view.all({ ...where, accountId: part })))).flat();
};
