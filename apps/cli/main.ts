import { userInfo } from 'node:os';
import { run } from './program.js';

/** Whoever uses this machine, as far as the system knows and a header can carry it. */
const userName = (): string | undefined => {
  try {
    const { username } = userInfo();
    return /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(username) ? username : undefined;
  } catch {
    // Containers run under ids that no list of users has.
    return undefined;
  }
};

// `rapport replay … | head` ends the reader first; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  // Nobody reads any more; what was begun is finished, and the server of our own is closed in order.
});

process.exitCode = await run(process.argv.slice(2), {
  terminal: { in: process.stdin, out: process.stdout, err: process.stderr },
  // Loaded when it is needed: help, and questions to a running server, do not wait for it.
  dataDir: async () => (await import('./embedded.js')).configuration().dataDir,
  missingLog: async (dataDir) => (await import('./embedded.js')).missingLog(dataDir),
  startServer: async (dataDir) => (await import('./embedded.js')).startEmbedded(dataDir),
  openRelayPorts: async (dataDir) => (await import('./relay-ports.js')).openRelayPorts(dataDir),
  userName: userName(),
  onInterrupt: (listener) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, listener);
    return () => {
      for (const signal of signals) process.removeListener(signal, listener);
    };
  },
});
