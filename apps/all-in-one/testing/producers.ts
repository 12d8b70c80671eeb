import { setTimeout as pause } from 'node:timers/promises';
import { type RecordedEvent } from '#libs/kernel/message.js';

/** An answer over HTTP that is final. */
export interface FinalAnswer {
  readonly commandId: string;
  readonly outcome: 'ACCEPTED' | 'REJECTED';
  readonly version?: number;
  readonly duplicate: boolean;
  readonly events?: readonly { readonly id: string; readonly type: string; readonly version: number }[];
  readonly rejection?: { readonly code: string };
}

/** A command that a producer sends until it has a final answer, with all final answers that it got. */
export interface SentCommand {
  readonly commandId: string;
  readonly accountId: string;
  readonly type: string;
  readonly data: object;
  readonly answers: FinalAnswer[];
}

/** A producer waits this long before it sends a command again. */
const RETRY_MS = 100;

/** A command without a final answer after this time fails the test. */
const COMMAND_MS = 120_000;

/** Commands of one producer: each opens an account of its own and goes on there, with some that are refused. */
export const commandsOf = (producer: string, count: number): SentCommand[] =>
  Array.from({ length: count }, (_, index) => {
    const accountId = `${producer}-${Math.floor(index / 20)}`;
    const step = index % 20;
    const [type, data] =
      step === 0
        ? ['OpenAccount', { name: `Account ${accountId}` }]
        : step % 7 === 0
          ? ['OpenAccount', { name: 'Open already, so refused' }]
          : step % 3 === 0
            ? ['RecordOrder', { orderNumber: `${step}`, net: { amount: `${step}.50`, currency: 'EUR' } }]
            : ['RecordInteraction', { channel: 'call', summary: `${step}` }];
    return { commandId: `${accountId}.${step}`, accountId, type, data, answers: [] };
  });

/** Sends commands one after the other to one of several addresses, each again until it has a final answer, whatever happens meanwhile. */
export const produce = async (
  urls: () => readonly string[],
  commands: readonly SentCommand[],
  answered: () => void = () => undefined,
): Promise<void> => {
  for (const [index, command] of commands.entries()) {
    const until = performance.now() + COMMAND_MS;
    for (let attempt = 0; command.answers.length === 0; attempt += 1) {
      if (performance.now() > until) throw new Error(`${command.type} ${command.commandId} has no final answer after ${COMMAND_MS} ms.`);
      if (attempt > 0) await pause(RETRY_MS);
      const all = urls();
      const answer = await send(all[(index + attempt) % all.length]!, command);
      if (answer !== undefined) command.answers.push(answer);
    }
    answered();
  }
};

/** Sends a command once; `undefined` where the answer is not final, or there is none. */
export const send = async (url: string, { commandId, accountId, type, data }: SentCommand): Promise<FinalAnswer | undefined> => {
  try {
    const response = await fetch(`${url}/v1/commands/${type}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commandId, accountId, data }),
      signal: AbortSignal.timeout(15_000),
    });
    const body = (await response.json()) as FinalAnswer;
    return body.outcome === 'ACCEPTED' || body.outcome === 'REJECTED' ? body : undefined;
  } catch {
    return undefined;
  }
};

/** What is wrong between the answers that producers got and the log: nothing, if nothing was lost, doubled or answered twice differently. */
export const faultsOf = (sent: readonly SentCommand[], log: readonly RecordedEvent[]): readonly string[] => {
  const faults: string[] = [];
  const byCommand = Map.groupBy(log, ({ meta }) => meta.commandId);
  for (const { commandId, accountId, answers } of sent) {
    const written = byCommand.get(commandId) ?? [];
    const told = new Set(answers.map(({ outcome, events = [], rejection }) => JSON.stringify([outcome, events, rejection?.code])));
    if (answers.length === 0) faults.push(`${commandId}: never answered`);
    if (told.size > 1) faults.push(`${commandId}: answered in ${told.size} ways: ${[...told].join(' | ')}`);
    const [answer] = answers;
    if (answer === undefined) continue;
    const named = answer.outcome === 'ACCEPTED' ? (answer.events ?? []) : [];
    const found = written.map(({ id, type, version }) => ({ id, type, version }));
    if (JSON.stringify(named) !== JSON.stringify(found))
      faults.push(`${commandId}: ${answer.outcome} ${JSON.stringify(named)}, in the log ${JSON.stringify(found)}`);
    if (written.some(({ stream }) => stream !== `account-${accountId}`)) faults.push(`${commandId}: in a stream that is not its own`);
  }
  for (const [stream, events] of Map.groupBy(log, (event) => event.stream)) {
    const versions = events.map(({ version }) => version);
    if (versions.some((version, index) => version !== index + 1)) faults.push(`${stream}: versions ${versions.join(' ')}`);
  }
  return faults;
};
