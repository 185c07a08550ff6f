import { createHash, verify, type X509Certificate } from 'node:crypto';
import { type BaseBlock, fromBER, ObjectIdentifier, OctetString, Sequence, Set as Asn1Set } from 'asn1js';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const SHA256 = '2.16.840.1.101.3.4.2.1';

function children(block: BaseBlock | undefined): BaseBlock[] {
  const value = (block as Sequence | undefined)?.valueBlock?.value;
  return Array.isArray(value) ? value : [];
}

function oidOf(block: BaseBlock | undefined): string | null {
  return block instanceof ObjectIdentifier ? block.valueBlock.toString() : null;
}

function octets(block: BaseBlock | undefined): Buffer {
  return block instanceof OctetString ? Buffer.from(block.valueBlock.valueHexView) : Buffer.alloc(0);
}

function tagged(block: BaseBlock | undefined, number: number): boolean {
  return block?.idBlock.tagClass === 3 && block.idBlock.tagNumber === number;
}

/**
 * Why a detached CMS signature (RFC 5652, with the signed attributes of CAdES) by `signer` over content with the
 * SHA-256 `digest` does not hold, or null when it does. Zero bytes behind the structure are allowed.
 */
export function cmsProblem(cms: Uint8Array, digest: Uint8Array, signer: X509Certificate): string | null {
  const parsed = fromBER(new Uint8Array(cms));
  if (parsed.offset === -1) return 'is no CMS structure';
  if (cms.subarray(parsed.offset).some((byte) => byte !== 0)) return 'is followed by other bytes';
  const [type, content] = children(parsed.result);
  if (oidOf(type) !== SIGNED_DATA) return 'is no SignedData';
  const signedData = children(children(content)[0]);
  const signers = children(signedData.at(-1));
  const [info] = signers;
  if (!(signedData.at(-1) instanceof Asn1Set) || signers.length !== 1)
    return 'does not carry exactly one signer';
  const [, , digestAlgorithm, attributes, , signature] = children(info);
  if (oidOf(children(digestAlgorithm)[0]) !== SHA256) return 'uses another digest than SHA-256';
  if (!tagged(attributes, 0) || !(signature instanceof OctetString)) return 'has no signed attributes';
  const values = new Map(
    children(attributes).map((attribute) => {
      const [name, set] = children(attribute);
      return [oidOf(name) ?? '', children(set)[0]];
    }),
  );
  if (oidOf(values.get(CONTENT_TYPE)) !== DATA) return 'has another content type';
  if (!octets(values.get(MESSAGE_DIGEST)).equals(digest)) return 'was made over other bytes';
  const certificateHash = children(children(children(values.get(SIGNING_CERTIFICATE_V2))[0])[0]).at(0);
  if (!octets(certificateHash).equals(createHash('sha256').update(signer.raw).digest())) {
    return 'names another certificate';
  }
  // Signed is the SET OF, not the [0] that stands in its place (RFC 5652 section 5.4).
  const signed = Buffer.from(attributes?.valueBeforeDecodeView ?? []);
  signed.writeUInt8(0x31, 0);
  try {
    return verify('sha256', signed, signer.publicKey, octets(signature)) ? null : 'does not hold';
  } catch {
    return 'cannot be checked with the key of the certificate';
  }
}
