import { AsyncLocalStorage } from 'node:async_hooks';
import { type LoggerService } from '@nestjs/common';
import { destination, type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { type LogLevel } from './configuration.js';
import { withoutSecrets } from '#libs/kernel/secrets.js';
import { currentTraceId } from './tracing.js';

/** Structured logging: `log.info({ account }, 'what happened')`. Ids and counts belong in it, texts that people wrote do not. */
export type Log = Pick<Logger, 'fatal' | 'error' | 'warn' | 'info' | 'debug'>;

/** What a line of the log is about, as far as it is known where the line is written. */
export interface LogContext {
  command?: string;
  /** The stream that decides, `account-acme`. */
  stream?: string;
  correlation?: string;
  /** Where no span of our own is under way: the trace that the sender named. */
  trace?: string;
}

const contexts = new AsyncLocalStorage<LogContext>();

/** Every line that is written from within the work, at any depth, says what it is about. */
export const withLogContext = <Result>(context: LogContext, work: () => Result): Result => contexts.run(context, work);

/** Says more about what is under way; nothing outside of {@link withLogContext}. */
export const addLogContext = (more: LogContext): void => void Object.assign(contexts.getStore() ?? {}, more);

/** Who writes. */
export interface LogSource {
  readonly service?: string;
  readonly instance?: string;
}

/** One JSON line an entry on standard error; standard output stays free for what a program says to its user. URLs lose their passwords. */
export const createLog = (level: LogLevel, source: LogSource = {}, to: DestinationStream = destination({ fd: 2, sync: true })): Log =>
  pino(
    {
      level,
      base: source.service === undefined ? null : { ...source },
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      mixin: () => {
        const trace = currentTraceId();
        return { ...contexts.getStore(), ...(trace === undefined ? {} : { trace }) };
      },
      hooks: { streamWrite: withoutSecrets },
    },
    to,
  );

/** Nest's own messages in our log. Its announcements at start are detail, its warnings are not. */
export const nestLogger = (log: Log): LoggerService => ({
  log: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  debug: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  verbose: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  warn: (message: unknown, context?: unknown) => log.warn({ context }, String(message)),
  error: (message: unknown, stack?: unknown, context?: unknown) => log.error({ context, stack }, String(message)),
  fatal: (message: unknown, context?: unknown) => log.fatal({ context }, String(message)),
});
