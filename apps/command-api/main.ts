import { openApiDocument, OpenApiModule } from '#libs/platform/openapi.js';
import { requireSharedBus } from '#libs/platform/ports.js';
import { runService, startService } from '#libs/platform/service.js';
import { COMMAND_API_NEEDS, CommandApiModule } from './command-api.module.js';
import { commandOpenApi } from './openapi.js';

const modules = [CommandApiModule, OpenApiModule.of(openApiDocument([commandOpenApi()]))];

await runService('command-api', (configuration) => {
  requireSharedBus(configuration, 'command-api');
  return startService(configuration, { name: 'command-api', modules, needs: COMMAND_API_NEEDS, closeOnSignals: true });
});
