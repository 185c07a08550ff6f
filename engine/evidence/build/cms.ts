import { createHash, type X509Certificate } from 'node:crypto';
import { fromBER, type Sequence } from 'asn1js';
import type { SignatureAlgorithm } from '#engine/keys/signer.ts';
import { der, NULL, OCTETS, oid, ONE, SEQUENCE, SET, SHA256_ALGORITHM } from '../format/der.ts';

const DATA = oid('2a864886f70d010701');
const SIGNED_DATA = oid('2a864886f70d010702');
const CONTENT_TYPE = oid('2a864886f70d010903');
const MESSAGE_DIGEST = oid('2a864886f70d010904');
const SIGNING_CERTIFICATE_V2 = oid('2a864886f70d010910022f');
const ALGORITHMS: Partial<Record<SignatureAlgorithm, Buffer>> = {
  'ecdsa-sha256': der(SEQUENCE, oid('2a8648ce3d040302')),
  'rsa-sha256': der(SEQUENCE, oid('2a864886f70d010101'), NULL),
};

/** True for keys that can sign a PDF: OpenSSL 3.0 and poppler make and read no Ed25519 in CMS. */
export function signsCms(algorithm: SignatureAlgorithm): boolean {
  return ALGORITHMS[algorithm] !== undefined;
}

/**
 * Detached CMS SignedData in the CAdES baseline form that PAdES asks for (ETSI EN 319 142-1, 319 122-1): signed
 * attributes content type, message digest and signing certificate v2, in DER order, and no signing time.
 */
export async function signCms(
  digest: Uint8Array,
  certificates: readonly X509Certificate[],
  algorithm: SignatureAlgorithm,
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const [leaf] = certificates;
  const signatureAlgorithm = ALGORITHMS[algorithm];
  if (leaf === undefined || signatureAlgorithm === undefined)
    throw new RangeError(`no CMS with ${algorithm}`);
  const certificateHash = createHash('sha256').update(leaf.raw).digest();
  const certificateId = der(SEQUENCE, der(SEQUENCE, der(SEQUENCE, der(OCTETS, certificateHash))));
  const attributes = [
    der(SEQUENCE, CONTENT_TYPE, der(SET, DATA)),
    der(SEQUENCE, MESSAGE_DIGEST, der(SET, der(OCTETS, digest))),
    der(SEQUENCE, SIGNING_CERTIFICATE_V2, der(SET, certificateId)),
  ].sort(Buffer.compare);
  const signature = await sign(der(SET, ...attributes));
  const signerInfo = der(
    SEQUENCE,
    ONE,
    der(SEQUENCE, ...issuerAndSerial(leaf)),
    SHA256_ALGORITHM,
    der(0xa0, ...attributes),
    signatureAlgorithm,
    der(OCTETS, signature),
  );
  const signedData = der(
    SEQUENCE,
    ONE,
    der(SET, SHA256_ALGORITHM),
    der(SEQUENCE, DATA),
    der(0xa0, ...certificates.map(({ raw }) => raw)),
    der(SET, signerInfo),
  );
  return der(SEQUENCE, SIGNED_DATA, der(0xa0, signedData));
}

/** The DER of issuer and serial number, as they stand in the certificate. */
function issuerAndSerial(certificate: X509Certificate): [Uint8Array, Uint8Array] {
  const [tbs] = (fromBER(certificate.raw).result as Sequence).valueBlock.value;
  const fields = (tbs as Sequence).valueBlock.value;
  // The version is explicitly tagged [0] and absent in version 1 certificates.
  const first = fields[0]?.idBlock.tagClass === 3 ? 1 : 0;
  const bytes = (index: number) => new Uint8Array(fields[index]?.valueBeforeDecodeView ?? []);
  return [bytes(first + 2), bytes(first)];
}
