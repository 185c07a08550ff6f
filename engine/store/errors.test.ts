import { expect, it } from 'vitest';
import { openError } from './errors.ts';

// The words of DuckDB 1.5 on Linux, as it printed them.
it.each([
  ['IO Error: Cannot open file "/e/workbench.duckdb": Permission denied', 'UNREADABLE'],
  ['IO Error: Cannot open file "/e/workbench.duckdb": Read-only file system', 'UNREADABLE'],
  [
    'IO Error: Could not set lock on file "/e/workbench.duckdb": Conflicting lock is held in node (PID 1)',
    'ENGAGEMENT_BUSY',
  ],
  [
    'IO Error: The file "/e/workbench.duckdb" exists, but it is not a valid DuckDB database file!',
    'ENGAGEMENT_INVALID',
  ],
])('%s is %s', (message, code) => {
  expect(openError('/e/workbench.duckdb', new Error(message)).code).toBe(code);
});
