import type { VerifyCheck } from '#shared/model/verify.ts';
import { parseTags, tagValue } from '../format/bag-info.ts';
import {
  BAG_INFO_TXT,
  BAGIT_TXT,
  bagName,
  PACKAGE_VERSION,
  PACKAGE_VERSION_LABEL,
  redactedBagName,
  REQUIRED_TAG_FILES,
  TAG_MANIFEST,
} from '../format/layout.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';
import { isWithheld } from './redaction-view.ts';
import { envelopeHolds } from './signed-statement.ts';
import { contentHolds, vouchedPaths } from './vouching.ts';

const ENCODING_LABEL = 'Tag-File-Character-Encoding';
const OXUM_LABEL = 'Payload-Oxum';
/** What bag-info.txt states, once each: of two, programs go by the one or the other. */
const ONCE = [PACKAGE_VERSION_LABEL, 'Bagging-Date', 'Source-Organization', 'Bag-Software-Agent', OXUM_LABEL];

/** Is everything here that should be, and nothing else? */
export async function checkCompleteness(view: EvidenceView): Promise<VerifyCheck[]> {
  const vouched = vouchedPaths(view);
  return [
    containerCheck(view, vouched),
    payloadCheck(view),
    otherFilesCheck(view, vouched),
    await profileCheck(view),
  ];
}

function containerCheck(view: EvidenceView, vouched: ReadonlySet<string>): VerifyCheck {
  const { opened, files } = view;
  const problems = [...opened.problems];
  if (opened.ours) {
    for (const name of opened.foreign) {
      const path = opened.folder === '' ? name : name.slice(opened.folder.length + 1);
      // A file that was added has its own reason; how it was added says no more.
      if (vouched.has(path) || !opened.files.has(path))
        problems.push(`${name}: its ZIP header is not as written`);
    }
  }
  for (const [path, { crcMatches }] of files.digests) {
    if (!crcMatches && contentHolds(view, path)) {
      problems.push(`${path}: the checksum in the ZIP was changed, its content was not`);
    }
  }
  const named = folderName(view);
  if (opened.ours && named !== null && opened.folder !== named) {
    problems.push(`the folder was renamed: it is called ${opened.folder}, not ${named}`);
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

/** The folder's name follows from the tag manifest that was signed; what became of that manifest since is fixity. */
function folderName({ preparer, redaction }: EvidenceView): string | null {
  if (preparer === null || !envelopeHolds(preparer)) return null;
  const signed = preparer.statement?.subjects.find(({ name }) => name === TAG_MANIFEST);
  if (signed === undefined) return null;
  return redaction === null ? bagName(signed.sha256) : redactedBagName(signed.sha256);
}

function payloadCheck({ opened, payloadManifests, redaction }: EvidenceView): VerifyCheck {
  const problems: string[] = [];
  const present = [...opened.files.keys()].filter((path) => path.startsWith('data/'));
  if (payloadManifests.length === 0) problems.push('the payload manifest is missing');
  for (const { path: manifest, digests } of payloadManifests) {
    for (const path of digests.keys()) {
      if (!path.startsWith('data/')) problems.push(`${manifest} lists ${path}, which is no payload`);
      else if (!opened.files.has(path) && !(redaction && isWithheld(redaction, path)))
        problems.push(`${path} is missing: ${manifest} lists it`);
    }
    for (const path of present) {
      if (!digests.has(path)) problems.push(`${path} was added: ${manifest} does not list it`);
    }
  }
  return check(
    'completeness',
    'payload',
    problems,
    redaction === null
      ? `${present.length} files under data/, all listed and none missing`
      : `${present.length} files under data/, all listed; those that are missing are named as withheld`,
  );
}

/** Everything outside data/ is listed in the tag manifest, named by a signed statement, or checks itself. */
function otherFilesCheck(view: EvidenceView, vouched: ReadonlySet<string>): VerifyCheck {
  const { opened, tagManifests, redaction } = view;
  const problems = opened.outside.map((name) => `${name} was added: it lies outside the bag`);
  for (const { path: manifest, digests } of tagManifests) {
    for (const path of digests.keys()) {
      if (!opened.files.has(path)) problems.push(`${path} is missing: ${manifest} lists it`);
    }
  }
  if (tagManifests.length === 0) problems.push('the tag manifest is missing');
  for (const signed of [view.preparer, view.reviewer]) {
    for (const { name } of signed?.statement?.subjects ?? []) {
      const missing = name.startsWith('record/') && !opened.files.has(name);
      if (missing && !(redaction && isWithheld(redaction, name)))
        problems.push(`${name} is missing: the ${signed?.role} signed it`);
    }
  }
  for (const path of opened.files.keys()) {
    if (path.startsWith('data/') || vouched.has(path)) continue;
    problems.push(`${path} was added: nothing vouches for it`);
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
  else if (declaration?.length !== 2 || tagValue(declaration, ENCODING_LABEL)?.toUpperCase() !== 'UTF-8')
    problems.push(`${BAGIT_TXT} is not the two lines of a bag whose tag files are UTF-8`);
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
  // A changed file has its own reason already.
  for (const label of contentHolds(view, BAG_INFO_TXT) ? ONCE : []) {
    const times = info.filter(([name]) => name.toLowerCase() === label.toLowerCase()).length;
    if (times > 1) problems.push(`${BAG_INFO_TXT} states ${label} ${times} times`);
    else if (times === 0 && version === PACKAGE_VERSION) problems.push(`${BAG_INFO_TXT} states no ${label}`);
  }
  const oxum = tagValue(info, OXUM_LABEL);
  const payload = [...files.digests].filter(([path]) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, [, { size }]) => sum + size, 0);
  const intact = payloadMatchesManifests(view);
  if (intact && oxum !== null && oxum !== `${bytes}.${payload.length}`) {
    problems.push(`Payload-Oxum is ${oxum}, the payload has ${bytes}.${payload.length}`);
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
