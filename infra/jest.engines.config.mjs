/** The specs that need real engines: `npm run test:engines` starts those and hands their URLs to `libs/kernel/testing/engines.ts`. */
import base from './jest.config.mjs';

export default {
  ...base,
  testMatch: ['**/*.engine-spec.ts'],
  // The engines are shared, and fault specs kill them: one file at a time.
  maxWorkers: 1,
  // A broker that was killed is back in seconds, and a rebalance with default settings takes tens of them.
  testTimeout: 180_000,
};
