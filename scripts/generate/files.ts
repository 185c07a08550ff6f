import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generateProfiles } from '#engine/integrity/profiles/generate.ts';
import { generateCatalogue } from './catalogue.ts';
import { generateDictionary } from './dictionary.ts';
import { generateDocumentSchemas, generateVerifierSchemas } from './documents.ts';
import { generateErrors } from './errors.ts';
import { generateFrameworkDocs, generateFrameworks } from './frameworks.ts';
import { generateNoticeDocs, generateNotices } from './notices.ts';
import { generateProcedureDocs, generateProcedures } from './procedures.ts';
import { generateReaderDocs, generateReaders } from './readers.ts';
import { generateSbom } from './sbom.ts';
import { generateLineScanner, generateRowHasher, generateScanner } from './scanner.ts';
import { generateThreads } from './threads.ts';
import { generateWorld } from './world.ts';

export const ROOT = resolve(import.meta.dirname, '..', '..');

export interface GeneratedFile {
  /** Relative to the root of the repository. */
  path: string;
  text: string;
}

const files = {
  list: (folder: string) => readdirSync(join(ROOT, folder)),
  read: (path: string) => readFileSync(join(ROOT, path), 'utf8'),
};

/** Everything that is derived from other files of the repository and committed. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  return Promise.all([
    ...generateDocumentSchemas(),
    generateVerifierSchemas(),
    generateProfiles(files),
    generateReaders(),
    generateReaderDocs(),
    generateProcedures(),
    generateProcedureDocs(),
    generateFrameworks(),
    generateFrameworkDocs(),
    generateDictionary(),
    generateCatalogue(),
    generateErrors(),
    generateNotices(),
    generateNoticeDocs(),
    generateSbom(),
    generateScanner(),
    generateLineScanner(),
    generateRowHasher(),
    ...generateThreads(),
    generateWorld(),
  ]);
}
