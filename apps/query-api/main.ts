import { openApiDocument, OpenApiModule } from '#libs/platform/openapi.js';
import { runService, startService } from '#libs/platform/service.js';
import { ConsoleModule } from '#apps/console/console.module.js';
import { queryOpenApi } from './openapi.js';
import { QUERY_API_NEEDS, QueryApiModule } from './query-api.module.js';

/** The read side with what people look at: the console, and the description of its own routes. */
const modules = [QueryApiModule, ConsoleModule, OpenApiModule.of(openApiDocument([queryOpenApi()]))];

await runService('query-api', (configuration) =>
  startService(configuration, { name: 'query-api', modules, needs: QUERY_API_NEEDS, closeOnSignals: true }),
);
