import { describeEngine } from '#libs/kernel/testing/engines.js';
import { eventStoreContract } from '#libs/kernel/testing/event-store-contract.js';
import { openEventStore } from './open.js';

/** A real server, named by RAPPORT_TEST_EVENTSTOREDB_URL, with TLS and credentials as the URL says. It keeps what the suite writes. */
describeEngine('eventstoredb', (url) => {
  eventStoreContract('EventStoreDB itself', {
    open: (options) => openEventStore(url, { writer: true, ...options }),
    openAgain: () => openEventStore(url, { writer: false }),
  });
});
