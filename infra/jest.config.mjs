import { availableParallelism } from 'node:os';

/** Jest 30 over native ES modules: swc compiles each file, the mapper strips the `.js` that NodeNext asks for. */
export default {
  rootDir: '..',
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/infra'],
  // Jest leaves one core to itself; of two that would be half of the machine, and all files in one process.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testEnvironment: 'node',
  testMatch: ['**/*.spec.{ts,mjs}', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
  // A guard against hanging, not a measure: a busy machine may take ten times as long as a quiet one.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  testEnvironmentOptions: { customExportConditions: ['development', 'node', 'node-addons'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^#(libs|apps)/(.*)\\.js$': '<rootDir>/$1/$2' },
};
