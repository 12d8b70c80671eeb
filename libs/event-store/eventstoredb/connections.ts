import { Unavailable } from '#libs/kernel/errors.js';
import { DISPOSE_MS_MAX, LEADERS_MAX, RECONNECT_MS_MIN, SUBSCRIPTIONS_MAX, SUBSCRIPTIONS_PER_CONNECTION_MAX } from './bounds.js';
import { type ConnectionSettings, type Host } from './connection.js';
import { Driver, leaderNamedBy, type Place, type WireFilter, type WireListener, type WireSubscription } from './driver.js';
import { isConnectionFailure } from './errors.js';
import { within } from './limits.js';

/**
 * The connections of one store: one for appends and reads, and as many as its followers need. One that fails is replaced at the next
 * call: a new one tries at once, while the transport's own waits between attempts grow to two minutes.
 */
export class Connections {
  private calls: Connection;
  private followers: Connection[] = [];
  private closed = false;

  constructor(private readonly settings: ConnectionSettings) {
    this.calls = new Connection(settings);
  }

  /** A call to the node that leads. What the driver throws is thrown on. */
  async call<Answer>(ask: (driver: Driver) => Promise<Answer>): Promise<Answer> {
    for (let leaders = 0; ; leaders += 1) {
      const connection = this.open();
      try {
        return await connection.use(ask);
      } catch (error) {
        const leader = leaderNamedBy(error);
        if (leader !== undefined || isConnectionFailure(error)) this.replace(connection, leader);
        if (leader === undefined || leaders === LEADERS_MAX) throw error;
      }
    }
  }

  /** A subscription, on a connection that has streams left. Cancel it, and it says whether its connection was to blame. */
  subscribe(from: Place | 'start', filter: WireFilter, listener: WireListener): WireSubscription & { blame(): void } {
    this.open();
    this.followers = this.followers.filter((each) => !each.isRetired);
    const live = this.followers.reduce((sum, { uses }) => sum + uses, 0);
    if (live >= SUBSCRIPTIONS_MAX) throw new Unavailable(`${live} followers are open, no more are taken in: end some of them.`);
    let connection = this.followers.find(({ uses }) => uses < SUBSCRIPTIONS_PER_CONNECTION_MAX);
    if (connection === undefined) this.followers.push((connection = new Connection(this.settings)));
    return connection.subscribe(from, filter, listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.calls, ...this.followers].map((each) => each.retire()));
  }

  private open(): Connection {
    if (this.closed) throw new Unavailable(`The event store on ${this.settings.shown} is closed: open it again.`);
    return this.calls;
  }

  private replace(failed: Connection, leader: Host | undefined): void {
    if (this.closed || failed !== this.calls) return;
    if (leader === undefined && performance.now() - failed.since < RECONNECT_MS_MIN) return;
    this.calls = new Connection(this.settings, leader);
    void failed.retireWhenUnused();
  }
}

class Connection {
  uses = 0;
  isRetired = false;
  readonly since = performance.now();
  private readonly driver: Driver;

  constructor(settings: ConnectionSettings, leader?: Host) {
    this.driver = new Driver(settings, leader);
  }

  async use<Answer>(ask: (driver: Driver) => Promise<Answer>): Promise<Answer> {
    this.uses += 1;
    try {
      return await ask(this.driver);
    } finally {
      this.release();
    }
  }

  subscribe(from: Place | 'start', filter: WireFilter, listener: WireListener): WireSubscription & { blame(): void } {
    const subscription = this.driver.subscribe(from, filter, listener);
    this.uses += 1;
    let isOver = false;
    return {
      take: () => subscription.take(),
      get waiting() {
        return subscription.waiting;
      },
      cancel: async () => {
        if (isOver) return;
        isOver = true;
        await within(DISPOSE_MS_MAX, subscription.cancel()).catch(() => undefined);
        this.release();
      },
      blame: () => void this.retireWhenUnused(),
    };
  }

  async retireWhenUnused(): Promise<void> {
    this.isRetired = true;
    if (this.uses === 0) await this.retire();
  }

  async retire(): Promise<void> {
    this.isRetired = true;
    await within(DISPOSE_MS_MAX, this.driver.close()).catch(() => undefined);
  }

  private release(): void {
    this.uses -= 1;
    if (this.isRetired && this.uses === 0) void this.retire();
  }
}
