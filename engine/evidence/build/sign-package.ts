import type { Signer } from '#engine/keys/signer.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { openSource } from '../format/byte-source.ts';
import { fingerprint, parseCertificates } from '../format/certificates.ts';
import { bagName, certificatePath, envelopePath, SIGNED_REPORT_PDF, TAG_MANIFEST } from '../format/layout.ts';
import { type OpenedPackage, openPackage } from '../format/open-package.ts';
import { readEntry } from '../format/zip-read.ts';
import { type WrittenFile, writeBag } from './bag-writer.ts';
import { addSignature } from './sign-statement.ts';

export interface SignInput {
  /** The package to sign; it is not changed. */
  file: string;
  signer: Signer;
  role: SignRole;
  /** The signer's clock, `YYYY-MM-DDTHH:MM:SSZ`. */
  signedAt: string;
  /** The ZIP to write; must not exist. */
  out: string;
  signal?: AbortSignal;
}

/**
 * Copies a package and adds the reviewer's signature, whose statement covers the tag manifest, the record files
 * and the preparer's envelope. The package is verified first: PACKAGE_INVALID when it does not hold.
 * PACKAGE_ROLE when the role is not reviewer, is taken, or the reviewer is the preparer.
 */
export async function signPackage(input: SignInput): Promise<{ file: string; id: string }> {
  const { file, signer, role, signedAt, out } = input;
  if (role !== 'reviewer') {
    throw new TickmarkError('PACKAGE_ROLE', `A finished package cannot be signed as ${role}`, {
      hint: 'The preparer signs when the package is built; sign as reviewer.',
    });
  }
  const report = await verifyPackage(file);
  const failed = report.checks.filter(({ ok }) => ok === false);
  if (failed.length > 0) {
    throw new TickmarkError('PACKAGE_INVALID', `${file} does not hold: ${failed[0]?.detail}`, {
      details: failed,
      hint: 'A package that fails its own checks cannot be countersigned.',
    });
  }
  const opened = await openPackage(await openSource(file));
  let id = '';
  try {
    if (opened.files.has(envelopePath(role))) {
      throw new TickmarkError('PACKAGE_ROLE', 'The package carries a reviewer’s signature already');
    }
    await requireAnotherPerson(opened, signer);
    await writeBag(out, input.signal, async (bag) => {
      const copied: WrittenFile[] = [];
      for (const [path, entry] of opened.files) {
        if (path === SIGNED_REPORT_PDF) continue;
        copied.push(await bag.add(path, { size: entry.size, stream: () => readEntry(opened.source, entry) }));
      }
      const covered = copied.filter(
        ({ path }) =>
          path === TAG_MANIFEST || path === envelopePath('preparer') || path.startsWith('record/'),
      );
      const subjects = covered.map(({ path, sha256 }) => ({ name: path, sha256 }));
      const statement = { subjects, role, signed_at: signedAt, evidence: null };
      const report = opened.files.has(SIGNED_REPORT_PDF) ? await opened.readSmall(SIGNED_REPORT_PDF) : null;
      await addSignature(bag, signer, statement, report);
      id = bagName(tagManifestOf(copied));
      return id;
    });
    return { file: out, id };
  } finally {
    await opened.source.close();
  }
}

function tagManifestOf(files: readonly WrittenFile[]): string {
  return files.find(({ path }) => path === TAG_MANIFEST)?.sha256 ?? '';
}

async function requireAnotherPerson(opened: OpenedPackage, signer: Signer): Promise<void> {
  const [preparer] = parseCertificates(await opened.readSmall(certificatePath('preparer'))) ?? [];
  const [reviewer] = parseCertificates(signer.certificatesPem.join('\n')) ?? [];
  if (preparer === undefined || reviewer === undefined) {
    throw new TickmarkError('KEY_UNSUPPORTED', 'The signer has no readable certificate');
  }
  const sameKey =
    fingerprint(preparer) === fingerprint(reviewer) || preparer.publicKey.equals(reviewer.publicKey);
  if (sameKey) {
    throw new TickmarkError('PACKAGE_ROLE', 'The preparer cannot review the same package', {
      hint: 'Sign with the key of another person.',
    });
  }
}
