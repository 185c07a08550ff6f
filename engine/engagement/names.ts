/** What lies in the folder of an engagement. */
export const SETTINGS_FILE = 'engagement.json';
export const DATABASE_FILE = 'workbench.duckdb';
export const JOURNAL_FILE = 'journal.ndjson';
