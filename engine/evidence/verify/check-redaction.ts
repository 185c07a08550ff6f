import type { VerifyCheck } from '#shared/model/verify.ts';
import { PAYLOAD_MANIFEST, REPORT_PDF, SIGNED_REPORT_PDF } from '../format/layout.ts';
import { REDACTION_NOTE } from '../format/redaction/note.ts';
import { parseRow, REDACTION_NOTE_PATH, REDACTION_PATH, redactedPath } from '../format/redaction/redacted.ts';
import {
  computeRoot,
  parseSeed,
  ROOTS_PATH,
  SEED_PATH,
  sourceDigest,
  type SourceRoot,
} from '../format/redaction/roots.ts';
import { computedRow } from '../format/redaction/row-hasher.ts';
import { splitRows } from '../format/redaction/rows.ts';
import { MerkleTree } from '../format/redaction/tree.ts';
import { readEntry } from '../format/zip-read.ts';
import { check, type EvidenceView, undecided } from './evidence-view.ts';
import { readRoots, type RedactionView } from './redaction-view.ts';
import { contentHolds } from './vouching.ts';

const ROOTS_CHECK = 'redaction roots';
const SOURCES_CHECK = 'redacted sources';

/** Packages that were never made redactable have nothing to check here. */
export async function checkRedaction(view: EvidenceView): Promise<VerifyCheck[]> {
  const { redaction, opened } = view;
  if (redaction !== null)
    return [listCheck(view, redaction, await note(view)), await sourcesCheck(view, redaction)];
  return opened.files.has(SEED_PATH) ? [await rootsCheck(view)] : [];
}

async function note({ opened }: EvidenceView): Promise<boolean> {
  return Buffer.compare(await opened.readSmall(REDACTION_NOTE_PATH), Buffer.from(REDACTION_NOTE)) === 0;
}

/** Is what is missing what the list names, and nothing withheld here in another way? */
function listCheck(view: EvidenceView, { redaction, allowed }: RedactionView, noted: boolean): VerifyCheck {
  const { opened, payloadManifests } = view;
  const fail = (...problems: string[]) => check('completeness', 'redaction', problems, '');
  if (!allowed) return fail('the preparer did not sign redaction roots: nothing may be withheld');
  if (redaction === null) return fail(`${REDACTION_PATH} is missing or not in the written form`);
  const problems: string[] = [];
  const listed = payloadManifests.find(({ path }) => path === PAYLOAD_MANIFEST)?.digests ?? new Map();
  for (const path of redaction.withheld) {
    if (!listed.has(path)) problems.push(`${path} is named as withheld and was never part of the package`);
    else if (opened.files.has(path)) problems.push(`${path} is named as withheld and is here`);
  }
  for (const path of redaction.sources) {
    if (!redaction.withheld.includes(path))
      problems.push(`${path} is disclosed in part and not named as withheld`);
  }
  if (opened.files.has(SEED_PATH))
    problems.push(`${SEED_PATH} is here: with it withheld cells can be guessed`);
  if (opened.files.has(SIGNED_REPORT_PDF) && redaction.withheld.includes(REPORT_PDF))
    problems.push(`${REPORT_PDF} is named as withheld and ${SIGNED_REPORT_PDF} is here`);
  if (!noted) problems.push(`${REDACTION_NOTE_PATH} was changed`);
  if (problems.length > 0) return fail(...problems);
  const count = redaction.withheld.length - redaction.sources.length;
  return undecided(
    'completeness',
    'redaction',
    `a redacted package: ${count} of ${listed.size} payload files are withheld, ${redaction.sources.length} more in part; ` +
      'what they hold was not checked',
  );
}

