import type { PayloadEntry } from '../build/payload.ts';
import { compareBytes } from '../format/paths.ts';
import { jsonEntry } from './json.ts';

/** Where the crate begins: the folder of the payload, as RO-Crate is put into a BagIt bag. */
const ROOT = 'data/';

export interface CrateContent {
  client: string;
  period: { from: string; to: string };
  /** YYYY-MM-DD: the crate is dated by the evidence, not by a clock. */
  as_of: string;
  tool_version: string;
}

/** A map: names of files are the client's, and may be those of any object's members. */
const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    csv: 'text/csv',
    json: 'application/json',
    md: 'text/markdown',
    ndjson: 'application/x-ndjson',
    parquet: 'application/vnd.apache.parquet',
    pdf: 'application/pdf',
    sql: 'application/sql',
    ts: 'text/plain',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    yaml: 'application/yaml',
  }),
);

const DESCRIPTIONS: Record<string, string> = {
  'findings.json': 'Findings with condition, criteria, cause, effect and recommendation',
  'findings.csv': 'Findings as a table',
  'findings.xlsx': 'Findings, runs, receipts, chains and samples as a workbook',
  'findings.schema.json': 'JSON Schema of findings.json',
  'oscal-assessment-results.json': 'Runs and findings as OSCAL assessment results',
  'parameters.json': 'Scope, moment and parameters of the work',
  'report.pdf': 'The report for people',
  'runs.json': 'Every procedure with its status and population',
  'sources.json': 'The files as received, by digest',
};

/** An address relative to the crate: what a URI cannot hold is written in hexadecimal. */
function address(path: string): string {
  return path.slice(ROOT.length).split('/').map(encodeURIComponent).join('/');
}

function file({ path }: PayloadEntry): Record<string, unknown> {
  const name = path.slice(ROOT.length);
  const type = TYPES.get(/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '');
  const about = DESCRIPTIONS[name];
  return {
    '@id': address(path),
    '@type': 'File',
    name,
    ...(type === undefined ? {} : { encodingFormat: type }),
    ...(about === undefined ? {} : { description: about }),
  };
}

/**
 * data/ro-crate-metadata.json (RO-Crate 1.1): what is in the payload, for programs that read crates. Digests stand in the
 * bag's manifest.
 */
export function crateEntry(content: CrateContent, entries: readonly PayloadEntry[]): PayloadEntry {
  const { client, period, as_of, tool_version } = content;
  const files = [...entries].sort((a, b) => compareBytes(a.path, b.path)).map(file);
  const tool = '#tickmark';
  return jsonEntry(`${ROOT}ro-crate-metadata.json`, {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': [
      {
        '@id': 'ro-crate-metadata.json',
        '@type': 'CreativeWork',
        conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
        about: { '@id': './' },
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: `Access evidence of ${client}`,
        description: `Access evidence for ${period.from} to ${period.to}, as of ${as_of}`,
        datePublished: as_of,
        license: { '@id': '#terms' },
        hasPart: files.map(({ '@id': id }) => ({ '@id': id })),
        mentions: { '@id': '#work' },
      },
      {
        '@id': '#terms',
        '@type': 'CreativeWork',
        name: 'Confidential audit evidence',
        description: 'No licence is given; whoever hands the package on says who may see it.',
      },
      {
        '@id': '#work',
        '@type': 'CreateAction',
        name: 'Tests of access',
        instrument: { '@id': tool },
        result: { '@id': 'findings.json' },
      },
      { '@id': tool, '@type': 'SoftwareApplication', name: 'Tickmark', softwareVersion: tool_version },
      ...files,
    ],
  });
}
