import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Health, Readiness } from './readiness.js';

/** For whoever restarts and routes: alive means "do not restart me", ready means "send me work". */
@Controller('health')
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('live')
  @HttpCode(200)
  live(): Pick<Health, 'status'> {
    return { status: 'ok' };
  }

  /** 503 where anything that the service needs is not as it should be, with the reasons in words. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await this.readiness.ask();
    if (health.status !== 'ok') void reply.status(503);
    return health;
  }
}
