import { forecasts } from '#libs/read-models/forecasts/forecasts.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { type ForecastFigures, forecastFigures } from '../questions/forecasts.js';
import { reportingOf } from '../reporting.js';

export type ForecastsAnswer = ForecastFigures & { readonly asOf: AsOf };

/** How good the forecasts of an account are, and whether stock that is held on them pays. */
export const accountForecasts = question({
  name: 'Forecasts',
  path: '/v1/accounts/{id}/forecasts',
  summary: 'Forecasts against orders, and the cost of stock against what it brings',
  read: { board: stageBoard, known: forecasts },
  answer: async ({ board, known, id, moment, until, sources }): Promise<ForecastFigures> =>
    forecastFigures(found(await board.get(id), id, moment), await known.get(id), until, await reportingOf(sources, moment, until)),
});
