import { runService } from '#libs/platform/service.js';
import { type AllInOne, startAllInOne } from './app.js';
import { drawBuilding } from './building-bar.js';

const about = ({ demonstration }: AllInOne): string =>
  demonstration === undefined ? '' : ` with a demonstration portfolio, told in ${demonstration.commands} commands`;

await runService(
  'Rapport',
  (configuration) => startAllInOne(configuration, { building: drawBuilding(process.stderr), closeOnSignals: true }),
  about,
);
