import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readConfiguration } from './configuration.js';
import { requireSharedBus } from './ports.js';

describe('one half of a conversation over the bus', () => {
  it('does not start on a bus that ends at the border of its process', () => {
    expect(() => requireSharedBus(readConfiguration({}), 'command-worker')).toThrow(ConfigurationError);
    expect(() => requireSharedBus(readConfiguration({}), 'command-worker')).toThrow(
      /command-worker alone would speak to nobody.*npm start/,
    );
    expect(() => requireSharedBus(readConfiguration({ MESSAGE_BUS_URL: 'kafka://k:9092' }), 'command-worker')).not.toThrow();
  });
});
