/** The smallest question of each protocol: a port that is open does not say that somebody answers. */
import { connect, createServer } from 'node:net';

export const HOST = '127.0.0.1';

/** An engine on the same machine that takes longer hangs, or is frozen. */
const ANSWER_MS_MAX = 1_000;

/** Kafka's ApiVersions, version 0, correlation id 1, no client id: every version answers it. */
const KAFKA_REQUEST = Buffer.from('0000000a0012000000000001ffff', 'hex');

/** MongoDB's `{ hello: 1, $db: 'admin' }` as OP_MSG (2013), request id 1, one body section. */
const MONGODB_REQUEST = (() => {
  const fields = Buffer.concat([
    Buffer.from('\x10hello\0\x01\0\0\0', 'latin1'),
    Buffer.from('\x02$db\0\x06\0\0\0admin\0', 'latin1'),
    Buffer.from([0]),
  ]);
  const body = Buffer.concat([int32(fields.length + 4), fields]);
  const payload = Buffer.concat([int32(1), int32(0), int32(2013), int32(0), Buffer.from([0]), body]);
  return Buffer.concat([int32(payload.length + 4), payload]);
})();

function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/** Whether a Kafka broker answers on the port. */
export const kafkaAnswers = (port) => answers(port, KAFKA_REQUEST, (answer) => answer.length >= 8 && answer.readInt32BE(4) === 1);

/** Whether a server that speaks MongoDB's protocol answers on the port. */
export const mongodbAnswers = (port) => answers(port, MONGODB_REQUEST, (answer) => answer.length >= 16 && answer.readInt32LE(8) === 1);

const answers = (port, request, isAnswer) =>
  new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    let received = Buffer.alloc(0);
    const finish = (answered) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(ANSWER_MS_MAX, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (isAnswer(received)) finish(true);
    });
  });

/** Whether nobody listens on a port of this machine. */
export const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
