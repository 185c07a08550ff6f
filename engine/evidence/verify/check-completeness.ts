import type { VerifyCheck } from '#shared/model/verify.ts';
import { SIGN_ROLES } from '#shared/model/vocabulary.ts';
import { parseTags, tagValue } from '../format/bag-info.ts';
import {
  BAG_INFO_TXT,
  BAGIT_TXT,
  certificatePath,
  envelopePath,
  issuersPath,
  PACKAGE_VERSION,
  PACKAGE_VERSION_LABEL,
  REQUIRED_TAG_FILES,
  TAG_MANIFEST,
} from '../format/layout.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';

/** Is everything here that should be, and nothing else? */
export async function checkCompleteness(view: EvidenceView): Promise<VerifyCheck[]> {
  const payload = payloadCheck(view);
  return [containerCheck(view), payload, otherFilesCheck(view), await profileCheck(view)];
}

function containerCheck(view: EvidenceView): VerifyCheck {
  const { opened, files } = view;
  const problems = [...opened.problems];
  for (const [path, { crcMatches, hex }] of files.digests) {
    if (!crcMatches && digestStated(view, path, hex.get('sha256') ?? '')) {
      problems.push(`${path}: the checksum in the ZIP was changed, its content was not`);
    }
  }
  if (problems.length > 0 || opened.ours) {
    return check('completeness', 'container', problems, 'every byte of the ZIP is accounted for');
  }
  return undecided(
    'completeness',
    'container',
    'the ZIP was packed again by another program: times and attributes in it say nothing; the files are checked all the same',
  );
}

/** True when a manifest states exactly this digest, so that a wrong CRC is the container's fault alone. */
function digestStated(view: EvidenceView, path: string, sha256: string): boolean {
  const stated = [...view.payloadManifests, ...view.tagManifests].find(({ digests }) => digests.has(path));
  return stated === undefined || stated.algorithm !== 'sha256' || stated.digests.get(path) === sha256;
}

function payloadCheck({ opened, payloadManifests }: EvidenceView): VerifyCheck {
  const problems: string[] = [];
  const present = [...opened.files.keys()].filter((path) => path.startsWith('data/'));
  if (payloadManifests.length === 0) problems.push('the payload manifest is missing');
  for (const { path: manifest, digests } of payloadManifests) {
    for (const path of digests.keys()) {
      if (!path.startsWith('data/')) problems.push(`${manifest} lists ${path}, which is no payload`);
      else if (!opened.files.has(path)) problems.push(`${path} is missing: ${manifest} lists it`);
    }
    for (const path of present) {
      if (!digests.has(path)) problems.push(`${path} was added: ${manifest} does not list it`);
    }
  }
  return check(
    'completeness',
    'payload',
    problems,
    `${present.length} files under data/, all listed and none missing`,
  );
}

/** Everything outside data/ is listed in the tag manifest, named by a signed statement, or checks itself. */
function otherFilesCheck(view: EvidenceView): VerifyCheck {
  const { opened, tagManifests } = view;
  const problems = opened.outside.map((name) => `${name} was added: it lies outside the bag`);
  const expected = new Set<string>([TAG_MANIFEST, ...tagManifests.map(({ path }) => path)]);
  for (const { path: manifest, digests } of tagManifests) {
    for (const path of digests.keys()) {
      expected.add(path);
      if (!opened.files.has(path)) problems.push(`${path} is missing: ${manifest} lists it`);
    }
  }
  if (tagManifests.length === 0) {
    problems.push('the tag manifest is missing');
    for (const path of REQUIRED_TAG_FILES) expected.add(path);
  }
  for (const signed of [view.preparer, view.reviewer]) {
    for (const { name } of signed?.statement?.subjects ?? []) {
      if (!name.startsWith('record/')) continue;
      expected.add(name);
      if (!opened.files.has(name)) problems.push(`${name} is missing: the ${signed?.role} signed it`);
    }
  }
  // Envelopes and certificates are judged by the layer that reads them.
  for (const role of SIGN_ROLES) {
    for (const path of [envelopePath, certificatePath, issuersPath]) expected.add(path(role));
  }
  // Without a readable statement nobody can say which record files belong here; the signature fails for that.
  const recordListed = view.preparer !== null && view.preparer.statement !== null;
  for (const path of opened.files.keys()) {
    if (path.startsWith('data/') || (path.startsWith('record/') && !recordListed)) continue;
    if (!expected.has(path)) problems.push(`${path} was added: nothing vouches for it`);
  }
  return check('completeness', 'other files', problems, 'every file outside data/ is vouched for');
}

async function profileCheck(view: EvidenceView): Promise<VerifyCheck> {
  const { opened, tagManifests, files } = view;
  const problems: string[] = [];
  const declaration = parseTags(await opened.readSmall(BAGIT_TXT));
  const bagVersion = declaration === null ? null : tagValue(declaration, 'BagIt-Version');
  if (!opened.files.has(BAGIT_TXT)) problems.push(`${BAGIT_TXT} is missing, so this is no BagIt bag`);
  else if (bagVersion !== '1.0') problems.push(`${BAGIT_TXT} declares BagIt ${bagVersion ?? '?'}, not 1.0`);
  const listedTags = tagManifests.find(({ path }) => path === TAG_MANIFEST)?.digests;
  for (const path of REQUIRED_TAG_FILES) {
    if (listedTags !== undefined && !listedTags.has(path))
      problems.push(`${TAG_MANIFEST} does not list ${path}`);
  }
  const info = parseTags(await opened.readSmall(BAG_INFO_TXT)) ?? [];
  const version = tagValue(info, PACKAGE_VERSION_LABEL);
  if (version === null)
    problems.push(`${BAG_INFO_TXT} names no ${PACKAGE_VERSION_LABEL}: not an evidence package`);
  else if (version !== PACKAGE_VERSION)
    problems.push(`package format ${version} is not known to this version`);
  const oxum = tagValue(info, 'Payload-Oxum');
  const payload = [...files.digests].filter(([path]) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, [, { size }]) => sum + size, 0);
  const intact = payloadMatchesManifests(view);
  if (intact && oxum !== `${bytes}.${payload.length}`) {
    problems.push(`Payload-Oxum is ${oxum ?? 'missing'}, the payload has ${bytes}.${payload.length}`);
  }
  return check(
    'completeness',
    'bag profile',
    problems,
    `BagIt 1.0, package format ${version}, payload ${oxum}`,
  );
}

/** The Oxum is judged only when the payload itself is as listed: a changed payload has its own reason already. */
function payloadMatchesManifests({ payloadManifests, files, opened }: EvidenceView): boolean {
  const count = [...opened.files.keys()].filter((path) => path.startsWith('data/')).length;
  return payloadManifests.every(
    ({ digests, algorithm }) =>
      digests.size === count &&
      [...digests].every(([path, stated]) => files.digests.get(path)?.hex.get(algorithm) === stated),
  );
}
