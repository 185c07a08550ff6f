import { createHash } from 'node:crypto';
import type { VerifyCheck } from '#shared/model/verify.ts';
import { REPORT_PDF, SIGNED_REPORT_PDF } from '../format/layout.ts';
import type { SignedReport } from '../format/statement.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';
import { isWithheld } from './redaction-view.ts';
import { additionProblem, revisionProblem } from './pdf-signatures.ts';
import { envelopeHolds, type SignedStatement } from './signed-statement.ts';

/** Is the printed report there, and is the signed one the same report with signatures appended? */
export async function checkReport(view: EvidenceView): Promise<VerifyCheck[]> {
  if (view.redaction !== null && isWithheld(view.redaction, REPORT_PDF))
    return ['report', 'signed report'].map((name) => undecided('report', name, `${REPORT_PDF} is withheld`));
  const plain = view.opened.files.get(REPORT_PDF);
  const checks =
    plain === undefined
      ? [undecided('report', 'report', `the package carries no ${REPORT_PDF}`)]
      : [check('report', 'report', [], `${REPORT_PDF} is there (${plain.size} bytes)`)];
  const signers = [view.preparer, view.reviewer].filter((signed) => signed !== null).filter(signedReport);
  if (signers.length === 0) {
    checks.push(undecided('report', 'signed report', 'no signature was put into the PDF'));
    return checks;
  }
  if (!view.opened.files.has(SIGNED_REPORT_PDF)) {
    const roles = signers.map(({ role }) => role).join(' and ');
    checks.push(
      check('report', 'signed report', [`${SIGNED_REPORT_PDF} is missing: the ${roles} signed it`], ''),
    );
    return checks;
  }
  const pdf = Buffer.from(await view.opened.readSmall(SIGNED_REPORT_PDF));
  const bytes = bytesProblems(pdf, signers);
  checks.push(check('report', 'signed report', bytes, 'is what the statements describe, to the last byte'));
  checks.push(await signaturesCheck(view, pdf, signers, bytes.length > 0));
  return checks;
}

function signedReport(signed: SignedStatement): boolean {
  return reportOf(signed) !== null;
}

function reportOf({ statement }: SignedStatement): SignedReport | null {
  return statement?.signed_report ?? null;
}

/** Every signer's statement gives size and digest of the revision with their signature; the last one is the file. */
function bytesProblems(pdf: Buffer, signers: readonly SignedStatement[]): string[] {
  const problems: string[] = [];
  let end = 0;
  for (const signed of signers) {
    const report = reportOf(signed);
    if (report === null) continue;
    const digest = createHash('sha256').update(pdf.subarray(0, report.bytes)).digest('hex');
    if (report.bytes <= end || digest !== report.sha256) {
      problems.push(`${SIGNED_REPORT_PDF} is not the report that the ${signed.role} signed`);
    }
    end = report.bytes;
  }
  if (pdf.byteLength > end)
    problems.push(`${pdf.byteLength - end} bytes follow the last signature in ${SIGNED_REPORT_PDF}`);
  return problems;
}

async function signaturesCheck(
  view: EvidenceView,
  pdf: Buffer,
  signers: readonly SignedStatement[],
  changed: boolean,
): Promise<VerifyCheck> {
  const name = 'PDF signatures';
  const { digests } = view.files;
  const plain = digests.get(REPORT_PDF);
  const listed = view.payloadManifests
    .find(({ algorithm }) => algorithm === 'sha256')
    ?.digests.get(REPORT_PDF);
  if (changed) return undecided('report', name, `${SIGNED_REPORT_PDF} itself was changed`);
  const unknown = signers.find((signed) => !envelopeHolds(signed));
  if (unknown !== undefined)
    return undecided('report', name, `the ${unknown.role}'s own signature does not hold`);
  if (plain === undefined || plain.hex.get('sha256') !== listed) {
    return undecided('report', name, `${REPORT_PDF} itself was changed, so there is nothing to compare with`);
  }
  const problems: string[] = [];
  const prefix = createHash('sha256').update(pdf.subarray(0, plain.size)).digest('hex');
  if (prefix !== listed)
    problems.push(`${SIGNED_REPORT_PDF} does not begin with the exact bytes of ${REPORT_PDF}`);
  let start = plain.size;
  for (const { role, leaf, statement } of signers) {
    const end = statement?.signed_report?.bytes ?? 0;
    const revision = pdf.subarray(0, end);
    const found = [
      leaf === null ? null : revisionProblem(revision, start, leaf),
      await additionProblem(pdf.subarray(0, start), revision),
    ];
    for (const problem of found) if (problem !== null) problems.push(`the part of the ${role} ${problem}`);
    start = end;
  }
  const count = `${signers.length} signature${signers.length === 1 ? '' : 's'}`;
  return check('report', name, problems, `${REPORT_PDF} with ${count} appended and nothing else`);
}