/** Every disclosed cell under the signed root of its source. */
async function sourcesCheck(view: EvidenceView, { redaction, allowed }: RedactionView): Promise<VerifyCheck> {
  const roots = await readRoots(view.opened);
  if (redaction === null || !allowed || roots === null || !contentHoldsRoots(view))
    return undecided('fixity', SOURCES_CHECK, 'there are no signed roots to compare with');
  const problems: string[] = [];
  const totals = { rows: 0, withheld: 0, cells: 0 };
  for (const path of redaction.sources) {
    const root = roots.find((known) => known.path === path);
    if (root === undefined) problems.push(`${path}: the preparer signed no root of it`);
    else problems.push(...(await sourceProblems(view, root, totals)));
  }
  return check(
    'fixity',
    SOURCES_CHECK,
    problems,
    `${redaction.sources.length} sources in part: ${totals.rows} rows as signed, ${totals.withheld} of them withheld, ` +
      `and ${totals.cells} cells of the others`,
  );
}

function contentHoldsRoots(view: EvidenceView): boolean {
  return contentHolds(view, ROOTS_PATH);
}

async function sourceProblems(
  { opened }: EvidenceView,
  root: SourceRoot,
  totals: { rows: number; withheld: number; cells: number },
): Promise<string[]> {
  const path = redactedPath(root.path);
  const entry = opened.files.get(path);
  if (entry === undefined) return [`${path} is missing`];
  const tree = new MerkleTree();
  const problems: string[] = [];
  let rows = 0;
  try {
    for await (const lines of splitRows(readEntry(opened.source, entry), { shape: 'lines' }, MAX_LINE)) {
      for (const [line] of lines) {
        rows += 1;
        const row = line?.at(-1) === 0x0a ? parseRow(line.subarray(0, -1)) : null;
        if (row === null) {
          problems.push(`${path}: line ${rows} is not in the written form`);
          continue;
        }
        const computed = computedRow(row);
        if (computed === null || Buffer.compare(computed, row.hash) !== 0)
          problems.push(`${root.path}: a cell of row ${rows} is not what was signed`);
        tree.add(row.hash);
        if (row.cells === null) totals.withheld += 1;
        else totals.cells += row.cells.filter((cell) => 'hash' in cell).length;
      }
    }
  } catch (error) {
    return [`${path}: its content ${(error as Error).message}`];
  }
  totals.rows += rows;
  if (problems.length > 0) return problems;
  if (rows !== root.rows) return [`${root.path}: ${rows} rows are here, ${root.rows} were signed`];
  if (Buffer.from(tree.root()).toString('hex') !== root.root)
    return [`${root.path}: rows are not those that were signed, or not in that order`];
  return [];
}

/** Cells carry a salt each and may stand in base64. */
const MAX_LINE = 256 << 20;

/** In a whole package: do the signed roots belong to the sources? */
async function rootsCheck(view: EvidenceView): Promise<VerifyCheck> {
  const { opened } = view;
  const roots = await readRoots(opened);
  const seed = parseSeed(await opened.readSmall(SEED_PATH));
  if (!contentHoldsRoots(view) || !contentHolds(view, SEED_PATH))
    return undecided(
      'fixity',
      ROOTS_CHECK,
      'seed or roots are not as signed, so there is nothing to compare with',
    );
  if (roots === null || seed === null)
    return check('fixity', ROOTS_CHECK, ['seed or roots cannot be read'], '');
  const problems: string[] = [];
  let compared = 0;
  for (const { path, rows, root, ...shape } of roots) {
    const entry = opened.files.get(path);
    // A source that is missing or changed has its own reason.
    if (entry === undefined || !contentHolds(view, path)) continue;
    compared += 1;
    try {
      const actual = await computeRoot(
        readEntry(opened.source, entry),
        shape,
        seed,
        sourceDigest(path) ?? '',
      );
      if (actual.root !== root || actual.rows !== rows)
        problems.push(`${path}: the signed root is not that of the file`);
    } catch (error) {
      problems.push(`${path}: ${(error as Error).message}`);
    }
  }
  return check(
    'fixity',
    ROOTS_CHECK,
    problems,
    `${compared} sources have the roots that were signed for redaction`,
  );
}
