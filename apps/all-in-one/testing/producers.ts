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
  /** What the producer itself was answered. */
  readonly answers: FinalAnswer[];
  /** What was published of it for everybody. */
  readonly heard: FinalAnswer[];
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
    return { commandId: `${accountId}.${step}`, accountId, type, data, answers: [], heard: [] };
  });

/** One attempt to get a command decided; `undefined` where there is no final answer. */
export type Attempt = (command: SentCommand, attempt: number) => Promise<FinalAnswer | undefined>;

/** Sends a command again and again until it has a final answer, whatever happens meanwhile. */
export const insist = async (command: SentCommand, attempt: Attempt): Promise<FinalAnswer> => {
  const until = performance.now() + COMMAND_MS;
  for (let count = 0; ; count += 1) {
    const answer = await attempt(command, count);
    if (answer !== undefined) {
      command.answers.push(answer);
      return answer;
    }
    if (performance.now() > until) throw new Error(`${command.type} ${command.commandId} has no final answer after ${COMMAND_MS} ms.`);
    await pause(RETRY_MS);
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
  for (const { commandId, accountId, answers, heard } of sent) {
    const written = byCommand.get(commandId) ?? [];
    const told = new Set(
      [...answers, ...heard].map(({ outcome, events = [], rejection }) => JSON.stringify([outcome, events, rejection?.code])),
    );
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
