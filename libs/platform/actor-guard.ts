import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { ACTOR_NAME } from '#libs/kernel/message.js';
import { Problem } from './problem.js';

/** The header that names who is asking. */
export const ACTOR_HEADER = 'x-rapport-actor';

/** Who asks without saying so. */
export const ANONYMOUS = 'anonymous';

const actors = new WeakMap<object, string>();

/** Who sent a request, as the guard has established it. */
export const actorOf = (request: object): string => actors.get(request) ?? ANONYMOUS;

/** Establishes on every route who is asking, before anything else is read. What a body says of it counts for nothing. */
@Injectable()
export class ActorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const given = request.headers[ACTOR_HEADER];
    if (given === undefined) return true;
    const actor = Buffer.from(String(given), 'latin1').toString('utf8');
    if (!ACTOR_NAME.test(actor)) {
      throw new Problem('INVALID_HEADER', `${ACTOR_HEADER} names who is asking: 1 to 128 letters, digits, spaces and . , @ _ : + ' -.`);
    }
    actors.set(request, actor);
    return true;
  }
}
