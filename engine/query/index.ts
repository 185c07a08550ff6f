export { describeSchema, guardCatalogue, type SchemaTable } from './catalogue.ts';
export { explainQuery } from './explain.ts';
export { exportQuery, exportRows, type ExportFormat, type ExportInput, type ExportTarget } from './export.ts';
export { guardSelect, guardStatement, type GuardCatalogue, type GuardedStatement } from './guard.ts';
export { MAX_PLAIN_ROWS, type OpenResult, Results } from './results.ts';
export { DEFAULT_LIMITS, limited, type Limits } from './run.ts';
