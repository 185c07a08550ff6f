import type { VerifyCheck } from '#shared/model/verify.ts';
import type { VerifyLayer } from '#shared/model/vocabulary.ts';
import {
  MANIFEST_ALGORITHMS,
  type Manifest,
  type ManifestAlgorithm,
  parseManifest,
} from '../format/manifest.ts';
import { PAYLOAD_MANIFEST, TAG_MANIFEST } from '../format/layout.ts';
import type { OpenedPackage } from '../format/open-package.ts';
import { type DigestedFiles, digestFiles } from './digest-files.ts';
import { type DocumentFound, readDocuments } from './documents-view.ts';
import { readRedaction, type RedactionView } from './redaction-view.ts';
import { readSignedStatement, type SignedStatement } from './signed-statement.ts';

export interface ReadManifest extends Manifest {
  path: string;
  algorithm: ManifestAlgorithm;
}

/** Everything the checks look at, read once. */
export interface EvidenceView {
  opened: OpenedPackage;
  files: DigestedFiles;
  /** JSON documents of the payload by path. */
  documents: ReadonlyMap<string, DocumentFound>;
  /** Manifests that count: of a package that somebody signed, those alone that the signature covers. */
  payloadManifests: ReadManifest[];
  tagManifests: ReadManifest[];
  preparer: SignedStatement | null;
  reviewer: SignedStatement | null;
  /** Null for a package that is whole. */
  redaction: RedactionView | null;
}

export async function readEvidence(opened: OpenedPackage): Promise<EvidenceView> {
  const payloadManifests = await readManifests(opened, 'manifest');
  const tagManifests = await readManifests(opened, 'tagmanifest');
  const used = [...payloadManifests, ...tagManifests].map(({ algorithm }) => algorithm);
  const algorithms = MANIFEST_ALGORITHMS.filter((name) => name === 'sha256' || used.includes(name));
  // Threads hash while this one reads the documents.
  const [files, documents] = await Promise.all([digestFiles(opened, algorithms), readDocuments(opened)]);
  const preparer = await readSignedStatement(opened, 'preparer');
  return {
    opened,
    files,
    documents,
    ...covered(payloadManifests, tagManifests, preparer),
    preparer,
    reviewer: await readSignedStatement(opened, 'reviewer'),
    redaction: await readRedaction(opened, preparer),
  };
}

/**
 * A manifest that nobody signed would vouch for whatever its author put beside it: it is a file like any other, which
 * nothing covers. Without a statement there is no telling them apart, and the signature fails.
 */
function covered(
  payloadManifests: ReadManifest[],
  tagManifests: ReadManifest[],
  preparer: SignedStatement | null,
): Pick<EvidenceView, 'payloadManifests' | 'tagManifests'> {
  const statement = preparer?.statement ?? null;
  if (statement === null) return { payloadManifests, tagManifests };
  const named = new Set([TAG_MANIFEST, ...statement.subjects.map(({ name }) => name)]);
  const tags = tagManifests.filter(({ path }) => named.has(path));
  const known = new Set([PAYLOAD_MANIFEST, ...tags.flatMap(({ digests }) => [...digests.keys()])]);
  return { payloadManifests: payloadManifests.filter(({ path }) => known.has(path)), tagManifests: tags };
}

async function readManifests(opened: OpenedPackage, kind: string): Promise<ReadManifest[]> {
  const found: ReadManifest[] = [];
  for (const algorithm of MANIFEST_ALGORITHMS) {
    const path = `${kind}-${algorithm}.txt`;
    if (!opened.files.has(path)) continue;
    found.push({ path, algorithm, ...parseManifest(await opened.readSmall(path), algorithm) });
  }
  return found;
}

const SHOWN = 10;

/** The first few of many findings, and how many more there are. */
export function listed(items: readonly string[]): string {
  const shown = items.slice(0, SHOWN).join('; ');
  return items.length > SHOWN ? `${shown}; and ${items.length - SHOWN} more` : shown;
}

/** A check that fails with all its problems, or holds with one sentence. */
export function check(
  layer: VerifyLayer,
  name: string,
  problems: readonly string[],
  fine: string,
): VerifyCheck {
  return problems.length === 0
    ? { layer, name, ok: true, detail: fine }
    : { layer, name, ok: false, detail: listed(problems) };
}

export function undecided(layer: VerifyLayer, name: string, detail: string): VerifyCheck {
  return { layer, name, ok: null, detail };
}
