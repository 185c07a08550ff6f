/** Tables of the schema `work`: what the auditor's own work leaves behind. Frozen once released. */
export const workpaperStatements: readonly string[] = [
  'CREATE SCHEMA work',
  'CREATE SCHEMA raw',
  `CREATE TABLE work.schema_version (version INTEGER NOT NULL, applied_by VARCHAR NOT NULL)`,
  `CREATE TABLE work.sources (
     source_id VARCHAR PRIMARY KEY, sha256 VARCHAR NOT NULL, name VARCHAR NOT NULL, size_bytes BIGINT NOT NULL,
     reader VARCHAR, reader_version INTEGER, position INTEGER NOT NULL, superseded_by VARCHAR, receipt JSON NOT NULL)`,
  `CREATE TABLE work.rejects (
     source_id VARCHAR NOT NULL, record_no BIGINT NOT NULL, code VARCHAR NOT NULL, message VARCHAR NOT NULL, raw VARCHAR)`,
  // Readers that the auditor made by hand; every version stays, since files were read with it.
  `CREATE TABLE work.mappings (
     reader VARCHAR NOT NULL, version INTEGER NOT NULL, sha256 VARCHAR NOT NULL, yaml VARCHAR NOT NULL,
     PRIMARY KEY (reader, version))`,
  // What people state about a source: where it comes from, how that was tested, the client's own totals.
  `CREATE TABLE work.source_statements (source_id VARCHAR PRIMARY KEY, statement JSON NOT NULL)`,
  // Which accounts a person confirmed to be somebody's, or refused.
  `CREATE TABLE work.identity_decisions (
     system VARCHAR NOT NULL, account_id VARCHAR NOT NULL, identity_id VARCHAR NOT NULL, decision VARCHAR NOT NULL,
     note VARCHAR, PRIMARY KEY (system, account_id, identity_id))`,
  `CREATE TABLE work.pbc_items (item_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL, item JSON NOT NULL)`,
  `CREATE TABLE work.runs (
     run_id VARCHAR NOT NULL, position INTEGER NOT NULL, procedure VARCHAR NOT NULL, version INTEGER NOT NULL,
     as_of VARCHAR NOT NULL, period VARCHAR NOT NULL, params JSON NOT NULL, status VARCHAR NOT NULL,
     population BIGINT, exceptions BIGINT, failing BIGINT, leads BIGINT, indeterminate BIGINT, digest VARCHAR NOT NULL,
     message VARCHAR, missing JSON, ms BIGINT NOT NULL)`,
  // Long texts by zstd: half the time of what the database would choose by trying all, and less room. Ids are noise.
  `CREATE TABLE work.findings (
     finding_id VARCHAR NOT NULL USING COMPRESSION uncompressed, run_id VARCHAR NOT NULL, procedure VARCHAR NOT NULL,
     severity VARCHAR NOT NULL, outcome VARCHAR NOT NULL, subject_type VARCHAR NOT NULL,
     subject_id VARCHAR NOT NULL USING COMPRESSION zstd, reason_code VARCHAR NOT NULL, finding_key VARCHAR NOT NULL,
     summary VARCHAR NOT NULL USING COMPRESSION zstd, details JSON NOT NULL USING COMPRESSION zstd,
     source_rows JSON NOT NULL USING COMPRESSION zstd, position BIGINT NOT NULL)`,
  `CREATE TABLE work.dispositions (
     finding_id VARCHAR PRIMARY KEY, disposition VARCHAR NOT NULL, note VARCHAR, conclusion VARCHAR, deficiency VARCHAR,
     response VARCHAR, response_owner VARCHAR, response_due DATE)`,
  // Everything that people made of findings, in order; work.dispositions is what follows from it.
  `CREATE TABLE work.finding_entries (
     seq BIGINT PRIMARY KEY, finding_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, content JSON NOT NULL,
     written_by VARCHAR NOT NULL, written_at VARCHAR NOT NULL)`,
  // Files that back the auditor's own work; they lie in the engagement by digest.
  `CREATE TABLE work.attachments (
     sha256 VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, size_bytes BIGINT NOT NULL, added_by VARCHAR NOT NULL,
     added_at VARCHAR NOT NULL)`,
  // Samples as they were drawn, never changed, and what the tests of their items gave.
  `CREATE TABLE work.samples (sample_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL, sample JSON NOT NULL)`,
  `CREATE TABLE work.sample_results (
     sample_id VARCHAR NOT NULL, item_key VARCHAR NOT NULL, attribute VARCHAR NOT NULL, result JSON NOT NULL,
     PRIMARY KEY (sample_id, item_key, attribute))`,
  // Ladders of sample sizes that the auditors of this engagement go by.
  `CREATE TABLE work.methodologies (id VARCHAR PRIMARY KEY, methodology JSON NOT NULL)`,
  // The client's control matrix with what was tested and concluded.
  `CREATE TABLE work.controls (control_id VARCHAR PRIMARY KEY, position INTEGER NOT NULL, control JSON NOT NULL)`,
  // Procedures that the auditor wrote; every version stays, since runs were made with it.
  `CREATE TABLE work.own_procedures (
     id VARCHAR NOT NULL, version INTEGER NOT NULL, sha256 VARCHAR NOT NULL, source VARCHAR NOT NULL,
     population VARCHAR, readme VARCHAR NOT NULL, in_force BOOLEAN NOT NULL, saved_by VARCHAR NOT NULL,
     saved_at VARCHAR NOT NULL, PRIMARY KEY (id, version))`,
  // What was taken over from the engagement of an earlier period: one row, its runs and their findings as they stood.
  `CREATE TABLE work.carried_from (
     engagement_id VARCHAR NOT NULL, client VARCHAR NOT NULL, period VARCHAR NOT NULL, journal_entries BIGINT NOT NULL,
     journal_head VARCHAR NOT NULL, carried JSON NOT NULL)`,
  `CREATE TABLE work.carried_runs (procedure VARCHAR PRIMARY KEY, version INTEGER NOT NULL, status VARCHAR NOT NULL)`,
  `CREATE TABLE work.carried_findings (
     finding_id VARCHAR NOT NULL, procedure VARCHAR NOT NULL, severity VARCHAR NOT NULL, outcome VARCHAR NOT NULL,
     subject_type VARCHAR NOT NULL, subject_id VARCHAR NOT NULL, reason_code VARCHAR NOT NULL, summary VARCHAR NOT NULL,
     disposition VARCHAR NOT NULL, note VARCHAR, response VARCHAR, response_owner VARCHAR, response_due DATE,
     position BIGINT NOT NULL)`,
  // When the report was released, how soon after it the file must be closed, how long it is kept. One row.
  `CREATE TABLE work.completion (
     preset VARCHAR NOT NULL, report_date DATE NOT NULL, assembly_days INTEGER NOT NULL, retention_years INTEGER NOT NULL)`,
  // Hash-chain profiles that the auditor wrote for this client's logs.
  `CREATE TABLE work.chain_profiles (name VARCHAR PRIMARY KEY, sha256 VARCHAR NOT NULL, yaml VARCHAR NOT NULL)`,
  `CREATE TABLE work.journal (
     seq BIGINT PRIMARY KEY, line VARCHAR NOT NULL, hash VARCHAR NOT NULL)`,
];
