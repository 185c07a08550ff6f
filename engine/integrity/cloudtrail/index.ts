export { isDigest, parseDigest } from './digest.ts';
export { Fields } from './fields.ts';
export { isKeyList, keyEncoding, parseTrailKeys } from './keys.ts';
export type {
  FoundLog,
  KeyEncoding,
  TrailCrypto,
  TrailDigest,
  TrailFiles,
  TrailKey,
  TrailSignature,
} from './model.ts';
export { bareName, digestStem, logName } from './names.ts';
export { parseSignature } from './sidecar.ts';
export { type TrailOptions, verifyTrails } from './verify.ts';
