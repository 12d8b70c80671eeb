import { requireSharedBus } from '#libs/platform/ports.js';
import { runService, startService } from '#libs/platform/service.js';
import { COMMAND_WORKER_NEEDS, CommandWorkerModule } from './command-worker.module.js';

await runService('command-worker', (configuration) => {
  requireSharedBus(configuration, 'command-worker');
  return startService(configuration, {
    name: 'command-worker',
    modules: [CommandWorkerModule],
    needs: COMMAND_WORKER_NEEDS,
    closeOnSignals: true,
  });
});
