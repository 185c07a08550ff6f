import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFRef } from '@cantoo/pdf-lib';
import type { Block, EvidenceDocument } from '../document.ts';

/** A document of the given blocks, for tests. */
export function documentOf(
  blocks: readonly Block[],
  change: Partial<EvidenceDocument> = {},
): EvidenceDocument {
  return {
    title: 'A title',
    subtitle: 'A subtitle',
    footer: 'A foot',
    cover: [],
    verdicts: [],
    blocks,
    ...change,
  };
}

/** What a stock tool (poppler's pdftotext) finds in a PDF. Throws when it is not installed. */
export function extracted(pdf: Uint8Array, ...options: string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'tickmark-pdf-'));
  try {
    writeFileSync(join(dir, 'a.pdf'), pdf);
    return execFileSync('pdftotext', [...options, join(dir, 'a.pdf'), '-'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Text of each page in the order of the content, spaces and line ends as one space. */
export function pagesOf(pdf: Uint8Array): string[] {
  return extracted(pdf, '-raw')
    .split('\f')
    .slice(0, -1)
    .map((page) => page.replace(/\s+/g, ' ').trim());
}

/** Titles of the bookmarks as a tree, followed from the catalogue. */
export async function bookmarksOf(pdf: Uint8Array): Promise<{ title: string; children: string[] }[]> {
  const { catalog, context } = await PDFDocument.load(pdf, { updateMetadata: false });
  const follow = (parent: PDFDict): PDFDict[] => {
    const found: PDFDict[] = [];
    for (let ref = parent.get(PDFName.of('First')); ref instanceof PDFRef; ) {
      const entry = context.lookup(ref, PDFDict);
      found.push(entry);
      ref = entry.get(PDFName.of('Next'));
    }
    return found;
  };
  const title = (entry: PDFDict) => entry.lookup(PDFName.of('Title'), PDFHexString).decodeText();
  const root = catalog.lookupMaybe(PDFName.of('Outlines'), PDFDict);
  return root === undefined
    ? []
    : follow(root).map((entry) => ({ title: title(entry), children: follow(entry).map(title) }));
}

/** How many elements of each kind the structure tree has. */
export async function structureOf(pdf: Uint8Array): Promise<Record<string, number>> {
  const { context } = await PDFDocument.load(pdf, { updateMetadata: false });
  const counts: Record<string, number> = {};
  for (const [, object] of context.enumerateIndirectObjects()) {
    const tag =
      object instanceof PDFDict && object.has(PDFName.of('P')) ? object.get(PDFName.of('S')) : undefined;
    if (tag instanceof PDFName) counts[tag.decodeText()] = (counts[tag.decodeText()] ?? 0) + 1;
  }
  return counts;
}
