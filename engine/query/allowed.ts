/** Table functions that compute from their arguments alone. */
export const PURE_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'range',
  'generate_series',
  'unnest',
  'repeat',
  'json_each',
  'json_tree',
]);

/** Table functions that read a file: allowed for literal paths under sources/ and with the options below. */
export const FILE_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'read_csv',
  'read_csv_auto',
  'read_json',
  'read_json_auto',
  'read_ndjson',
  'read_ndjson_auto',
  'read_parquet',
  'parquet_scan',
]);

/** Options of those functions. Left out on purpose: store_rejects and its table names (they write), ignore_errors (it drops rows). */
export const FILE_OPTIONS: ReadonlySet<string> = new Set([
  'all_varchar',
  'auto_detect',
  'columns',
  'column_types',
  'comment',
  'compression',
  'dateformat',
  'decimal_separator',
  'delim',
  'dtypes',
  'encoding',
  'escape',
  'filename',
  'format',
  'header',
  'max_line_size',
  'maximum_depth',
  'maximum_object_size',
  'names',
  'new_line',
  'normalize_names',
  'null_padding',
  'nullstr',
  'parallel',
  'quote',
  'records',
  'sample_size',
  'sep',
  'skip',
  'strict_mode',
  'thousands',
  'timestampformat',
  'types',
  'union_by_name',
]);

/** Scalar functions that reach outside the data: settings, environment, other statements, the log, waiting. */
const DENIED_FUNCTIONS: ReadonlySet<string> = new Set([
  'add_parquet_key',
  'currval',
  'current_connection_id',
  'current_query',
  'current_query_id',
  'current_setting',
  'current_transaction_id',
  'getenv',
  'getvariable',
  'in_search_path',
  'json_deserialize_sql',
  'json_execute_serialized_sql',
  'json_serialize_plan',
  'nextval',
  'query',
  'query_table',
  'set_config',
  'setseed',
  'sleep_ms',
  'stats',
  'txid_current',
  'write_log',
]);

export function isDeniedFunction(name: string): boolean {
  return (
    DENIED_FUNCTIONS.has(name) ||
    name.startsWith('pg_') ||
    name.startsWith('duckdb_') ||
    name.startsWith('pragma_')
  );
}

/** Shapes of a FROM clause that the guard understands; anything else is refused. */
export const TABLE_REFS: ReadonlySet<string> = new Set([
  'EMPTY',
  'BASE_TABLE',
  'JOIN',
  'SUBQUERY',
  'TABLE_FUNCTION',
  'EXPRESSION_LIST',
  'PIVOT',
]);
