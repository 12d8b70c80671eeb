/** Imports name the `.js` that the build makes; run from source, the `.ts` beside it is meant. */
const FIND_TYPESCRIPT = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve: (specifier, context, next) => {
      try {
        return next(specifier, context);
      } catch {
        return next(specifier.replace(/\\.js$/, '.ts'), context);
      }
    },
  });
`;

/**
 * Arguments that make `node`, started in the project's root, run a TypeScript module from source: for tests that need a process to
 * kill. The module finds `args` from `process.argv[1]` on.
 */
export const typeScriptArguments = (module: string, ...args: readonly string[]): readonly string[] => [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  '--conditions=development',
  `--import=data:text/javascript,${encodeURIComponent(FIND_TYPESCRIPT)}`,
  '--input-type=module-typescript',
  `--eval=${module}`,
  '--',
  ...args,
];
