import { existsSync, readFileSync } from 'node:fs';

/** What a URL says about a server or a cluster. */
export interface ConnectionSettings {
  readonly hosts: readonly Host[];
  /** The hosts are asked which nodes there are: several of them, or `esdb+discover:`. */
  readonly gossips: boolean;
  readonly nodePreference: NodePreference;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Absent: the connection is not encrypted, and credentials are not sent. */
  readonly tls?: TlsSettings;
  readonly connectionName?: string;
  /** For texts: schemes and hosts, never credentials. */
  readonly shown: string;
}

export interface Host {
  readonly address: string;
  readonly port: number;
}

export interface TlsSettings {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly verify: boolean;
}

const NODE_PREFERENCES = ['leader', 'follower', 'random', 'read_only_replica'] as const;
type NodePreference = (typeof NODE_PREFERENCES)[number];

const PORT = 2113;

/** Options that a URL may carry, as the engine's manual spells them; their case does not matter. */
const OPTIONS = ['tls', 'tlsVerifyCert', 'tlsCAFile', 'userCertFile', 'userKeyFile', 'nodePreference', 'connectionName'] as const;
type Option = (typeof OPTIONS)[number];

/**
 * Reads `esdb://user:password@host:2113,host:2113?tls=true&tlsCAFile=ca.crt` and `esdb+discover://…`. The driver's own reading is not
 * used: it prints URLs with their passwords, cuts passwords at a colon, and has no way to leave certificates unchecked.
 * @throws Error that says what is wrong and never shows credentials
 */
export const parseConnection = (url: string): ConnectionSettings => {
  const [, scheme, credentials, hosts, query = ''] = /^(esdb(?:\+discover)?):\/\/(?:([^@/?]*)@)?([^/?@]+)\/?(?:\?(.*))?$/.exec(url) ?? [];
  if (scheme === undefined || hosts === undefined) throw new Error('names no server: write esdb://host:2113?tls=false');
  const options = parseOptions(query);
  const parsed = hosts.split(',').map(parseHost);
  const tls = isOn(options, 'tls', true) ? tlsOf(options) : undefined;
  const connectionName = options.get('connectionName');
  return {
    hosts: parsed,
    gossips: scheme === 'esdb+discover' || parsed.length > 1,
    nodePreference: preferenceOf(options.get('nodePreference') ?? 'leader'),
    ...(credentials === undefined ? {} : { credentials: parseCredentials(credentials) }),
    ...(tls === undefined ? {} : { tls }),
    ...(connectionName === undefined ? {} : { connectionName }),
    shown: `${scheme}://${hosts}`,
  };
};

const parseHost = (text: string): Host => {
  const [, address, port = String(PORT)] = /^(\[[0-9a-fA-F:]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (address === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new Error(`names "${text}", which is no host with a port: write for example localhost:${PORT}`);
  }
  return { address, port: Number(port) };
};

const parseCredentials = (text: string): { username: string; password: string } => {
  const colon = text.indexOf(':');
  const [username, password] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)].map(decodeText);
  if (!username || !password) throw new Error('has credentials of another form than user:password (write % signs and @ as %25 and %40)');
  return { username, password };
};

const decodeText = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

const parseOptions = (query: string): ReadonlyMap<Option, string> => {
  const options = new Map<Option, string>();
  for (const [key, value] of new URLSearchParams(query)) {
    const option = OPTIONS.find((known) => known.toLowerCase() === key.toLowerCase());
    if (option === undefined)
      throw new Error(`has the option "${key}": allowed are ${OPTIONS.join(', ')}; time limits are the program's own`);
    options.set(option, value);
  }
  return options;
};

const isOn = (options: ReadonlyMap<Option, string>, option: Option, usual: boolean): boolean => {
  const text = options.get(option) ?? String(usual);
  if (text !== 'true' && text !== 'false') throw new Error(`has ${option}=${text}: write ${option}=true or ${option}=false`);
  return text === 'true';
};

const preferenceOf = (text: string): NodePreference => {
  const found = NODE_PREFERENCES.find((each) => each.replaceAll('_', '') === text.toLowerCase().replaceAll(/[_-]/g, ''));
  if (found === undefined) throw new Error(`has nodePreference=${text}: allowed are ${NODE_PREFERENCES.join(', ')}`);
  return found;
};

const tlsOf = (options: ReadonlyMap<Option, string>): TlsSettings => {
  const [ca, cert, key] = (['tlsCAFile', 'userCertFile', 'userKeyFile'] as const).map((option) => fileOf(options, option));
  if ((cert === undefined) !== (key === undefined)) throw new Error('has one of userCertFile and userKeyFile: give both or none');
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    verify: isOn(options, 'tlsVerifyCert', true),
  };
};

const fileOf = (options: ReadonlyMap<Option, string>, option: Option): Buffer | undefined => {
  const file = options.get(option);
  if (file === undefined) return undefined;
  if (!existsSync(file)) throw new Error(`has ${option}=${file}, a file that does not exist`);
  return readFileSync(file);
};
