import { runService, startService } from '#libs/platform/service.js';
import { QUERY_API_NEEDS, QueryApiModule } from './query-api.module.js';

await runService('query-api', (configuration) =>
  startService(configuration, { name: 'query-api', modules: [QueryApiModule], needs: QUERY_API_NEEDS, closeOnSignals: true }),
);
