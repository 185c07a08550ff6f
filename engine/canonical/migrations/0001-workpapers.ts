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
  `CREATE TABLE work.runs (
     run_id VARCHAR NOT NULL, position INTEGER NOT NULL, procedure VARCHAR NOT NULL, version INTEGER NOT NULL,
     as_of VARCHAR NOT NULL, period VARCHAR NOT NULL, params JSON NOT NULL, status VARCHAR NOT NULL,
     population BIGINT, exceptions BIGINT, leads BIGINT, indeterminate BIGINT, digest VARCHAR NOT NULL,
     message VARCHAR, missing JSON, ms BIGINT NOT NULL)`,
  `CREATE TABLE work.findings (
     finding_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, procedure VARCHAR NOT NULL, severity VARCHAR NOT NULL,
     outcome VARCHAR NOT NULL, subject_type VARCHAR NOT NULL, subject_id VARCHAR NOT NULL, reason_code VARCHAR NOT NULL,
     finding_key VARCHAR NOT NULL, summary VARCHAR NOT NULL, details JSON NOT NULL, source_rows JSON NOT NULL, position BIGINT NOT NULL)`,
  `CREATE TABLE work.dispositions (
     finding_id VARCHAR PRIMARY KEY, disposition VARCHAR NOT NULL, conclusion VARCHAR, note VARCHAR,
     response VARCHAR, response_owner VARCHAR, response_due DATE)`,
  `CREATE TABLE work.journal (
     seq BIGINT PRIMARY KEY, line VARCHAR NOT NULL, hash VARCHAR NOT NULL)`,
];
