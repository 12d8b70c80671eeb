/** What docker-compose.yml says of our services: the one place where their commands and variables stand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../toolchain.mjs';

/** The image that all of them are run from. */
const IMAGE = 'rapport';

/** Services that run apart, by name, with their command and their variables; those of a profile are not among them. */
export const servicesOf = (variables) => {
  const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
  return Object.entries(services)
    .filter(([, { image, profiles }]) => image === IMAGE && profiles === undefined)
    .map(([name, { command, environment }]) => ({ name, command, variables: filledIn(environment, variables) }));
};

/** `${NAME:-default}` is filled in as Compose does. */
const filledIn = (environment, variables) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      String(value).replace(/\$\{(\w+):-([^}]*)\}/g, (_, variable, fallback) => variables[variable] || fallback),
    ]),
  );

/** How many of which service, and the port of each: queries first, then commands, then the others in order. */
export const planOf = (services, { count, port, urls, folder, logLevel }) => {
  const ranked = services.toSorted((a, b) => rankOf(a.name) - rankOf(b.name));
  const instances = ranked.flatMap((service) =>
    Array.from({ length: count(service.name) }, (_, index) => ({ ...service, instance: `${service.name}-${index + 1}` })),
  );
  return instances.map(({ name, instance, command, variables }, index) => ({
    name,
    instance,
    command,
    url: `http://127.0.0.1:${port + index}`,
    log: join(folder, `${instance}.log`),
    variables: {
      ...variables,
      ...urls,
      HOST: '127.0.0.1',
      PORT: String(port + index),
      DATA_DIR: folder,
      INSTANCE: instance,
      LOG_LEVEL: logLevel,
    },
  }));
};

const FIRST = ['query-api', 'command-api', 'command-worker'];
const rankOf = (name) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

/** Doors close first, then who decides, then who follows. */
export const inOrderOfStopping = (instances) => instances.toSorted((a, b) => stopRankOf(a.name) - stopRankOf(b.name));

const stopRankOf = (name) => (name.endsWith('-api') ? 0 : name === 'command-worker' ? 1 : 2);
