import type { VerifyCheck } from '#shared/model/verify.ts';
import { PAYLOAD_MANIFEST, TAG_MANIFEST } from '../format/layout.ts';
import { check, type EvidenceView, type ReadManifest, undecided } from './evidence-view.ts';

/** Does every file that is there have the digest that is stated for it? Missing files are completeness. */
export function checkFixity(view: EvidenceView): VerifyCheck[] {
  return [
    manifestCheck('payload', PAYLOAD_MANIFEST, view.payloadManifests, view),
    manifestCheck('tag files', TAG_MANIFEST, view.tagManifests, view),
    recordCheck(view),
  ];
}

function manifestCheck(
  name: string,
  required: string,
  manifests: readonly ReadManifest[],
  view: EvidenceView,
): VerifyCheck {
  const problems: string[] = [];
  let compared = 0;
  for (const manifest of manifests) {
    problems.push(...manifest.problems.map((problem) => `${manifest.path}: ${problem}`));
    for (const [path, stated] of manifest.digests) {
      const reason = view.files.unreadable.get(path);
      const digest = view.files.digests.get(path);
      if (reason !== undefined) problems.push(`${path}: its content ${reason}`);
      if (digest === undefined) continue;
      compared += 1;
      if (digest.hex.get(manifest.algorithm) !== stated) {
        problems.push(`${path} was changed: its digest is not the one in ${manifest.path}`);
      }
    }
  }
  if (manifests.length === 0)
    return undecided('fixity', name, `${required} is missing, so no digest is stated`);
  return check(
    'fixity',
    name,
    problems,
    `${compared} digests agree with ${manifests.map(({ path }) => path).join(', ')}`,
  );
}

/** Record files have their digests in the signed statements only. */
function recordCheck(view: EvidenceView): VerifyCheck {
  const problems: string[] = [];
  let compared = 0;
  for (const signed of [view.preparer, view.reviewer]) {
    for (const { name, sha256 } of signed?.statement?.subjects ?? []) {
      if (!name.startsWith('record/')) continue;
      const digest = view.files.digests.get(name);
      if (digest === undefined) continue;
      compared += 1;
      if (digest.hex.get('sha256') !== sha256) {
        problems.push(`${name} was changed: its digest is not the one that the ${signed?.role} signed`);
      }
    }
  }
  if (compared === 0)
    return undecided('fixity', 'record files', 'no signed statement names a record file that is here');
  return check('fixity', 'record files', problems, `${compared} digests agree with the signed statements`);
}
