import type { Signer } from '#engine/keys/signer.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { fingerprint, parseCertificates } from '../format/certificates.ts';
import { certificatePath, envelopePath, SIGNED_REPORT_PDF, TAG_MANIFEST } from '../format/layout.ts';
import type { OpenedPackage } from '../format/open-package.ts';
import { extendPackage } from './copy-package.ts';
import { addSignature, signerCertificates } from './sign-statement.ts';

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
  const { signer, role, signedAt, out } = input;
  if (role !== 'reviewer') {
    throw new TickmarkError('PACKAGE_ROLE', `A finished package cannot be signed as ${role}`, {
      hint: 'The preparer signs when the package is built; sign as reviewer.',
    });
  }
  signerCertificates(signer, signedAt);
  const id = await extendPackage({
    file: input.file,
    out,
    ...(input.signal === undefined ? {} : { signal: input.signal }),
    replaced: [SIGNED_REPORT_PDF],
    admit: async (opened) => {
      if (opened.files.has(envelopePath(role))) {
        throw new TickmarkError('PACKAGE_ROLE', 'The package carries a reviewer’s signature already');
      }
      await requireAnotherPerson(opened, signer);
    },
    add: async (bag, opened, copied) => {
      const covered = copied.filter(
        ({ path }) =>
          path === TAG_MANIFEST || path === envelopePath('preparer') || path.startsWith('record/'),
      );
      // The tag manifest is the first subject wherever it lay in the ZIP.
      covered.sort((a, b) => Number(b.path === TAG_MANIFEST) - Number(a.path === TAG_MANIFEST));
      const subjects = covered.map(({ path, sha256 }) => ({ name: path, sha256 }));
      const report = opened.files.has(SIGNED_REPORT_PDF) ? await opened.readSmall(SIGNED_REPORT_PDF) : null;
      await addSignature(bag, signer, { subjects, role, signed_at: signedAt, evidence: null }, report);
    },
  });
  return { file: out, id };
}

async function requireAnotherPerson(opened: OpenedPackage, signer: Signer): Promise<void> {
  const [preparer] = parseCertificates(await opened.readSmall(certificatePath('preparer'))) ?? [];
  const [reviewer] = parseCertificates(signer.certificatesPem.join('\n')) ?? [];
  if (preparer === undefined || reviewer === undefined) {
    throw new TickmarkError('KEY_UNSUPPORTED', 'The signer has no readable certificate');
  }
  if (fingerprint(preparer) === fingerprint(reviewer) || preparer.publicKey.equals(reviewer.publicKey)) {
    throw new TickmarkError('PACKAGE_ROLE', 'The preparer cannot review the same package', {
      hint: 'Sign with the key of another person.',
    });
  }
}
