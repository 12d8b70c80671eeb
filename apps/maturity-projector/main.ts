import { upcasters } from '#libs/domain/upcasters.js';
import { PROJECTOR_NEEDS } from '#libs/platform/projector.module.js';
import { runService, startService } from '#libs/platform/service.js';
import { MaturityProjectorModule } from './maturity-projector.module.js';

await runService('maturity-projector', (configuration) =>
  startService(configuration, {
    name: 'maturity-projector',
    modules: [MaturityProjectorModule],
    needs: { ...PROJECTOR_NEEDS, upcasters },
    closeOnSignals: true,
  }),
);
