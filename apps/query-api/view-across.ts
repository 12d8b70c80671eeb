import { type AnyProjection } from '#libs/kernel/projection.js';
import { spokenFor } from './absorbed.js';
import { type AsOf, type Found, type Moment } from './answers.js';
import { type Across, findAcross } from './pages-across.js';
import { type Sources } from './sources.js';
import { openView, type View } from './view.js';

/** What is known of one account and of all that it speaks for. Dispose of it after the answer. */
export interface ViewAcross<Document extends object> extends AsyncDisposable {
  find(where: NonNullable<Parameters<View<Document>['find']>[0]['where']>, across: Across): Promise<Found<Document>>;
  readonly asOf: AsOf;
}

/** Opens a read model whose documents name their `accountId`, for an account and those that it has absorbed, now or as of a moment. */
export const openAcross = async <Document extends object>(
  sources: Sources,
  projection: AnyProjection,
  accountId: string,
  moment: Moment | undefined,
): Promise<ViewAcross<Document>> => {
  const ids = await spokenFor(sources, accountId, moment);
  const scope = { streams: ids.map((id) => `account-${id}`) };
  const view = await openView<Document>(sources, projection, scope, moment);
  const { find, asOf } = view;
  return {
    find: (where, across) =>
      findAcross(
        ids.map((id) => ({ find, where: { accountId: id, ...where } })),
        across,
      ),
    asOf,
    [Symbol.asyncDispose]: () => view[Symbol.asyncDispose](),
  };
};
