import { TickmarkError } from '#shared/model/errors.ts';
import { type Engagement, journalLines } from '#engine/engagement/index.ts';
import { readPackageInfo } from '#engine/evidence/index.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';

interface Entry {
  at: string;
  actor: string;
  action: string;
  details: Record<string, unknown>;
}

/** A package that was built from this engagement. */
export interface BuiltHere {
  package_id: string;
  tag_manifest_sha256: string;
  sha256: string;
  at: string;
  by: string;
  /** Nothing but packages came after it: it still says what the engagement says. */
  current: boolean;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Packages of the journal, oldest first. */
export async function builtPackages(engagement: Engagement): Promise<BuiltHere[]> {
  const entries = (await engagement.store.use(journalLines)).map((line) => JSON.parse(line) as Entry);
  const lastChange = entries.findLastIndex(
    ({ action }) => action !== 'package_built' && action !== 'engagement_locked',
  );
  return entries.flatMap(({ action, at, actor, details }, i) =>
    action === 'package_built'
      ? [
          {
            package_id: text(details['package_id']),
            tag_manifest_sha256: text(details['tag_manifest_sha256']),
            sha256: text(details['sha256']),
            at,
            by: actor,
            current: i > lastChange,
          },
        ]
      : [],
  );
}

/**
 * Closes the engagement with a package that holds, was built from it as it now is, and carries the signatures of a
 * preparer and of another person as reviewer. Throws PACKAGE_INVALID, PACKAGE_ROLE, ENGAGEMENT_LOCKED.
 */
export async function lockWith(engagement: Engagement, file: string): Promise<void> {
  const { verdict, checks } = await verifyPackage(file);
  if (verdict !== 'valid') {
    const failed = checks.find(({ ok }) => ok === false);
    throw new TickmarkError('PACKAGE_INVALID', `the package does not hold: ${failed?.detail ?? verdict}`, {
      hint: 'Run "tickmark verify" on it to see every check.',
    });
  }
  const info = await readPackageInfo(file);
  // The same evidence may have been packed more than once.
  const built = (await builtPackages(engagement)).findLast(
    ({ tag_manifest_sha256 }) => tag_manifest_sha256 === info.tagManifestSha256,
  );
  if (built === undefined) {
    throw new TickmarkError('PACKAGE_INVALID', 'the package was not built from this engagement', {
      hint: 'Sign off with the package that was built here and countersigned.',
    });
  }
  if (!built.current) {
    throw new TickmarkError('PACKAGE_INVALID', 'the engagement was changed after the package was built', {
      hint: 'Build the package again, have it countersigned, then sign off.',
    });
  }
  const { preparer, reviewer } = info.signers;
  if (preparer === undefined || reviewer === undefined) {
    throw new TickmarkError('PACKAGE_ROLE', 'the package has not been countersigned by a reviewer', {
      hint: 'Run "tickmark sign" with the reviewer’s key first.',
    });
  }
  await engagement.lock({
    package_id: info.id,
    tag_manifest_sha256: info.tagManifestSha256,
    preparer,
    reviewer,
  });
}
