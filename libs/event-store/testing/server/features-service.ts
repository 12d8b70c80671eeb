import { randomUUID } from 'node:crypto';
import { type sendUnaryData } from '@grpc/grpc-js';
import { features, gossip, STREAMS_SERVICE } from './protocol.js';
import { uuidOf } from './responses.js';

/** Whose behaviour was recorded. */
const SERVER_VERSION = '23.10.6';

/** What the server can do: clients ask before they take the batched way to append. */
export const getSupportedMethods = (_call: unknown, callback: sendUnaryData<Uint8Array>): void => {
  const answer = new features.SupportedMethods();
  answer.setEventStoreServerVersion(SERVER_VERSION);
  for (const { path } of Object.values(STREAMS_SERVICE)) {
    const [, service = '', name = ''] = path.toLowerCase().split('/');
    const method = answer.addMethods();
    method.setServiceName(service);
    method.setMethodName(name);
  }
  callback(null, answer.serializeBinary());
};

/** A cluster of one, whose leader listens where the client has asked: enough for addresses of clusters to lead somewhere. */
export const gossipOf = (address: () => { readonly host: string; readonly port: number }) => {
  const id = randomUUID();
  return (_call: unknown, callback: sendUnaryData<Uint8Array>): void => {
    const { host, port } = address();
    const endPoint = new gossip.EndPoint();
    endPoint.setAddress(host);
    endPoint.setPort(port);
    const answer = new gossip.ClusterInfo();
    const member = answer.addMembers();
    member.setInstanceId(uuidOf(id));
    member.setState(gossip.MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endPoint);
    callback(null, answer.serializeBinary());
  };
};
