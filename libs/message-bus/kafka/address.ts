import { readFileSync } from 'node:fs';
import { type KafkaAddress } from './wire.js';

/** What a URL of brokers may look like. */
export const KAFKA_URLS =
  'kafka://<host>:<port>[,<host>:<port>…], or kafka+tls://<user>:<password>@<host>:<port>?sasl=plain|scram-sha-256|scram-sha-512'
  + '[&client-id=<name>][&ca=<file>]';

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const BROKER = /^(\[[0-9a-f:]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/i;
const PARAMETERS = new Set(['sasl', 'client-id', 'ca']);

/**
 * Reads `kafka://…` and `kafka+tls://…`. User and password are percent-encoded; `sasl` is `plain` unless told; port 9092 unless told;
 * `ca` is a file of certificates to trust.
 * @throws Error that says what is not understood, without the secret
 */
export const parseKafkaUrl = (url: string): KafkaAddress => {
  const [, scheme, login, hosts = '', query = ''] = /^(kafka(?:\+tls)?):\/\/(?:(.*)@)?([^/?@]*)\/?(?:\?(.*))?$/s.exec(url) ?? [];
  const refuse = (what: string): never => {
    throw new Error(`The message bus URL ${scheme ?? 'kafka'}://${login === undefined ? '' : '…@'}${hosts} ${what}: use ${KAFKA_URLS}.`);
  };
  const brokers = hosts.split(',');
  if (!brokers.every((broker) => BROKER.test(broker))) refuse('names no brokers');
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) if (!PARAMETERS.has(name)) refuse(`has a parameter "${name}", which is not known`);
  const ca = parameters.get('ca');
  if (ca !== null && scheme !== 'kafka+tls') refuse('names certificates without TLS');
  const sasl = parseLogin(login, parameters.get('sasl'), refuse);
  return {
    brokers: brokers.map((broker) => (/:\d+$/.test(broker) ? broker : `${broker}:9092`)),
    clientId: parameters.get('client-id') ?? 'rapport',
    ...(scheme === 'kafka+tls' && { tls: ca === null ? true : { ca: readFileSync(ca, 'utf8') } }),
    ...(sasl && { sasl }),
  };
};

const parseLogin = (login: string | undefined, asked: string | null, refuse: (what: string) => never): KafkaAddress['sasl'] => {
  if (login === undefined) return asked === null ? undefined : refuse('asks for a login without user and password');
  const mechanism = MECHANISMS.find((one) => one === (asked ?? 'plain')) ?? refuse(`asks for sasl=${asked}, which is not known`);
  // What hides logins in texts ends at these.
  if (/[/?#\s"']/.test(login)) refuse('has a login that is not percent-encoded');
  const [, user = '', password = ''] = /^([^:]*):(.*)$/s.exec(login) ?? [];
  if (user === '' || password === '') refuse('has a login without a user or without a password');
  try {
    return { mechanism, username: decodeURIComponent(user), password: decodeURIComponent(password) };
  } catch {
    return refuse('has a login that is not percent-encoded');
  }
};
