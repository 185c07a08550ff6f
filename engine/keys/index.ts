export { defaultKeyDir } from './key-dir.ts';
export { importPkcs12, type ImportInput } from './import-pkcs12.ts';
export { exportCertificate, type KeyInfo, listKeys } from './list-keys.ts';
export { newKey, type NewKeyInput } from './new-key.ts';
export { openKey } from './open-key.ts';
export { SIGNATURE_ALGORITHMS, type SignatureAlgorithm, type Signer } from './signer.ts';
