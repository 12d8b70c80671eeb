import { upcasters } from '#libs/domain/upcasters.js';
import { PROJECTOR_NEEDS } from '#libs/platform/projector.module.js';
import { runService, startService } from '#libs/platform/service.js';
import { TeamKpiProjectorModule } from './team-kpi-projector.module.js';

await runService('team-kpi-projector', (configuration) =>
  startService(configuration, {
    name: 'team-kpi-projector',
    modules: [TeamKpiProjectorModule],
    needs: { ...PROJECTOR_NEEDS, upcasters },
    closeOnSignals: true,
  }),
);
