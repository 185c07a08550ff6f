export { Store, type StoreOptions } from './store.ts';
export {
  type Appender,
  Session,
  type ChunkStream,
  type ColumnInfo,
  type Param,
  type Params,
  type Row,
} from './session.ts';
export { isInterrupt, isOutOfMemory, sqlMessage, storeClosed } from './errors.ts';
export { quoteLiteral, quoteName } from './quote.ts';
export { type DbValue, type Plain, isoFromMicros, toPlain } from './values.ts';
