import { type LoggerService } from '@nestjs/common';
import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { type LogLevel } from './configuration.js';

/** Structured logging: `log.info({ account }, 'what happened')`. Ids and counts belong in it, texts that people wrote do not. */
export type Log = Pick<Logger, 'fatal' | 'error' | 'warn' | 'info' | 'debug'>;

/** One JSON line an entry on standard error; standard output stays free for what a program says to its user. */
export const createLog = (level: LogLevel): Log =>
  pino({ level, base: null, timestamp: stdTimeFunctions.isoTime, messageKey: 'message' }, destination({ fd: 2, sync: true }));

/** Nest's own messages in our log. Its announcements at start are detail, its warnings are not. */
export const nestLogger = (log: Log): LoggerService => ({
  log: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  debug: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  verbose: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  warn: (message: unknown, context?: unknown) => log.warn({ context }, String(message)),
  error: (message: unknown, stack?: unknown, context?: unknown) => log.error({ context, stack }, String(message)),
  fatal: (message: unknown, context?: unknown) => log.fatal({ context }, String(message)),
});
