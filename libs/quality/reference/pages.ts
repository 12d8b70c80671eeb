import { type Project } from '../project.js';
import { exampleEnvironment } from '#libs/platform/configuration.js';
import { renderCapabilities, renderShownCapabilities } from './capabilities.js';
import { renderCommands } from './commands.js';
import { renderConfiguration } from './configuration.js';
import { renderCurrencies } from './currencies.js';
import { renderDecisions } from './decisions.js';
import { renderEvents } from './events.js';
import { renderHttp } from './http.js';
import { renderMetrics } from './metrics.js';
import { renderDeclaredQuestions } from './declared-questions.js';
import { renderQuestions } from './questions.js';
import { renderReadModels } from './read-models.js';
import { renderRejections } from './rejections.js';
import { renderAsyncApi, schemaFiles } from './schema-files.js';
import { renderAnswerSchemas } from './type-schemas.js';

/** A generated file: its path in the repository and the whole of its text. */
export interface Page {
  readonly path: string;
  readonly render: (project: Project) => string;
}

/** Everything that is generated from the sources. */
export const PAGES: readonly Page[] = [
  { path: 'docs/reference/capabilities.md', render: renderCapabilities },
  { path: 'docs/reference/capabilities.json', render: renderShownCapabilities },
  { path: 'docs/reference/commands.md', render: renderCommands },
  { path: 'docs/reference/configuration.md', render: renderConfiguration },
  { path: 'docs/reference/events.md', render: renderEvents },
  { path: 'docs/reference/http.md', render: renderHttp },
  { path: 'docs/reference/metrics.md', render: renderMetrics },
  { path: 'docs/reference/read-models.md', render: renderReadModels },
  { path: 'docs/reference/rejections.md', render: renderRejections },
  { path: 'docs/reference/asyncapi.json', render: renderAsyncApi },
  { path: 'docs/adr/README.md', render: renderDecisions },
  { path: 'apps/query-api/every-question.ts', render: renderQuestions },
  { path: 'libs/contracts/answers.schema.json', render: renderAnswerSchemas },
  { path: 'libs/contracts/questions.json', render: renderDeclaredQuestions },
  { path: '.env.example', render: exampleEnvironment },
  { path: 'libs/analytics/currencies.ts', render: renderCurrencies },
  ...schemaFiles(),
];
