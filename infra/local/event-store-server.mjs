/**
 * Runs the EventStoreDB test server from source: `node infra/local/event-store-server.mjs --port 2113 --folder ./data/esdb`. It says its
 * address in one line when it listens. Its README, libs/event-store/testing/server, names the other options.
 */
import { spawn } from 'node:child_process';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { NODE } from '../toolchain.mjs';

/** From here on Node runs TypeScript as it is. */
const NODE_MAJOR_MIN = 24;

if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_MIN) continueUnder(NODE);
else {
  // Imports name the .js that a build makes; run from source, the .ts beside it is meant.
  nodeModule.registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith('.') && context.parentURL?.endsWith('.ts')
        ? next(specifier.replace(/\.js$/, '.ts'), context)
        : next(specifier, context),
  });
  process.removeAllListeners('warning');
  const { run } = await import('../../libs/event-store/testing/server/main.ts');
  await run(process.argv.slice(2));
}

/** The pinned Node takes over; it ends with this process, however that ends, because its stdin does. */
function continueUnder(node) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2), '--with-stdin'];
  const child = spawn(node, args, { stdio: ['pipe', 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
}
