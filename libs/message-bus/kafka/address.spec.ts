import { describe, expect, it } from '@jest/globals';
import { parseKafkaUrl } from './address.js';

describe('a URL of Kafka brokers', () => {
  it.each([
    ['kafka://localhost:9092', { brokers: ['localhost:9092'], clientId: 'rapport' }],
    ['kafka://a:1,b.example:2,[::1]:3/', { brokers: ['a:1', 'b.example:2', '[::1]:3'], clientId: 'rapport' }],
    ['kafka://a,b?client-id=worker-1', { brokers: ['a:9092', 'b:9092'], clientId: 'worker-1' }],
    ['kafka+tls://a:1', { brokers: ['a:1'], clientId: 'rapport', tls: true }],
    [
      'kafka+tls://kim:p%40s%3As@a:1,b:2?sasl=scram-sha-256',
      { brokers: ['a:1', 'b:2'], clientId: 'rapport', tls: true, sasl: { mechanism: 'scram-sha-256', username: 'kim', password: 'p@s:s' } },
    ],
    [
      'kafka://kim:secret@a:1',
      { brokers: ['a:1'], clientId: 'rapport', sasl: { mechanism: 'plain', username: 'kim', password: 'secret' } },
    ],
  ])('%s is read', (url, address) => {
    expect(parseKafkaUrl(url)).toEqual(address);
  });

  it.each([
    ['kafka://', 'kafka:// names no brokers'],
    ['kafka://a:1,,b:2', 'kafka://a:1,,b:2 names no brokers'],
    ['kafka://kim:secret@', 'kafka://…@ names no brokers'],
    ['kafka://a:1?acks=0', 'kafka://a:1 has a parameter "acks", which is not known'],
    ['kafka://a:1?sasl=plain', 'kafka://a:1 asks for a login without user and password'],
    ['kafka://kim:secret@a:1?sasl=gssapi', 'kafka://…@a:1 asks for sasl=gssapi, which is not known'],
    ['kafka://kim@a:1', 'kafka://…@a:1 has a login without a user or without a password'],
    ['kafka://kim:100%@a:1', 'kafka://…@a:1 has a login that is not percent-encoded'],
    ['kafka://kim:secret/1@a:1', 'kafka://…@a:1 has a login that is not percent-encoded'],
    ['kafka://a:1?ca=ca.pem', 'kafka://a:1 names certificates without TLS'],
  ])('%s is refused with what is allowed, without the secret', (url, saying) => {
    const read = () => parseKafkaUrl(url);
    expect(read).toThrow(saying);
    expect(read).toThrow('use kafka://<host>');
    expect(read).not.toThrow('secret');
  });
});
