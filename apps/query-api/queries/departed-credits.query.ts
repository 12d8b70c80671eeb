import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { departedCredits, type DepartedCredits } from '#libs/read-models/departed-credits/departed-credits.js';
import { momentOf, type PageParameters } from '../parameters.js';
import { type Sources, SOURCES } from '../sources.js';
import { listed, type Listed, paging } from '../answers.js';
import { inTurn } from '../turns.js';
import { openView } from '../view.js';

/** Who has left and still has facts of a time after it, the most first: they are to be told anew in the right name. */
export class ListDepartedCredits extends Query<Listed<DepartedCredits>> {
  constructor(readonly parameters: PageParameters) {
    super();
  }
}

@QueryHandler(ListDepartedCredits)
export class ListDepartedCreditsHandler implements IQueryHandler<ListDepartedCredits> {
  constructor(@Inject(SOURCES) private readonly sources: Sources) {}

  execute({ parameters }: ListDepartedCredits): Promise<Listed<DepartedCredits>> {
    const moment = momentOf(parameters);
    return inTurn(this.sources, moment, async () => {
      await using credits = await openView<DepartedCredits>(this.sources, departedCredits, 'everything', moment);
      const sort = { field: 'count', descending: true };
      const page = await credits.find({ where: { count: { gt: 0 } }, sort, ...paging(parameters) });
      return listed(page, credits.asOf, (credit) => credit);
    });
  }
}
