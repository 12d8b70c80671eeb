import { startAllInOne } from '#apps/all-in-one/app.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { type RunningServer } from '../connection.js';
import { run } from '../program.js';
import { openRelayPorts } from '../relay-ports.js';
import { captured } from './captured.js';

/** Starts the whole system on a data folder in this process. */
export const start = async (dataDir: string): Promise<RunningServer> =>
  startAllInOne(readConfiguration({ PORT: '0', DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'silent' }));

/** Runs the command line on a data folder in this process, as it is started by people. */
export const rapport = async (dataDir: string, argv: readonly string[], interrupt: (press: () => void) => void = () => undefined) => {
  const { terminal, out, err } = captured();
  const exit = await run([...argv, '--data-dir', dataDir], {
    terminal,
    dataDir: async () => dataDir,
    // Tests begin their portfolios by whatever command they like.
    missingLog: async () => undefined,
    startServer: start,
    openRelayPorts,
    onInterrupt: (listener) => {
      interrupt(listener);
      return () => undefined;
    },
  });
  return { exit, out: out(), err: err() };
};
