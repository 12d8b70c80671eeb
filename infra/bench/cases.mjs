/** All benchmarks, in the order in which they run. */
import { eventStoreCases } from './cases/event-store.mjs';
import { importCases } from './cases/import.mjs';
import { messageBusCases } from './cases/message-bus.mjs';
import { pathCases } from './cases/path.mjs';
import { readStoreCases } from './cases/read-store.mjs';
import { reviewCases } from './cases/review.mjs';
import { segmentationCases } from './cases/segmentation.mjs';
import { visibleCases } from './cases/visible.mjs';

export const cases = [
  ...eventStoreCases,
  ...messageBusCases,
  ...readStoreCases,
  ...pathCases,
  ...visibleCases,
  ...importCases,
  ...reviewCases,
  ...segmentationCases,
];
