export { type VerifyOptions, verifyPackage } from './verify-package.ts';
