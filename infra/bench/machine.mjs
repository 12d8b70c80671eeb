/** What a figure depends on, without the machine's name. */
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';

const GIB = 2 ** 30;

export const machineFacts = () => ({
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / GIB),
  platform: `${platform()} ${arch()}`,
  node: process.versions.node,
  load: loadavg()[0].toFixed(1),
});
