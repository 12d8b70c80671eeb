import { describe, expect, it } from '@jest/globals';
import { parseConnection } from './connection.js';

describe('a URL of EventStoreDB', () => {
  it('names one server with credentials', () => {
    expect(parseConnection('esdb://admin:change%3Ait%40now@db.example:2114/?tls=false&connectionName=worker')).toStrictEqual({
      hosts: [{ address: 'db.example', port: 2114 }],
      gossips: false,
      nodePreference: 'leader',
      credentials: { username: 'admin', password: 'change:it@now' },
      connectionName: 'worker',
      shown: 'esdb://db.example:2114',
    });
  });

  it('names a cluster by its nodes, encrypted unless told', () => {
    expect(parseConnection('esdb://a,b:2115,[::1]:2116?nodePreference=readOnlyReplica&TLSVERIFYCERT=false')).toStrictEqual({
      hosts: [
        { address: 'a', port: 2113 },
        { address: 'b', port: 2115 },
        { address: '[::1]', port: 2116 },
      ],
      gossips: true,
      nodePreference: 'read_only_replica',
      tls: { verify: false },
      shown: 'esdb://a,b:2115,[::1]:2116',
    });
  });

  it('names a cluster by one address that is asked', () => {
    expect(parseConnection('esdb+discover://cluster.example')).toMatchObject({ gossips: true, tls: { verify: true } });
  });

  it('keeps a colon in a password', () => {
    expect(parseConnection('esdb://admin:a:b@db').credentials).toEqual({ username: 'admin', password: 'a:b' });
  });

  it.each([
    ['esdb://', 'names no server'],
    ['esdb:localhost', 'names no server'],
    ['esdb://admin:secret@', 'names no server'],
    ['esdb://db:port', 'names "db:port", which is no host with a port'],
    ['esdb://db:70000', 'names "db:70000", which is no host with a port'],
    ['esdb://a,,b', 'names "", which is no host with a port'],
    ['esdb://admin@db', 'has credentials of another form than user:password'],
    ['esdb://admin:se%cret@db', 'has credentials of another form than user:password'],
    ['esdb://db?tls=no', 'has tls=no: write tls=true or tls=false'],
    ['esdb://db?tlsCAFile=/nowhere/ca.crt', 'has tlsCAFile=/nowhere/ca.crt, a file that does not exist'],
    ['esdb://db?nodePreference=nearest', 'has nodePreference=nearest: allowed are leader, follower, random, read_only_replica'],
    ['esdb://db?defaultDeadline=1', 'has the option "defaultDeadline": allowed are tls, '],
  ])('%s is refused', (url, text) => {
    expect(() => parseConnection(url)).toThrow(text);
    expect(() => parseConnection(url)).not.toThrow('secret');
  });
});
