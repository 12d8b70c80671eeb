import { type EventStore, type Opened } from '../../ports.js';
import { type Upcasters } from '../../upcast.js';

/** What the suite opens a store with. */
export interface SubjectOptions {
  readonly upcasters?: Upcasters;
}

/** How the suite gets at the logs of an engine. */
export interface LogUnderTest {
  /** Opens a log for reading and writing; it may be empty, old or shared, and the same each time or another. */
  readonly open: (options?: SubjectOptions) => Promise<Opened<EventStore>>;
  /** Opens the log that was opened first once more, be it for reading only. Absent where an engine has no way to. */
  readonly openAgain?: () => Promise<Opened<EventStore>>;
  /** Opens an empty log that nothing else uses, for reading and writing. Absent where an engine has one log only. */
  readonly openAnother?: () => Promise<Opened<EventStore>>;
}
