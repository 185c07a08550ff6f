import type { VerifyCheck } from '#shared/model/verify.ts';
import { check, type EvidenceView, listed, undecided } from './evidence-view.ts';
import { contentHolds } from './vouching.ts';

const NAME = 'documents';

/**
 * Are the JSON documents of the payload as the schemas of this version ask (section 9 of the specification)? A schema
 * inside the package is the signer's and not asked. A document that is not the one that was signed has its own reason.
 */
export function checkSchema(view: EvidenceView): VerifyCheck[] {
  const problems: string[] = [];
  const open: string[] = [];
  let checked = 0;
  for (const [path, found] of view.documents) {
    if (found === 'unknown') open.push(`${path}: no document that this version knows`);
    else if (!contentHolds(view, path)) open.push(`${path}: not as signed, so it says nothing`);
    else if (found === 'large') open.push(`${path}: too large to be checked`);
    else if ('error' in found) throw found.error;
    else problems.push(...found.faults.map((each) => `${path} ${each}`));
    checked += 1;
  }
  if (problems.length > 0) return [check('schema', NAME, problems, '')];
  if (open.length > 0) return [undecided('schema', NAME, `not checked: ${listed(open)}`)];
  if (checked === 0) return [undecided('schema', NAME, 'there is no JSON document under data/')];
  return [check('schema', NAME, [], `${checked} JSON documents under data/ are as their schemas ask`)];
}
