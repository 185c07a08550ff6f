import { createHash } from 'node:crypto';
import type { Signer } from '#engine/keys/index.ts';
import { signPdf } from '#engine/evidence/build/sign-pdf.ts';
import { fingerprint, parseCertificates } from '#engine/evidence/format/certificates.ts';
import { IN_TOTO_TYPE, parseEnvelope, preAuthEncoding, writeEnvelope } from '#engine/evidence/format/dsse.ts';
import { bagName } from '#engine/evidence/format/layout.ts';
import { parseManifest, writeManifest } from '#engine/evidence/format/manifest.ts';
import { writeSigstoreBundle } from '#engine/evidence/format/sigstore.ts';
import { parseStatement, writeStatement } from '#engine/evidence/format/statement.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import type { PackageEdit } from './zip-edit.ts';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A list of files with their digests, as bags have them. */
export function manifestOf(edit: PackageEdit, algorithm: string, paths: readonly string[]): Uint8Array {
  const digest = (path: string) => createHash(algorithm).update(edit.get(path)).digest('hex');
  return writeManifest(new Map(paths.map((path) => [path, digest(path)])));
}

/** Brings both manifests (and the Oxum) in line with the files, as somebody would who hides an edit. */
export function recomputeManifests(edit: PackageEdit): PackageEdit {
  const payload = edit.files().map(({ name }) => name.slice(name.indexOf('/') + 1));
  const data = payload.filter((path) => path.startsWith('data/'));
  const size = data.reduce((sum, path) => sum + edit.get(path).byteLength, 0);
  edit.set('manifest-sha256.txt', writeManifest(new Map(data.map((path) => [path, sha256(edit.get(path))]))));
  const oxum = `Payload-Oxum: ${size}.${data.length}`;
  edit.set('bag-info.txt', edit.text('bag-info.txt').replace(/Payload-Oxum: .*/, oxum));
  const tags = [...parseManifest(edit.get('tagmanifest-sha256.txt'), 'sha256').digests.keys()];
  return edit.set(
    'tagmanifest-sha256.txt',
    writeManifest(new Map(tags.map((path) => [path, sha256(edit.get(path))]))),
  );
}

/** Signs the role's statement anew with another key, certificates and subjects brought up to date. */
export async function resign(edit: PackageEdit, role: SignRole, signer: Signer): Promise<PackageEdit> {
  const path = `signatures/${role}.dsse.json`;
  const { envelope } = parseEnvelope(edit.get(path));
  const parsed = parseStatement(envelope?.payload ?? Buffer.alloc(0));
  if (!('statement' in parsed)) throw new Error('the genuine statement cannot be read');
  const [leaf, ...issuers] = signer.certificatesPem;
  edit.set(`certs/${role}.pem`, leaf ?? '').set(`certs/${role}-ca.pem`, issuers.join(''));
  const { statement } = parsed;
  const issued = parseCertificates(signer.certificatesPem.join('')) ?? [];
  if (statement.signed_report !== null) {
    const pdf = Buffer.from(await signPdf(edit.get('data/report.pdf'), signer, issued, role));
    edit.set('signatures/report.pdf', pdf);
    statement.signed_report = { bytes: pdf.byteLength, sha256: sha256(pdf) };
  }
  const subjects = statement.subjects.map(({ name }) => ({ name, sha256: sha256(edit.get(name)) }));
  const payload = writeStatement({ ...statement, subjects });
  const sig = await signer.sign(preAuthEncoding(IN_TOTO_TYPE, payload));
  const [certificate] = issued;
  if (certificate === undefined) throw new Error('the signer has no certificate');
  const signed = { payloadType: IN_TOTO_TYPE, payload, keyid: fingerprint(certificate), sig };
  edit.set(`signatures/${role}.sigstore.json`, writeSigstoreBundle(signed, certificate));
  // A thorough forger also gives the folder the name that goes with the manifest.
  edit.rename(bagName(sha256(edit.get('tagmanifest-sha256.txt'))));
  return edit.set(path, writeEnvelope(signed));
}

/** Changes the text of a signed statement and leaves the signature as it was. */
export function editStatement(
  edit: PackageEdit,
  role: SignRole,
  change: (text: string) => string,
): PackageEdit {
  const path = `signatures/${role}.dsse.json`;
  const { envelope } = parseEnvelope(edit.get(path));
  if (envelope === null) throw new Error('the genuine envelope cannot be read');
  const payload = Buffer.from(change(Buffer.from(envelope.payload).toString('utf8')), 'utf8');
  return edit.set(path, writeEnvelope({ ...envelope, payload }));
}
