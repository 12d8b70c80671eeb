import { inTime } from './failure.js';
import { REQUEST_MS_MAX } from './settings.js';
import { type Admin, type Client } from './wire.js';

interface Desk {
  readonly client: Client;
  readonly admin: Admin;
  readonly opened: Promise<void>;
}

/** Asks the cluster, over a connection that is opened when it is needed and thrown away when it has failed. */
export class AdminDesk {
  private desk: Desk | undefined;

  constructor(private readonly openClient: () => Client) {}

  /** @throws what the client throws, or an Error when there is no answer in time */
  async ask<Answer>(question: (admin: Admin) => Promise<Answer>, ms = REQUEST_MS_MAX): Promise<Answer> {
    const desk = (this.desk ??= this.open());
    try {
      return await inTime(
        desk.opened.then(() => question(desk.admin)),
        ms,
        'the answer',
      );
    } catch (error) {
      this.discard(desk);
      throw error;
    }
  }

  private open(): Desk {
    const client = this.openClient();
    const admin = client.admin();
    return { client, admin, opened: admin.open() };
  }

  private discard(desk: Desk): void {
    if (this.desk === desk) this.desk = undefined;
    desk.admin.close().catch(() => undefined);
    desk.client.destroy();
  }

  close(): void {
    if (this.desk) this.discard(this.desk);
  }
}
