import { createHash, type X509Certificate } from 'node:crypto';
import { fromBER, GeneralizedTime, Integer } from 'asn1js';
import { children, hashOf, octets, parseSignedData, signedDataProblem } from './cms-read.ts';
import { der, NULL, OCTETS, oid, ONE, SEQUENCE } from './der.ts';

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const SHA256_WITH_NULL = der(SEQUENCE, oid('608648016503040201'), NULL);
const TRUE = Buffer.from([0x01, 0x01, 0xff]);

/** TimeStampReq (RFC 3161 section 2.4.1) over a SHA-256 digest: no nonce, so the same every time; asks for certificates. */
export function writeTimeRequest(sha256: Uint8Array): Uint8Array {
  return der(SEQUENCE, ONE, der(SEQUENCE, SHA256_WITH_NULL, der(OCTETS, sha256)), TRUE);
}

export interface TimeToken {
  time: Date;
  authority: X509Certificate;
  /** Certificates that came with the token. */
  certificates: X509Certificate[];
}

/** Reads a TimeStampResp over `message` and checks it but for trust in its authority; or says what is wrong. */
export function parseTimeResponse(response: Uint8Array, message: Uint8Array): TimeToken | string {
  try {
    return readTimeResponse(response, message);
  } catch {
    // The ASN.1 reader throws on values that no writer makes.
    return 'is damaged';
  }
}

function readTimeResponse(response: Uint8Array, message: Uint8Array): TimeToken | string {
  const parsed = fromBER(new Uint8Array(response));
  if (parsed.offset !== response.byteLength) return 'is no time stamp response';
  const [status, token] = children(parsed.result);
  const code = children(status)[0];
  const granted = code instanceof Integer && [0, 1].includes(code.valueBlock.valueDec);
  if (!granted || token === undefined) return 'says that no time stamp was granted';
  const data = parseSignedData(new Uint8Array(token.valueBeforeDecodeView));
  if (typeof data === 'string') return data;
  const info = fromBER(new Uint8Array(data.content));
  if (info.offset === -1) return 'holds no time';
  const [, , imprint, , time] = children(info.result);
  const [algorithm, hashed] = children(imprint);
  const hash = hashOf(algorithm);
  if (hash === null || hash === 'sha1') return 'is over a digest that is not SHA-2';
  if (!octets(hashed).equals(createHash(hash).update(message).digest())) return 'is for another signature';
  if (!(time instanceof GeneralizedTime)) return 'holds no time';
  const digest = createHash(data.hash).update(data.content).digest();
  const authorities = data.certificates.filter(({ keyUsage }) => keyUsage?.includes(TIME_STAMPING));
  if (authorities.length === 0) return 'carries no certificate of a time stamping authority';
  const problems = authorities.map((authority) => signedDataProblem(data, TST_INFO, digest, authority));
  const authority = authorities[problems.indexOf(null)];
  if (authority === undefined) return `has a signature that ${problems[0]}`;
  return { time: time.toDate(), authority, certificates: data.certificates };
}
