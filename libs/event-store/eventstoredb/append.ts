import { InvariantBroken, OutcomeUnknown, Unavailable, VersionConflict } from '#libs/kernel/errors.js';
import { type Appended } from '#libs/kernel/ports.js';
import { type AppendRequest } from '../append-request.js';
import { APPENDS_IN_FLIGHT_MAX, SETTLE_MS_MAX } from './bounds.js';
import { type Connections } from './connections.js';
import { type Place } from './driver.js';
import { failureOf, toStoreError } from './errors.js';
import { toWireEvents, versionOf } from './events.js';
import { inFlight, noLongerThan } from './limits.js';
import { toPosition } from './position.js';

/** Appends, and finds out what became of those that got no answer. */
export class Appender {
  private readonly takeTurn = inFlight(APPENDS_IN_FLIGHT_MAX);

  constructor(
    private readonly connections: Connections,
    private readonly where: string,
  ) {}

  append(request: AppendRequest): Promise<Appended> {
    return this.takeTurn(() => this.send(request));
  }

  private async send(request: AppendRequest): Promise<Appended> {
    const { stream, expected, events } = request;
    try {
      const wire = toWireEvents(request);
      const expectedRevision = expected === 0 ? 'no_stream' : BigInt(expected - 1);
      const { revision, place } = await this.connections.call((driver) => driver.append(stream, expectedRevision, wire));
      return this.answer(request, versionOf(stream, revision), place);
    } catch (error) {
      if (error instanceof Unavailable || error instanceof InvariantBroken || error instanceof OutcomeUnknown) throw error;
      const failure = failureOf(error);
      switch (failure.kind) {
        case 'conflict':
          throw new VersionConflict(stream, expected, failure.actual === 'no_stream' ? 0 : versionOf(stream, failure.actual));
        case 'in-flight':
        case 'timed-out':
          return this.settle(request, error as Error);
        case 'refused':
          throw new RangeError(`${this.where} refuses the append of ${events.length} events to ${stream}: ${(error as Error).message}`, {
            cause: error,
          });
        default:
          throw toStoreError(error, `The append to ${stream}`, this.where);
      }
    }
  }

  private answer({ stream, expected, events }: AppendRequest, version: number, place: Place | undefined): Appended {
    if (place === undefined)
      throw new OutcomeUnknown(`${this.where} did not say where the append to ${stream} stands: read the stream again first.`);
    if (version !== expected + events.length) {
      throw new InvariantBroken(
        `${stream} was deleted or cut off on ${this.where}: events at expected version ${expected} were written as version ${version}. `
          + 'Restore the log from a backup; its streams must not be deleted.',
      );
    }
    return { version, position: toPosition(place) };
  }

  /**
   * What stands in the stream where the events would be tells, if anything does: themselves, or others that were faster. Nothing there
   * says nothing, because the request may still arrive.
   */
  private async settle(request: AppendRequest, cause: Error): Promise<Appended> {
    const { stream, expected, events } = request;
    const unknown = new OutcomeUnknown(
      `The append to ${stream} got no answer from ${this.where} (${cause.message}): read the stream again first.`,
      { cause },
    );
    const found = await this.connections
      .call((driver) => driver.readStream(stream, BigInt(expected), 'forwards', events.length, noLongerThan(SETTLE_MS_MAX)))
      .catch(() => undefined);
    if (found === undefined || found.length === 0) throw unknown;
    const areOurs = found.every(({ id }, index) => id === events[index]!.id);
    // A part of them: they are just becoming visible.
    if (areOurs && found.length < events.length) throw unknown;
    if (areOurs) {
      return this.answer(request, versionOf(stream, found.at(-1)!.revision), found.at(-1)!.place);
    }
    const last = await this.connections
      .call((driver) => driver.readStream(stream, 'end', 'backwards', 1, noLongerThan(SETTLE_MS_MAX)))
      .catch(() => undefined);
    if (last === undefined || last.length === 0) throw unknown;
    throw new VersionConflict(stream, expected, versionOf(stream, last[0]!.revision));
  }
}
