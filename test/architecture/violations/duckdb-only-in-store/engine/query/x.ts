import { DuckDBInstance } from '@duckdb/node-api';

export const x = DuckDBInstance;
