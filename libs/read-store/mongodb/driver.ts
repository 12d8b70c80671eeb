/** All that is used of the driver, and the one file that names it: what it would take to exchange it can be read here. */
export {
  MongoAPIError,
  MongoBulkWriteError,
  MongoClient,
  MongoDriverError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
export type {
  AnyBulkWriteOperation,
  ClientSession,
  Collection as MongoCollection,
  Db,
  Document as BsonDocument,
  Filter,
  IndexDescription,
  MongoClientOptions,
  Sort,
} from 'mongodb';
