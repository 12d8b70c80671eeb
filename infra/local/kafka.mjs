/** Apache Kafka: one KRaft node, broker and controller in one, from Maven's registry. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Missing } from './errors.mjs';
import { runTool } from './process.mjs';
import { requireTool, versionOf } from './tools.mjs';
import { HOST, kafkaAnswers } from './wire.mjs';

const JAVA_MIN = 17;

/** Kafka names no implementation of its logging in what it depends on; this one writes to standard error. */
const SLF4J_VERSION = '1.7.36';

/** Who may log in at the port of logins. No secret: the broker listens on loopback, and lets everybody in at its first port. */
const LOGIN = { user: 'rapport', password: 'for-tests' };

/** Kafka as an engine. The shape is told in engine.mjs. */
export const kafka = ({ home, kafkaPort: port, kafkaVersion: version, kafkaHeap, javaHome }) => {
  const installed = join(home, `kafka-${version}`);
  const folder = join(home, 'run', `kafka-${port}`);
  const java = javaHome === '' ? 'java' : join(javaHome, 'bin', 'java');
  const program = [
    `-Xmx${kafkaHeap}`,
    '-Xms64m',
    '-XX:+UseSerialGC',
    // The second compiler takes two fifths of a broker's first minute, and is worth it to those that live for hours.
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
    '-cp',
    join(installed, '*'),
  ];
  const properties = join(folder, 'server.properties');
  return {
    name: 'kafka',
    title: 'Kafka',
    version,
    home,
    port,
    ports: [port, port + 1, port + 2],
    portVariable: 'RAPPORT_KAFKA_PORT',
    url: `kafka://${HOST}:${port}`,
    loginUrl: `kafka://${LOGIN.user}:${LOGIN.password}@${HOST}:${port + 2}?sasl=plain`,
    installed,
    folder,
    requireTools: () => requireJava(java, existsSync(installed)),
    install: (half, say) => install(home, version, half, say),
    prepare: async (say) => {
      writeFileSync(properties, propertiesOf(port, join(folder, 'data')));
      await format(folder, java, [...program, 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', properties], say);
    },
    command: [java, [...program, 'kafka.Kafka', properties]],
    isStarted: (log) => log.includes('Kafka Server started'),
    answers: () => kafkaAnswers(port),
  };
};

const requireJava = (java, isInstalled) => {
  const advice = `install Java ${JAVA_MIN} or newer (Debian: openjdk-17-jre-headless), or let JAVA_HOME name it`;
  const major = Number(/version "(?:1\.)?(\d+)/.exec(versionOf(java, ['-version']) ?? '')?.[1] ?? 0);
  if (major === 0) throw new Missing('java was not found', advice);
  if (major < JAVA_MIN) throw new Missing(`java is version ${major}`, advice);
  if (!isInstalled) requireTool('mvn', ['--version'], 'install Maven (Debian: maven)');
};

const dependency = (group, artifact, version) =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

/** Maven keeps its own copies in the cache folder too: what it keeps for its user is not touched by two of us at once. */
const install = async (home, version, half, say) => {
  const project = `<project><modelVersion>4.0.0</modelVersion><groupId>rapport</groupId><artifactId>engines</artifactId><version>1</version>
<dependencies>${dependency('org.apache.kafka', 'kafka_2.13', version)}${dependency('org.slf4j', 'slf4j-simple', SLF4J_VERSION)}</dependencies></project>`;
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, 'pom.xml'), project);
  const options = ['-q', '-B', '-f', join(half, 'pom.xml'), `-Dmaven.repo.local=${join(home, 'maven')}`];
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${half}`];
  await runTool(`installing Kafka ${version} with Maven`, 'mvn', [...options, ...goal], say);
};

const PLAIN_LOGIN_MODULE = 'org.apache.kafka.common.security.plain.PlainLoginModule';

const propertiesOf = (port, data) => `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@${HOST}:${port + 1}
listeners=PLAINTEXT://${HOST}:${port},CONTROLLER://${HOST}:${port + 1},LOGIN://${HOST}:${port + 2}
advertised.listeners=PLAINTEXT://${HOST}:${port},LOGIN://${HOST}:${port + 2}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT
listener.name.login.sasl.enabled.mechanisms=PLAIN
listener.name.login.plain.sasl.jaas.config=${PLAIN_LOGIN_MODULE} required user_${LOGIN.user}="${LOGIN.password}";
log.dirs=${data}
auto.create.topics.enable=false
# One node keeps everything; few partitions of its own topics start sooner.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# The cleaner takes 128 MB of memory unless told, half the heap: the broker died of it when it was started again on its data.
log.cleaner.dedupe.buffer.size=8388608
log.cleaner.io.buffer.size=65536
# A test does not wait for others to join.
group.initial.rebalance.delay.ms=0
# After a kill -9 the controller refuses the broker until its old session has ended, 9 s unless told: less than it takes to start. A much
# shorter one ends by itself on a busy machine, and takes all partitions offline with it.
broker.heartbeat.interval.ms=200
broker.session.timeout.ms=3000
`;

/** Writes the storage's identity, once. The mark stands last: a half-formatted folder is formatted anew. */
const format = async (folder, java, args, say) => {
  const mark = join(folder, 'formatted');
  if (existsSync(mark)) return;
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  await runTool('formatting the storage of Kafka', java, args, say);
  writeFileSync(mark, '');
};

/** 16 bytes in URL-safe base 64; the first is small, so that the text begins with a letter and is not taken for an option. */
const clusterId = () => Buffer.concat([Buffer.from([1]), randomBytes(15)]).toString('base64url');
