import type { Receipt } from '#shared/model/receipt.ts';
import type { PackagedFinding, PackagedRun, PackagedSource } from '#engine/evidence/content/index.ts';
import { findingId, findingTexts, findProcedure, listProcedures } from '#engine/runner/index.ts';

const PROCEDURE = 'policy.access-matches';
const SEVERITIES = ['high', 'medium', 'medium', 'low'] as const;

/** Findings as the drift procedure makes them, with their texts. */
export function benchFindings(count: number): PackagedFinding[] {
  const { meta } = findProcedure(PROCEDURE);
  return Array.from({ length: count }, (_, i) => {
    const person = `user${i}@company.com`;
    const resource = `group:unit-${(i * 31) % 4000}`;
    const subject_id = `${person}|gitlab:${resource}|developer`;
    const details = {
      person,
      system: 'gitlab',
      resource,
      permission: 'developer',
      account: person,
      via: ['direct'],
      granted_at: '2024-03-04T09:00:00Z',
      granted_by: 'it-admin@company.com',
      observed_at: '2024-11-24T05:00:00Z',
      cause: 'unexpected',
      expected_permissions: null,
      exception: null,
      privileged: false,
      sensitive: false,
      undecided_policies: false,
    };
    const stated = {
      subject_id,
      reason_code: 'unexpected',
      summary: `${person} holds developer on gitlab:${resource}; neither a policy nor a valid exception gives it`,
    };
    return {
      ...stated,
      id: findingId(PROCEDURE, 'grant', subject_id, 'unexpected', ''),
      procedure: PROCEDURE,
      severity: SEVERITIES[i % SEVERITIES.length]!,
      outcome: 'exception',
      subject_type: 'grant',
      disposition: 'open',
      note: null,
      text: findingTexts(meta, { ...stated, details, params: {} }),
      details,
      source_rows: [{ table: 'grants', source_id: '0123456789abcdef', record_no: i + 1 }],
    };
  });
}

/** Runs of all procedures: the one with findings was made, the rest were not. */
export function benchRuns(findings: number): PackagedRun[] {
  return listProcedures().map(({ meta, digest }) => {
    const made = meta.id === PROCEDURE;
    return {
      procedure: meta.id,
      version: meta.version,
      digest,
      as_of: '2024-11-24T05:00:00Z',
      period: '2024-11-01..2024-11-30',
      params: {},
      status: made ? 'completed' : 'not_run',
      population: made ? findings * 50 : null,
      exceptions: made ? findings : null,
      failing: made ? findings : null,
      leads: made ? 0 : null,
      indeterminate: made ? 0 : null,
      message: made ? null : 'Not run for this package.',
      missing: null,
    };
  });
}

export function benchSource(name: string, sha256: string, size: number, rows: number): PackagedSource {
  const receipt: Receipt = {
    source_id: sha256.slice(0, 16),
    file: name,
    sha256,
    size_bytes: size,
    encoding: 'utf-8',
    format: 'csv',
    reader: 'access-snapshot',
    reader_version: 1,
    tables: ['grants'],
    read: rows,
    loaded: rows,
    rejected: 0,
    rejects: [],
    rows: [],
    chains: [],
    notes: [],
    supplied_by: null,
  };
  const { source_id, reader } = receipt;
  return { source_id, sha256, name, size_bytes: size, reader, receipt: { ...receipt } };
}
