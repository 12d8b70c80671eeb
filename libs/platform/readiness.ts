import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PROBE_MS_MAX } from '#libs/kernel/ports.js';
import { reasonIn } from '#libs/kernel/secrets.js';
import { type Assignments } from './observed/assignments.js';
import { type Metrics } from './metrics/metrics.js';
import { type Supervisor, type TaskState } from './supervisor.js';

/** An answer is given again for this long: whoever asks often does not ask the engines each time. */
const FRESH_MS = 1_000;

/** How a service is. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  /** What runs in the background, by name. */
  readonly tasks: Readonly<Record<string, TaskState>>;
  /** What it stands on, by name: `ok`, or why it cannot be worked with. */
  readonly engines: Readonly<Record<string, string>>;
  /** Everything that is not as it should be, in words; empty when the status is ok. */
  readonly reasons: readonly string[];
  /** What was put right without anybody, in words: no reason to send work elsewhere, but somebody should look. */
  readonly notices: readonly string[];
}

/** Something that can be asked whether it can be worked with; it throws the reason where not. */
export interface Probed {
  probe(): Promise<void>;
  notices?(): readonly string[];
}

/** Says whether work should be sent here, and why not. */
@Injectable()
export class Readiness {
  private health: { readonly at: number; readonly answer: Promise<Health> } | undefined;

  constructor(
    private readonly engines: ReadonlyMap<string, Probed>,
    private readonly supervisor: Supervisor,
    private readonly assignments: Assignments,
    private readonly metrics: Metrics,
    private readonly now: () => number = () => performance.now(),
  ) {
    metrics.onScrape(async () => void (await this.ask()));
  }

  /** As it was within the last second; at the latest after {@link PROBE_MS_MAX} milliseconds. */
  ask(): Promise<Health> {
    const at = this.now();
    if (this.health === undefined || at - this.health.at >= FRESH_MS) this.health = { at, answer: this.look() };
    return this.health.answer;
  }

  private async look(): Promise<Health> {
    const probed = [...this.engines].map(async ([name, engine]) => [name, await stateOf(engine)] as const);
    const engines = Object.fromEntries(await Promise.all(probed));
    const tasks = this.supervisor.states();
    this.measure(engines, tasks);
    const reasons = [
      ...Object.entries(engines).flatMap(([name, state]) => (state === 'ok' ? [] : [`${name}: ${state}`])),
      ...this.supervisor.reasons(),
      ...this.assignments.reasons(),
    ];
    const ok = reasons.length === 0 && Object.values(tasks).every((state) => state === 'running');
    const notices = [...this.engines.values()].flatMap((engine) => engine.notices?.() ?? []);
    return { status: ok ? 'ok' : 'degraded', tasks, engines, reasons, notices };
  }

  private measure(engines: Health['engines'], tasks: Health['tasks']): void {
    for (const [engine, state] of Object.entries(engines)) this.metrics.set('rapport_engine_up', { engine }, state === 'ok' ? 1 : 0);
    for (const [task, state] of Object.entries(tasks)) this.metrics.set('rapport_task_up', { task }, state === 'running' ? 1 : 0);
  }
}

const stateOf = async (engine: Probed): Promise<string> => {
  const done = new AbortController();
  const late = setTimeout(PROBE_MS_MAX, `no answer within ${PROBE_MS_MAX} ms`, { signal: done.signal }).catch(() => 'ok');
  try {
    return await Promise.race([late, engine.probe().then(() => 'ok')]);
  } catch (error) {
    return reasonIn(error);
  } finally {
    done.abort();
  }
};
