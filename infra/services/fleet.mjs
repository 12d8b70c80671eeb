/** All services of one start: begun together, watched until they are ready, stopped in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failed } from '../local/errors.mjs';
import { onEnd, secondsSince, signal } from '../local/process.mjs';
import { isFree } from '../local/wire.mjs';
import { NODE } from '../toolchain.mjs';
import { inOrderOfStopping } from './composition.mjs';
import { startProcess, stopProcess } from './process.mjs';

/** Services create topics and indexes at their first start; a quiet machine needs ten seconds. */
const READY_MS_MAX = 180_000;

/** How often each is asked whether it is ready, and how long it may think about it. */
const ASK_EVERY_MS = 250;
const ANSWER_MS_MAX = 3_000;

/** A service that ends so often in such a time is broken, and not killed by somebody who tries things out. */
const ENDS_MAX = 5;
const ENDS_WITHIN_MS = 60_000;

/** A service drains for 25 s at the most. */
const STOP_MS_MAX = 28_000;

/** @throws Failed for a port that another program has: the service could not tell us */
export const requirePorts = async (plan) => {
  for (const { instance, url } of plan) {
    const { port } = new URL(url);
    if (!(await isFree(Number(port))))
      throw new Failed(`port ${port}, meant for ${instance}, is taken by another program`, 'end that, or choose others by --port');
  }
};

/** As in infra/Dockerfile. kafkajs sets timers to moments that have passed, of which Node warns. */
const NODE_OPTIONS = ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning'];

/** Starts each as Compose would, with the command and the variables of the plan. */
export const startFleet = (plan) => plan.map((service) => ({ ...service, run: begin(service), ends: [] }));

const begin = ({ command, log, variables }, options) => {
  const run = startProcess(NODE, [...NODE_OPTIONS, ...command], { log, env: variables, ...options });
  const calledOff = onEnd(() => signal(run.pid, 'SIGKILL'));
  return { ...run, calledOff };
};

/** Waits until all are ready and tells of each as it becomes so. @throws Failed with the reasons of those that are not */
export const untilReady = async (fleet, say, signalEnd) => {
  const begun = Date.now();
  const waiting = new Map(fleet.map((service) => [service, 'no answer yet']));
  while (waiting.size > 0) {
    requireAlive(fleet);
    const states = await Promise.all([...waiting.keys()].map(async (service) => [service, await stateOf(service)]));
    for (const [service, reason] of states) {
      if (reason !== undefined) waiting.set(service, reason);
      else {
        waiting.delete(service);
        say(`${service.instance} is ready after ${secondsSince(begun)} (${fleet.length - waiting.size} of ${fleet.length})`);
      }
    }
    if (signalEnd.aborted) return;
    if (Date.now() - begun > READY_MS_MAX) {
      const lines = [...waiting].map(([{ instance, log }, reason]) => `  ${instance}: ${reason} (${log})`);
      throw new Failed(`not ready after ${READY_MS_MAX / 1000} s`, `see why\n${lines.join('\n')}`);
    }
    if (waiting.size > 0) await sleep(ASK_EVERY_MS, undefined, { signal: signalEnd }).catch(() => undefined);
  }
};

/** @throws Failed with the last lines of one that has ended: what does not come up will not be mended by trying again */
const requireAlive = (fleet) => {
  const dead = fleet.find(({ run }) => run.ended() !== undefined);
  if (dead) throw new Failed(`${dead.instance} is not running: ${dead.run.ended()}`, `see ${dead.log}, its end is\n${dead.run.tail()}`);
};

/** Starts again what has ended, as Compose does. @throws Failed for one that ends all the time */
export const revive = (fleet, say) => {
  for (const service of fleet.filter(({ run }) => run.ended() !== undefined)) {
    service.ends = [...service.ends, Date.now()].slice(-ENDS_MAX);
    if (service.ends.length === ENDS_MAX && Date.now() - service.ends[0] < ENDS_WITHIN_MS) requireAlive([service]);
    say(`${service.instance}: ${service.run.ended()}; it is started again`);
    service.run.calledOff();
    service.run = begin(service, { append: true });
  }
};

/** Why a service is not ready; `undefined` where it is. */
const stateOf = async ({ url }) => {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    if (response.ok) return undefined;
    const { reasons, tasks } = await response.json();
    return (
      reasons.join('; ')
      || `tasks ${Object.entries(tasks)
        .map(([name, state]) => `${name} ${state}`)
        .join(', ')}`
    );
  } catch (error) {
    return error.cause?.code ?? error.message;
  }
};

/** Doors first, then workers, then those that follow; each kind together. Says who had to be ended. */
export const stopFleet = async (fleet, say) => {
  const kinds = Map.groupBy(inOrderOfStopping(fleet), ({ name }) => name);
  for (const services of kinds.values()) {
    const went = await Promise.all(services.map(({ run }) => stopProcess(run, STOP_MS_MAX)));
    services.forEach((service, index) => {
      service.run.calledOff();
      if (!went[index]) say(`${service.instance} did not end in ${STOP_MS_MAX / 1000} s and was ended`);
    });
  }
};
