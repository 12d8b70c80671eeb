import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

/** Where a connection goes; with `ssl` over TLS. */
export interface SocketOptions {
  readonly host: string;
  readonly port: number;
  readonly ssl?: ConnectionOptions;
  /** Called when it can be written to. */
  readonly onConnect: () => void;
}

/** Opens a connection to a broker, mended where kafkajs takes connections for other than they are. */
export const openSocket = ({ host, port, ssl, onConnect }: SocketOptions, keepAliveMs: number): Socket => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...ssl }, onConnect)
    : connectPlain({ host, port, noDelay: true }, onConnect);
  // A broker that ends a connection is to be waited for like one that breaks it: kafkajs would forget it and, knowing none, crash.
  socket.once('end', () => socket.emit('error', new Error('The broker closed the connection.')));
  // The client says goodbye to a connection again and again, also when it is gone; Node would keep each as a listener for its return.
  const unref = socket.unref.bind(socket);
  socket.unref = () => (socket.destroyed ? socket : unref());
  return socket.setKeepAlive(true, keepAliveMs);
};
