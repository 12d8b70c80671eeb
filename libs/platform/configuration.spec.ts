import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, exampleEnvironment, readConfiguration, settings } from './configuration.js';

describe('the configuration', () => {
  it('has a default for everything: embedded files under DATA_DIR', () => {
    expect(readConfiguration({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: join(process.cwd(), 'data'),
      demo: true,
      eventStoreUrl: `sqlite:${join(process.cwd(), 'data', 'events.db')}`,
      messageBusUrl: `in-process:${join(process.cwd(), 'data', 'bus.db')}`,
      readStoreUrl: `sqlite:${join(process.cwd(), 'data', 'read-models.db')}`,
      relay: false,
      logLevel: 'info',
      topicPartitions: 8,
      topicReplication: 1,
      instance: `${hostname()}-${process.pid}`,
      traceRatio: 1,
    });
  });

  it('takes what is given, and takes empty for not given', () => {
    const given = {
      PORT: '0',
      HOST: '::1',
      DATA_DIR: '/var/rapport',
      DEMO: 'off',
      MESSAGE_BUS_URL: 'kafka://k:9092',
      LOG_LEVEL: 'silent',
      READ_STORE_URL: '',
      TOPIC_PARTITIONS: '12',
      TOPIC_REPLICATION: '3',
      INSTANCE: 'worker-2',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_TRACES_SAMPLER_ARG: '0.05',
    };
    expect(readConfiguration({ ...given, EVENT_STORE_URL: 'esdb://e:2113?tls=false' })).toEqual({
      port: 0,
      host: '::1',
      dataDir: '/var/rapport',
      demo: false,
      eventStoreUrl: 'esdb://e:2113?tls=false',
      messageBusUrl: 'kafka://k:9092',
      readStoreUrl: 'sqlite:/var/rapport/read-models.db',
      relay: false,
      logLevel: 'silent',
      topicPartitions: 12,
      topicReplication: 3,
      instance: 'worker-2',
      traceEndpoint: 'http://collector:4318',
      traceRatio: 0.05,
    });
  });

  it('takes a URL without a file for one under DATA_DIR', () => {
    const given = { DATA_DIR: '/var/rapport', EVENT_STORE_URL: 'sqlite:', MESSAGE_BUS_URL: 'in-process:', READ_STORE_URL: 'sqlite:' };
    expect(readConfiguration(given)).toEqual(readConfiguration({ DATA_DIR: '/var/rapport' }));
    expect(readConfiguration({ MESSAGE_BUS_URL: 'in-process:./own/bus.db' }).messageBusUrl).toBe('in-process:./own/bus.db');
  });

  it.each([
    ['EVENT_STORE_URL', 'esdb+discover://cluster.local:2113?tls=true'],
    ['MESSAGE_BUS_URL', 'kafka+tls://user:secret@k1:9093,k2:9093'],
    ['READ_STORE_URL', 'mongodb+srv://user:secret@cluster.local/rapport'],
    ['READ_STORE_URL', 'mongodb://m1:27017,m2:27017/rapport?replicaSet=rs0'],
  ])('takes the engine %s=%s', (name, value) => {
    expect(Object.values(readConfiguration({ [name]: value }))).toContain(value);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '80 '],
    ['PORT', '3e3'],
    ['PORT', '-1'],
    ['HOST', 'http://localhost'],
    ['HOST', '300.0.0.1'],
    ['DATA_DIR', ' '],
    ['DEMO', 'true'],
    ['EVENT_STORE_URL', 'postgres://db'],
    ['EVENT_STORE_URL', 'sqlite: '],
    ['EVENT_STORE_URL', 'sqlite'],
    ['MESSAGE_BUS_URL', 'in-process:\n'],
    ['MESSAGE_BUS_URL', 'amqp://k'],
    ['READ_STORE_URL', 'kafka://k'],
    ['LOG_LEVEL', 'INFO'],
    ['EVENT_STORE_URL', 'esdb:e:2113'],
    ['MESSAGE_BUS_URL', 'kafka://'],
    ['TOPIC_PARTITIONS', '0'],
    ['TOPIC_REPLICATION', '10'],
    ['INSTANCE', 'a b'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
  ])('stops for %s=%j with the name, the value and what is allowed', (name, value) => {
    const { allowed } = settings().find((setting) => setting.name === name)!;
    expect(() => readConfiguration({ [name]: value })).toThrow(
      new ConfigurationError(`${name} is ${JSON.stringify(value)}; allowed: ${allowed}.`),
    );
  });

  it('names every wrong variable at once', () => {
    expect(() => readConfiguration({ PORT: 'x', DEMO: 'maybe' })).toThrow(/^PORT is "x".*\nDEMO is "maybe"/);
  });

  it('does not show passwords', () => {
    expect(() => readConfiguration({ EVENT_STORE_URL: 'postgres://admin:secret@db' })).toThrow('"postgres://***@db"');
  });

  it('is shown in .env.example', () => {
    const path = join(process.cwd(), '.env.example');
    const expected = exampleEnvironment();
    let found = '';
    try {
      found = readFileSync(path, 'utf8');
    } finally {
      if (found !== expected) writeFileSync(path, expected);
    }
    // A stale file has just been rewritten: run again, and commit it.
    expect(found).toBe(expected);
  });
});
