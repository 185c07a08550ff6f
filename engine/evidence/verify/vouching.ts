import { SIGN_ROLES } from '#shared/model/vocabulary.ts';
import {
  bundlePath,
  certificatePath,
  envelopePath,
  issuersPath,
  REQUIRED_TAG_FILES,
  SIGNED_REPORT_PDF,
  TAG_MANIFEST,
  timeRequestPath,
  timeResponsePath,
} from '../format/layout.ts';
import type { EvidenceView } from './evidence-view.ts';
import { redactionPaths } from './redaction-view.ts';
import { envelopeHolds } from './signed-statement.ts';

/**
 * The files that may be in the package: listed by a manifest, named by a statement, or read by a check of their
 * own. Whether they are as listed is another question.
 */
export function vouchedPaths(view: EvidenceView): Set<string> {
  const vouched = new Set<string>([TAG_MANIFEST]);
  for (const { path, digests } of [...view.payloadManifests, ...view.tagManifests]) {
    vouched.add(path);
    for (const listed of digests.keys()) vouched.add(listed);
  }
  if (view.tagManifests.length === 0) for (const path of REQUIRED_TAG_FILES) vouched.add(path);
  for (const signed of [view.preparer, view.reviewer]) {
    for (const { name } of signed?.statement?.subjects ?? [])
      if (name.startsWith('record/')) vouched.add(name);
  }
  const reportSigned = [view.preparer, view.reviewer].some((signed) => signed?.statement?.signed_report);
  if (reportSigned || !view.preparer?.statement) vouched.add(SIGNED_REPORT_PDF);
  for (const role of SIGN_ROLES) {
    for (const path of [envelopePath, bundlePath, certificatePath, issuersPath]) vouched.add(path(role));
  }
  for (const role of SIGN_ROLES) {
    const stamped =
      view.opened.files.has(timeResponsePath(role)) && view.opened.files.has(envelopePath(role));
    if (stamped) vouched.add(timeResponsePath(role)).add(timeRequestPath(role));
  }
  if (view.redaction !== null) for (const path of redactionPaths(view.redaction)) vouched.add(path);
  if (view.preparer?.statement) return vouched;
  // Without a readable statement nobody can say what belongs into record/; the signature fails for that.
  for (const path of view.opened.files.keys()) if (path.startsWith('record/')) vouched.add(path);
  return vouched;
}

/** True when the content of a file is known to be as stated, so that a wrong CRC is the container's fault alone. */
export function contentHolds(view: EvidenceView, path: string): boolean {
  const hex = view.files.digests.get(path)?.hex;
  const listed = [...view.payloadManifests, ...view.tagManifests].some(
    ({ digests, algorithm }) => digests.has(path) && digests.get(path) === hex?.get(algorithm),
  );
  if (listed) return true;
  const signers = [view.preparer, view.reviewer].filter((signed) => signed !== null);
  const signed = signers.some(({ statement }) =>
    statement?.subjects.some(({ name, sha256 }) => name === path && sha256 === hex?.get('sha256')),
  );
  // A time stamp carries certificates that its own signature does not cover.
  const stamps = signers.filter(({ token }) => token !== null && typeof token !== 'string');
  if (stamps.some(({ role }) => timeResponsePath(role) === path || timeRequestPath(role) === path))
    return true;
  return signed || signers.some((each) => envelopePath(each.role) === path && envelopeHolds(each));
}
