import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HOST } from './connections.js';
import { listenForOrders } from './control-channel.js';
import { startEventStoreDbServer, type StartOptions } from './start.js';

/**
 * The server as a process of its own: says its address in one line on stdout when it listens, `esdb://127.0.0.1:2113?tls=false`, and with
 * `--control-port` where it takes orders, ` control=http://127.0.0.1:2114`. It needs no farewell: what it acknowledged is on the disk.
 */
export const run = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      folder: { type: 'string' },
      'control-port': { type: 'string' },
      credentials: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      'with-stdin': { type: 'boolean' },
    },
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  if (values['with-stdin']) process.stdin.resume().once('end', () => process.exit(0));
  const server = await startEventStoreDbServer(toOptions(values));
  const controlPort = values['control-port'];
  const control = controlPort === undefined ? undefined : await listenForOrders(server.control, Number(controlPort));
  process.stdout.write(`${server.url}${control === undefined ? '' : ` control=http://${HOST}:${control}`}\n`);
};

const toOptions = (values: Readonly<Record<string, string | boolean | undefined>>): StartOptions => {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const [folder, cert, key] = [text('folder'), text('tls-cert'), text('tls-key')];
  const [username = '', ...password] = text('credentials')?.split(':') ?? [];
  return {
    port: Number(text('port') ?? 0),
    ...(folder !== undefined && { folder }),
    ...(username !== '' && { credentials: { username, password: password.join(':') } }),
    ...(cert !== undefined && key !== undefined && { tls: { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') } }),
  };
};
