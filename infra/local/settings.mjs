/** What the local engines can be told, by environment variables: the one reader of the environment under infra. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Failed } from './errors.mjs';

/** Each setting: the variables that name it, the first of them first. */
const VARIABLES = {
  home: ['RAPPORT_ENGINES_HOME'],
  kafkaPort: ['RAPPORT_KAFKA_PORT'],
  kafkaVersion: ['RAPPORT_KAFKA_VERSION', 'KAFKA_VERSION'],
  kafkaHeap: ['RAPPORT_KAFKA_HEAP'],
  mongoPort: ['RAPPORT_MONGODB_PORT'],
  secantusVersion: ['RAPPORT_SECANTUS_VERSION'],
  secantusCache: ['RAPPORT_SECANTUS_CACHE'],
  javaHome: ['JAVA_HOME'],
};

const DEFAULTS = {
  home: join(homedir(), '.cache', 'rapport-engines'),
  kafkaPort: '19092',
  kafkaVersion: '4.4.0',
  kafkaHeap: '256m',
  mongoPort: '19017',
  secantusVersion: '0.7.0b3',
  secantusCache: '256M',
  javaHome: '',
};

/** For `--help`, beside the names and defaults. */
const MEANING = {
  home: 'folder of the installed engines, their data and their logs; outside the repository',
  kafkaPort: 'port of Kafka on 127.0.0.1; its controller listens on the next one, and clients that log in on the one after that',
  kafkaVersion: 'version of Kafka; 3.9.2 works too',
  kafkaHeap: 'memory of the Java heap',
  mongoPort: 'port of the MongoDB-wire server on 127.0.0.1',
  secantusVersion: 'version of SecantusDB',
  secantusCache: 'memory of its cache',
  javaHome: 'where Java is, unless it is on the path',
};

/** The environment as it is, to be handed on or changed. */
export const environment = () => process.env;

/** Reads the settings. @throws Failed for a port that is none. */
export const settingsFrom = (env) => {
  const entries = Object.entries(VARIABLES).map(([key, names]) => [key, names.map((name) => env[name]).find(Boolean) ?? DEFAULTS[key]]);
  const settings = Object.fromEntries(entries);
  return {
    ...settings,
    home: resolve(settings.home),
    kafkaPort: port('RAPPORT_KAFKA_PORT', settings.kafkaPort, 65533),
    mongoPort: port('RAPPORT_MONGODB_PORT', settings.mongoPort, 65535),
  };
};

const port = (name, text, max) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Failed(`${name}=${text} is no port`, `give a whole number from 1 to ${max}`);
};

/** The table of variables as text. */
export const describeSettings = () =>
  Object.entries(VARIABLES)
    .map(([key, names]) => `  ${names.join(' or ').padEnd(40)} ${MEANING[key]}${DEFAULTS[key] === '' ? '' : ` (${DEFAULTS[key]})`}`)
    .join('\n');
