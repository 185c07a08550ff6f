import {
  parseRedaction,
  REDACTED_FOLDER,
  REDACTION_NOTE_PATH,
  REDACTION_PATH,
  redactedPath,
  type Redaction,
} from '../format/redaction/redacted.ts';
import { parseRoots, ROOTS_PATH, SEED_PATH, type SourceRoot } from '../format/redaction/roots.ts';
import type { OpenedPackage } from '../format/open-package.ts';
import type { SignedStatement } from './signed-statement.ts';

/** What a package says of its own redaction. */
export interface RedactionView {
  /** Null when redacted/redaction.json cannot be read. */
  redaction: Redaction | null;
  /** Whether the preparer signed roots, so that parts may be missing. */
  allowed: boolean;
}

/** Null for a package that is whole. */
export async function readRedaction(
  opened: OpenedPackage,
  preparer: SignedStatement | null,
): Promise<RedactionView | null> {
  if (![...opened.files.keys()].some((path) => path.startsWith(REDACTED_FOLDER))) return null;
  const allowed = preparer?.statement?.subjects.some(({ name }) => name === ROOTS_PATH) ?? false;
  return { redaction: parseRedaction(await opened.readSmall(REDACTION_PATH)), allowed };
}

/** True for a file that may be missing, because it is named as withheld. */
export function isWithheld({ redaction, allowed }: RedactionView, path: string): boolean {
  if (!allowed || redaction === null) return false;
  return path === SEED_PATH || redaction.withheld.includes(path);
}

/** The files that only a redacted package has. */
export function redactionPaths({ redaction }: RedactionView): string[] {
  return [REDACTION_PATH, REDACTION_NOTE_PATH, ...(redaction?.sources ?? []).map(redactedPath)];
}

/** The roots in the package; null when there are none that can be read. */
export async function readRoots(opened: OpenedPackage): Promise<SourceRoot[] | null> {
  return parseRoots(await opened.readSmall(ROOTS_PATH));
}
