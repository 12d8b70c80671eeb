import { type CommandEnvelope, type Outcome } from '#libs/kernel/message.js';
import { addLogContext, type Log } from '../log.js';
import { secondsSince } from '../metrics/metrics.js';
import { currentTraceId, traceIdOf } from '../tracing.js';
import { errorName, type Telemetry } from './telemetry.js';

/** Who decides commands, as far as it is observed. */
interface Decides {
  handle(command: CommandEnvelope, request?: string): Promise<Outcome>;
}

/** A command handler that is measured, traced, and whose lines of the log say which command they are about. */
export const observedHandler = (handler: Decides, { metrics, tracing }: Telemetry, log: Log): Decides => ({
  handle: async (command, request) => {
    const { type, commandId, stream, correlationId, traceparent } = command;
    const trace = traceparent === undefined ? undefined : traceIdOf(traceparent);
    addLogContext({ command: commandId, stream, ...(correlationId && { correlation: correlationId }), ...(trace && { trace }) });
    // What carried the command is the nearer parent; the sender's own trace wins where the two differ.
    const parent = trace === currentTraceId() ? undefined : traceparent;
    const rules = { parent, attributes: { 'rapport.command': commandId, 'rapport.stream': stream } };
    return tracing.run(`decide ${type}`, rules, async (span) => {
      const begun = performance.now();
      try {
        const outcome = await handler.handle(command, request);
        const code = outcome.outcome === 'REJECTED' ? outcome.rejection.code : '';
        metrics.observe('rapport_command_duration_seconds', { outcome: outcome.outcome }, secondsSince(begun));
        metrics.add('rapport_commands_total', { type, outcome: outcome.outcome, code });
        span?.setAttributes({ 'rapport.outcome': outcome.outcome, ...(code && { 'rapport.code': code }) });
        log.debug({ type, outcome: outcome.outcome, ...(code && { code }), duplicate: outcome.duplicate }, 'decided');
        return outcome;
      } catch (error) {
        metrics.add('rapport_command_failures_total', { error: errorName(error) });
        throw error;
      }
    });
  },
});
