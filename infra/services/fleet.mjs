/** All services of one start: begun together, watched until they are ready, stopped in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failed } from '../local/errors.mjs';
import { onEnd, secondsSince, signal } from '../local/process.mjs';
import { NODE } from '../toolchain.mjs';
import { inOrderOfStopping } from './composition.mjs';
import { startProcess, stopProcess } from './process.mjs';

/** Services create topics and indexes at their first start; a quiet machine needs ten seconds. */
const READY_MS_MAX = 180_000;

/** How often each is asked whether it is ready, and how long it may think about it. */
const ASK_EVERY_MS = 250;
const ANSWER_MS_MAX = 3_000;

/** A service drains for 25 s at the most. */
const STOP_MS_MAX = 28_000;

/** Starts each as Compose would, with the command and the variables of the plan. */
export const startFleet = (plan) =>
  plan.map(({ name, instance, command, url, log, variables }) => {
    const started = startProcess(NODE, ['--enable-source-maps', ...command], { log, env: variables });
    const calledOff = onEnd(() => signal(started.pid, 'SIGKILL'));
    return { ...started, name, instance, url, calledOff };
  });

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

/** @throws Failed with the last lines of one that has ended */
export const requireAlive = (fleet) => {
  const dead = fleet.find((service) => service.ended() !== undefined);
  if (dead) throw new Failed(`${dead.instance} is not running: ${dead.ended()}`, `see ${dead.log}, its end is\n${dead.tail()}`);
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
    const went = await Promise.all(services.map((service) => stopProcess(service, STOP_MS_MAX)));
    services.forEach((service, index) => {
      service.calledOff();
      if (!went[index]) say(`${service.instance} did not end in ${STOP_MS_MAX / 1000} s and was ended`);
    });
  }
};
