import { requireSharedBus } from '#libs/platform/ports.js';
import { runService, startService } from '#libs/platform/service.js';
import { RELAY_NEEDS, RelayModule } from './relay.module.js';

await runService('relay', (configuration) => {
  requireSharedBus(configuration, 'relay');
  return startService(configuration, { name: 'relay', modules: [RelayModule], needs: RELAY_NEEDS, closeOnSignals: true });
});
