/**
 * Removes read models from MongoDB, documents and checkpoint, so that their projectors fold them from the first event again. The projectors
 * must be stopped: what one writes meanwhile would be lost. `relay@1`, the place of the relay, goes only when it is named.
 *
 *   READ_STORE_URL=… node docs/guides/examples/drop-read-model.mjs stage-board@2 …
 *   READ_STORE_URL=… node docs/guides/examples/drop-read-model.mjs --all
 */
import { MongoClient } from 'mongodb';

const CHECKPOINTS = 'collection_checkpoint';

const { READ_STORE_URL } = process.env;
if (READ_STORE_URL === undefined || process.argv.length < 3) {
  console.error('Set READ_STORE_URL to the mongodb:// address of the read store, and name the read models, or --all.');
  process.exit(2);
}
const client = await new MongoClient(READ_STORE_URL).connect();
try {
  const db = client.db();
  // What is not folded from the log has no checkpoint: the ledger of refusals, for one.
  const known = await db.collection(CHECKPOINTS).distinct('_id');
  const wanted = process.argv[2] === '--all' ? known.filter((name) => name !== 'relay@1') : process.argv.slice(2);
  const strange = wanted.filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`No read model is called ${strange.join(', ')}: there are ${known.join(', ')}.`);
  for (const name of wanted) {
    // Broken off in between, it is to be run again: the checkpoint still names what is not all removed.
    await db.collection(name).deleteMany({});
    // What is parked in it goes with it: records are named <read model>/<stream>, and "0" comes after "/".
    await db.collection('parked@1').deleteMany({ _id: { $gte: `${name}/`, $lt: `${name}0` } });
    await db.collection(CHECKPOINTS).deleteOne({ _id: name });
    console.log(`${name} is removed`);
  }
} finally {
  await client.close();
}
