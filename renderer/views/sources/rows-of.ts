/** The statement that lists the rows that one source gave to a table, or all of them. */
export function rowsOf(table: string, source?: string): string {
  const name = table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
  const where =
    source === undefined || table.startsWith('raw.')
      ? ''
      : ` WHERE source_id = '${source.replaceAll("'", "''")}'`;
  return `SELECT * FROM ${name}${where}`;
}
