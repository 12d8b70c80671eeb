import { Controller, Get, Inject, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Telemetry } from '../observed/telemetry.js';
import { TELEMETRY } from '../ports.js';

/** What Prometheus fetches. */
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(TELEMETRY) private readonly telemetry: Telemetry) {}

  @Get()
  async all(@Res() reply: FastifyReply): Promise<void> {
    const { type, body } = await this.telemetry.metrics.text();
    void reply.type(type).send(body);
  }
}
