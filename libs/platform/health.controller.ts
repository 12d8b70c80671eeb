import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Supervisor, type TaskState } from './supervisor.js';

/** How a service is. */
export interface Health {
  readonly status: 'ok' | 'degraded';
  /** What runs in the background, by name. */
  readonly tasks: Readonly<Record<string, TaskState>>;
}

/** For whoever restarts and routes: alive means "do not restart me", ready means "send me work". */
@Controller('health')
export class HealthController {
  constructor(@Inject(Supervisor) private readonly supervisor: Supervisor) {}

  @Get('live')
  @HttpCode(200)
  live(): Pick<Health, 'status'> {
    return { status: 'ok' };
  }

  @Get('ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply): Health {
    const tasks = this.supervisor.states();
    const status = Object.values(tasks).every((state) => state === 'running') ? 'ok' : 'degraded';
    if (status !== 'ok') void reply.status(503);
    return { status, tasks };
  }
}
