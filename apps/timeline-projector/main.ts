import { upcasters } from '#libs/domain/upcasters.js';
import { PROJECTOR_NEEDS } from '#libs/platform/projector.module.js';
import { runService, startService } from '#libs/platform/service.js';
import { TimelineProjectorModule } from './timeline-projector.module.js';

await runService('timeline-projector', (configuration) =>
  startService(configuration, {
    name: 'timeline-projector',
    modules: [TimelineProjectorModule],
    needs: { ...PROJECTOR_NEEDS, upcasters },
    closeOnSignals: true,
  }),
);
