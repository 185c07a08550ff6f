export { type BagInfo, type BuildInput, type BuiltPackage, buildPackage } from './build/build-package.ts';
export type { ByteOrigin, PayloadEntry } from './build/payload.ts';
export { type SignInput, signPackage } from './build/sign-package.ts';
export { addTimeToken, type TimeTokenInput, timeRequest } from './build/time-stamp.ts';
export type { EvidencePredicate, Json } from './format/statement.ts';
export { readPackageFile } from './format/package-file.ts';
export { type PackageInfo, readPackageInfo } from './format/package-info.ts';
