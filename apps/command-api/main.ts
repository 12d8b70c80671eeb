import { requireSharedBus } from '#libs/platform/ports.js';
import { runService, startService } from '#libs/platform/service.js';
import { COMMAND_API_NEEDS, CommandApiModule } from './command-api.module.js';

await runService('command-api', (configuration) => {
  requireSharedBus(configuration, 'command-api');
  return startService(configuration, { name: 'command-api', modules: [CommandApiModule], needs: COMMAND_API_NEEDS, closeOnSignals: true });
});
