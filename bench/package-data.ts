import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  evidenceSheets,
  findingEntries,
  type PackagedSource,
  procedureEntries,
  sourceEntries,
} from '#engine/evidence/content/index.ts';
import { renderEvidenceReport, type ReportContent } from '#engine/evidence/content/report/index.ts';
import {
  type BuildInput,
  type BuiltPackage,
  buildPackage,
  type PayloadEntry,
} from '#engine/evidence/index.ts';
import { newKey, openKey } from '#engine/keys/index.ts';
import { dataPath, once, writeText } from './data.ts';
import { benchFindings, benchRuns, benchSource } from './generate/evidence.ts';
import { grantsCsv } from './generate/grants.ts';

/** About 10 MB of CSV. */
const ROWS_PER_FILE = 90_000;
const MB_PER_FILE = 10;
const FINDINGS_PER_MB = 50;

const sourcesDir = (megabytes: number) => dataPath(`sources-${megabytes}`);

/** Sources of about so many megabytes, under <sha256>/<name> as an engagement keeps them. */
export async function prepareSources(megabytes: number): Promise<void> {
  await once(sourcesDir(megabytes), async (dir) => {
    await mkdir(dir);
    for (let i = 0; i < megabytes / MB_PER_FILE; i += 1) {
      const name = `snapshot-${String(i).padStart(3, '0')}.csv`;
      const written = join(dir, name);
      await writeText(written, grantsCsv(ROWS_PER_FILE, i * ROWS_PER_FILE));
      const folder = join(dir, await digestOf(written));
      await mkdir(folder);
      await rename(written, join(folder, name));
    }
  });
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** In order of names. */
async function sources(megabytes: number): Promise<PackagedSource[]> {
  const dir = sourcesDir(megabytes);
  const found = await Promise.all(
    (await readdir(dir)).map(async (sha256) => {
      const name = (await readdir(join(dir, sha256)))[0]!;
      const { size } = await stat(join(dir, sha256, name));
      return benchSource(name, sha256, size, ROWS_PER_FILE);
    }),
  );
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function findingsFor(megabytes: number): number {
  return megabytes * FINDINGS_PER_MB;
}

export function reportContent(findings: number, received: readonly PackagedSource[]): ReportContent {
  return {
    client: 'Bench Company',
    kind: 'internal',
    period: { from: '2024-11-01', to: '2024-11-30' },
    as_of: '2024-11-24',
    timezone: 'America/New_York',
    toolVersion: 'bench',
    findings: benchFindings(findings),
    runs: benchRuns(findings),
    sources: received,
    chains: [],
    reports: [],
  };
}

async function payload(megabytes: number): Promise<PayloadEntry[]> {
  const content = reportContent(findingsFor(megabytes), await sources(megabytes));
  return [
    ...(await findingEntries(content.findings, evidenceSheets(content))),
    ...procedureEntries(content.runs),
    ...sourceEntries(content.sources, sourcesDir(megabytes), true, []),
    { path: 'data/report.pdf', bytes: await renderEvidenceReport(content) },
  ];
}

const NOW = '2024-12-02T09:00:00Z';

/** A key of one's own in `dir`: opening it is part of the work, as it is for the command. */
async function signer(dir: string) {
  await newKey(dir, { name: 'bench', passphrase: 'bench', commonName: 'Bench', validFrom: new Date(NOW) });
  return openKey(dir, 'bench', 'bench');
}

/** The files of a package from its findings on, and the signed package in `dir`. */
export async function buildBenchPackage(megabytes: number, dir: string): Promise<BuiltPackage> {
  const input: BuildInput = {
    payload: await payload(megabytes),
    bagInfo: {
      asOf: '2024-11-24',
      sourceOrganization: 'Bench Company',
      softwareAgent: 'Tickmark bench',
    },
    record: [{ path: 'record/times.json', bytes: Buffer.from('{}\n') }],
    predicate: {
      engine_version: 'bench',
      as_of: '2024-11-24T05:00:00Z',
      procedures: [],
      parameters: {},
      sources: [],
      chain_heads: [],
    },
    signer: await signer(dir),
    role: 'preparer',
    signedAt: NOW,
    out: join(dir, 'package.zip'),
  };
  return buildPackage(input);
}

/** Reads all sources once, so that neither side pays for a cold disk. */
export async function warm(path: string): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) void chunk;
}

export async function sourceFiles(megabytes: number): Promise<string[]> {
  return (await sources(megabytes)).map(({ sha256, name }) => join(sourcesDir(megabytes), sha256, name));
}
