import { createHash, type X509Certificate } from 'node:crypto';
import { type BaseBlock, fromBER, ObjectIdentifier, OctetString, Sequence, Set as Asn1Set } from 'asn1js';
import { holdsUnder, keyKind, parseCertificate } from './certificates.ts';
import { type SignatureMethod, signatureMethod } from './signature-method.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const PSS = '1.2.840.113549.1.1.10';
type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';
const HASHES: Record<string, Hash> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

export function children(block: BaseBlock | undefined): BaseBlock[] {
  const value = (block as Sequence | undefined)?.valueBlock?.value;
  return Array.isArray(value) ? value : [];
}

export function oidOf(block: BaseBlock | undefined): string | null {
  return block instanceof ObjectIdentifier ? block.valueBlock.toString() : null;
}

export function octets(block: BaseBlock | undefined): Buffer {
  if (!(block instanceof OctetString)) return Buffer.alloc(0);
  return Buffer.from(new Uint8Array(block.getValue()));
}

/** Hash name of an AlgorithmIdentifier, null when it is not SHA-2 (or SHA-1, which callers refuse for digests). */
export function hashOf(algorithm: BaseBlock | undefined): Hash | null {
  return HASHES[oidOf(children(algorithm)[0]) ?? ''] ?? null;
}

function tagged(block: BaseBlock | undefined, number: number): boolean {
  return block?.idBlock.tagClass === 3 && block.idBlock.tagNumber === number;
}

/** CMS SignedData (RFC 5652) with one signer and signed attributes. */
export interface SignedData {
  contentType: string;
  /** The content carried inside; empty when it is detached. */
  content: Buffer;
  certificates: X509Certificate[];
  hash: Exclude<Hash, 'sha1'>;
  /** Stated parameters of RSASSA-PSS, null for any that are not known; undefined where it is not PSS that signed. */
  pss: SignatureMethod | null | undefined;
  attributes: Map<string, BaseBlock | undefined>;
  /** The bytes under the signature. */
  signed: Buffer;
  signature: Buffer;
}

/** Reads SignedData, or says why not. Zero bytes behind the structure are allowed: a PDF pads with them. */
export function parseSignedData(cms: Uint8Array): SignedData | string {
  const parsed = fromBER(new Uint8Array(cms));
  if (parsed.offset === -1) return 'is no CMS structure';
  if (cms.subarray(parsed.offset).some((byte) => byte !== 0)) return 'is followed by other bytes';
  const [type, wrapped] = children(parsed.result);
  if (oidOf(type) !== SIGNED_DATA) return 'is no SignedData';
  const fields = children(children(wrapped)[0]);
  const signers = children(fields.at(-1));
  if (!(fields.at(-1) instanceof Asn1Set) || signers.length !== 1) return 'does not carry exactly one signer';
  const [, , digestAlgorithm, attributes, algorithm, signature] = children(signers[0]);
  const hash = hashOf(digestAlgorithm);
  if (hash === null || hash === 'sha1') return 'uses a digest that is not SHA-2';
  if (!tagged(attributes, 0) || !(signature instanceof OctetString)) return 'has no signed attributes';
  // Signed is the SET OF, not the [0] that stands in its place (RFC 5652 section 5.4).
  const signed = Buffer.from(attributes?.valueBeforeDecodeView ?? []);
  signed.writeUInt8(0x31, 0);
  const [contentType, content] = children(fields[2]);
  const certificates = fields.slice(3, -1).filter((field) => tagged(field, 0));
  return {
    contentType: oidOf(contentType) ?? '',
    content: octets(children(content)[0]),
    certificates: certificates.flatMap(children).flatMap(readCertificate),
    hash,
    pss:
      oidOf(children(algorithm)[0]) === PSS
        ? signatureMethod(Buffer.from(algorithm?.valueBeforeDecodeView ?? []))
        : undefined,
    attributes: new Map(
      children(attributes).map((attribute) => {
        const [name, set] = children(attribute);
        return [oidOf(name) ?? '', children(set)[0]];
      }),
    ),
    signed,
    signature: octets(signature),
  };
}

function readCertificate(block: BaseBlock): X509Certificate[] {
  const certificate = parseCertificate(Buffer.from(block.valueBeforeDecodeView));
  return certificate === null ? [] : [certificate];
}

/**
 * Why the signature is not by `signer` over content of the given type with the given digest, or null when it is.
 * The attribute that names the certificate is required, so that no other certificate for the key can be put beside.
 */
export function signedDataProblem(
  data: SignedData,
  contentType: string,
  digest: Uint8Array,
  signer: X509Certificate,
): string | null {
  const { attributes, signed, signature } = data;
  if (data.contentType !== contentType || oidOf(attributes.get(CONTENT_TYPE)) !== contentType) {
    return 'has another content type';
  }
  if (!octets(attributes.get(MESSAGE_DIGEST)).equals(digest)) return 'was made over other bytes';
  if (!namesCertificate(attributes, signer)) return 'names another certificate';
  const method = methodOf(data, signer);
  if (method === null) return 'cannot be checked with the key of the certificate';
  return holdsUnder(signer.publicKey, method, signed, signature) ? null : 'does not hold';
}

/** Ed25519 has no digest of its own to sign attributes with (RFC 8419 is not among what OpenSSL 3.0 makes). */
function methodOf({ hash, pss }: SignedData, { publicKey }: X509Certificate): SignatureMethod | null {
  const key = keyKind(publicKey);
  if (key === null || key === 'ed25519') return null;
  if (pss === undefined) return { key, hash, salt: null };
  return pss?.key === key && pss.hash === hash ? pss : null;
}

/** RFC 5035: the first ESSCertID(v2) is the signer's certificate; v2 has SHA-256 unless it says otherwise. */
function namesCertificate(attributes: SignedData['attributes'], signer: X509Certificate): boolean {
  const v2 = attributes.get(SIGNING_CERTIFICATE_V2);
  const id = children(children(children(v2 ?? attributes.get(SIGNING_CERTIFICATE))[0])[0]);
  const stated = id[0] instanceof Sequence ? hashOf(id[0]) : v2 === undefined ? 'sha1' : 'sha256';
  if (stated === null) return false;
  const hash = octets(id[0] instanceof Sequence ? id[1] : id[0]);
  return hash.equals(createHash(stated).update(signer.raw).digest());
}

/**
 * Why a detached CMS signature by `signer` over content with the SHA-256 `digest` does not hold, or null when it does.
 */
export function cmsProblem(cms: Uint8Array, digest: Uint8Array, signer: X509Certificate): string | null {
  try {
    const data = parseSignedData(cms);
    if (typeof data === 'string') return data;
    if (data.hash !== 'sha256') return 'uses another digest than SHA-256';
    return signedDataProblem(data, DATA, digest, signer);
  } catch {
    // The ASN.1 reader throws on values that no writer makes.
    return 'is damaged';
  }
}
