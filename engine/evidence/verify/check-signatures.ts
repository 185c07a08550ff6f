import type { VerifyCheck } from '#shared/model/verify.ts';
import type { SignRole } from '#shared/model/vocabulary.ts';
import { holderOf } from '../format/certificate-name.ts';
import { fingerprint, isChain, printedFingerprint } from '../format/certificates.ts';
import { certificatePath, envelopePath, issuersPath, TAG_MANIFEST } from '../format/layout.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';
import { envelopeHolds, type SignedStatement } from './signed-statement.ts';

/** Who signed, does the signature hold, and does the statement speak of these very files? */
export function checkSignatures(view: EvidenceView): VerifyCheck[] {
  const { preparer, reviewer } = view;
  const checks = preparer === null ? [missing('preparer')] : roleChecks(view, preparer, []);
  if (reviewer === null) {
    checks.push(undecided('signature', 'reviewer signature', 'no reviewer has signed this package'));
    return checks;
  }
  checks.push(...roleChecks(view, reviewer, [envelopePath('preparer')]), twoPeople(preparer, reviewer));
  return checks;
}

function missing(role: SignRole): VerifyCheck {
  return check(
    'signature',
    `${role} signature`,
    [`${envelopePath(role)} is missing: the ${role} has not signed`],
    '',
  );
}

function roleChecks(view: EvidenceView, signed: SignedStatement, also: readonly string[]): VerifyCheck[] {
  const { role } = signed;
  return [
    check('signature', `${role} signature`, signatureProblems(signed), signer(signed)),
    check(
      'signature',
      `${role} statement`,
      statementProblems(view, signed, also),
      `covers ${signed.statement?.subjects.length ?? 0} files, the tag manifest first`,
    ),
  ];
}

function signer({ leaf }: SignedStatement): string {
  if (leaf === null) return '';
  return `holds under the key of ${holderOf(leaf)}; certificate SHA-256 ${printedFingerprint(leaf)}`;
}

function signatureProblems(signed: SignedStatement): string[] {
  const { role, envelope, leaf, issuers, problems } = signed;
  const found: string[] = [];
  if (leaf !== null && issuers.length > 0 && !isChain([leaf, ...issuers])) {
    found.push(`${issuersPath(role)} does not hold the issuers of ${certificatePath(role)}`);
  }
  if (envelope === null || leaf === null) return [...problems, ...found];
  if (envelope.keyid !== fingerprint(leaf)) {
    found.push(`${certificatePath(role)} is not the certificate that the envelope names: it was swapped`);
  } else if (!envelopeHolds(signed)) {
    found.push(`the signature in ${envelopePath(role)} does not hold: statement or signature was changed`);
  }
  return [...found, ...problems];
}

function statementProblems(view: EvidenceView, signed: SignedStatement, also: readonly string[]): string[] {
  const { role, statement } = signed;
  if (statement === null) return [`the ${role}'s statement cannot be read, so it vouches for nothing`];
  const problems: string[] = [];
  if (statement.role !== role) problems.push(`the statement was signed as ${statement.role}, not as ${role}`);
  if (statement.subjects[0]?.name !== TAG_MANIFEST) problems.push(`the first subject is not ${TAG_MANIFEST}`);
  const recordFiles = [...view.opened.files.keys()].filter((path) => path.startsWith('record/'));
  const own = [certificatePath(role), issuersPath(role)].filter((path) => view.opened.files.has(path));
  for (const path of [...also, ...own, ...(role === 'reviewer' ? recordFiles : [])]) {
    if (!statement.subjects.some(({ name }) => name === path))
      problems.push(`the statement does not cover ${path}`);
  }
  for (const { name, sha256 } of statement.subjects) {
    // Record files are judged under fixity and completeness: each tampering has one reason.
    if (name.startsWith('record/')) continue;
    const actual = view.files.digests.get(name)?.hex.get('sha256');
    if (actual === undefined) problems.push(`${name} was signed by the ${role} and is missing`);
    else if (actual !== sha256) problems.push(`${name} is not the file that the ${role} signed`);
  }
  return problems;
}

function twoPeople(preparer: SignedStatement | null, reviewer: SignedStatement): VerifyCheck {
  const name = 'two people';
  const [one, two] = [preparer?.leaf, reviewer.leaf];
  if (!one || !two)
    return undecided('signature', name, 'a certificate is missing, so the signers cannot be compared');
  const same = one.publicKey.equals(two.publicKey);
  return check(
    'signature',
    name,
    same ? ['preparer and reviewer are the same key'] : [],
    'preparer and reviewer differ',
  );
}
