/** What lies in the folder of an engagement. */
export const SETTINGS_FILE = 'engagement.json';
export const DATABASE_FILE = 'workbench.duckdb';
export const JOURNAL_FILE = 'journal.ndjson';
/** What was added after sign-off: entries that continue the journal, and the files they bring by digest. */
export const ADDENDA_FILE = 'addenda.ndjson';
export const ADDENDA_FOLDER = 'addenda';
/** Files that back the auditor's own work, by digest. */
export const ATTACHMENTS_FOLDER = 'attachments';
