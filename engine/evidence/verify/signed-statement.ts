import { createHash, type X509Certificate } from 'node:crypto';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { fingerprint, parseCertificates, signatureHolds } from '../format/certificates.ts';
import { type Envelope, IN_TOTO_TYPE, parseEnvelope, preAuthEncoding } from '../format/dsse.ts';
import {
  bundlePath,
  certificatePath,
  envelopePath,
  issuersPath,
  timeRequestPath,
  timeResponsePath,
} from '../format/layout.ts';
import type { OpenedPackage } from '../format/open-package.ts';
import { writeSigstoreBundle } from '../format/sigstore.ts';
import { parseStatement, type Statement } from '../format/statement.ts';
import { parseTimeResponse, type TimeToken, writeTimeRequest } from '../format/timestamp.ts';

/** One role's envelope, statement and certificates as far as they could be read. */
export interface SignedStatement {
  role: SignRole;
  envelope: Envelope | null;
  statement: Statement | null;
  leaf: X509Certificate | null;
  issuers: X509Certificate[];
  /** The time stamp over the envelope, or what is wrong with it; null when there is none. */
  token: TimeToken | string | null;
  /** Why envelope, statement or certificates could not be read. */
  problems: string[];
}

/** True when the signature holds under the certificate that the envelope names. */
export function envelopeHolds({ envelope, leaf }: SignedStatement): boolean {
  if (envelope === null || leaf === null || envelope.keyid !== fingerprint(leaf)) return false;
  return signatureHolds(leaf, preAuthEncoding(envelope.payloadType, envelope.payload), envelope.sig);
}

/** Null when the package carries nothing of this role. */
export async function readSignedStatement(
  opened: OpenedPackage,
  role: SignRole,
): Promise<SignedStatement | null> {
  const path = envelopePath(role);
  const present = [path, bundlePath(role), certificatePath(role), issuersPath(role)].filter((name) =>
    opened.files.has(name),
  );
  if (present.length === 0) return null;
  const signed: SignedStatement = {
    role,
    envelope: null,
    statement: null,
    leaf: null,
    issuers: [],
    token: await readToken(opened, role),
    problems: [],
  };
  await readStatement(opened, path, signed);
  const leaves = parseCertificates(await opened.readSmall(certificatePath(role)));
  if (leaves?.length === 1) signed.leaf = leaves[0] ?? null;
  else if (!opened.files.has(certificatePath(role)))
    signed.problems.push(`${certificatePath(role)} is missing`);
  else signed.problems.push(`${certificatePath(role)} does not hold exactly one certificate`);
  if (opened.files.has(issuersPath(role))) {
    const issuers = parseCertificates(await opened.readSmall(issuersPath(role)));
    if (issuers === null) signed.problems.push(`${issuersPath(role)} holds no readable certificates`);
    else signed.issuers = issuers;
  }
  await compareBundle(opened, signed);
  return signed;
}

async function readStatement(opened: OpenedPackage, path: string, signed: SignedStatement): Promise<void> {
  if (!opened.files.has(path)) {
    signed.problems.push(`${path} is missing`);
    return;
  }
  const { envelope, problem } = parseEnvelope(await opened.readSmall(path));
  if (problem !== null) signed.problems.push(`${path} ${problem}`);
  if (envelope === null) return;
  signed.envelope = envelope;
  if (envelope.payloadType !== IN_TOTO_TYPE) {
    signed.problems.push(`${path} carries ${envelope.payloadType}, not ${IN_TOTO_TYPE}`);
  }
  const parsed = parseStatement(envelope.payload);
  if ('problem' in parsed) signed.problems.push(`the statement in ${path} ${parsed.problem}`);
  else signed.statement = parsed.statement;
}

/** The Sigstore form is derived, so beside an envelope that holds a difference is a change to this form. */
async function compareBundle(opened: OpenedPackage, signed: SignedStatement): Promise<void> {
  const path = bundlePath(signed.role);
  if (!opened.files.has(path)) {
    signed.problems.push(`${path} is missing`);
  } else if (signed.envelope !== null && signed.leaf !== null && envelopeHolds(signed)) {
    const derived = writeSigstoreBundle(signed.envelope, signed.leaf);
    const same = Buffer.compare(derived, await opened.readSmall(path)) === 0;
    if (!same) signed.problems.push(`${path} is not the same signature as ${envelopePath(signed.role)}`);
  }
}

async function readToken(opened: OpenedPackage, role: SignRole): Promise<TimeToken | string | null> {
  const [answer, question] = [timeResponsePath(role), timeRequestPath(role)];
  if (!opened.files.has(answer)) return null;
  const envelope = await opened.readSmall(envelopePath(role));
  const expected = writeTimeRequest(createHash('sha256').update(envelope).digest());
  if (opened.files.has(question) && Buffer.compare(await opened.readSmall(question), expected) !== 0) {
    return `does not belong to ${question}, which asks for another signature`;
  }
  return parseTimeResponse(await opened.readSmall(answer), envelope);
}
