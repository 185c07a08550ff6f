/** SQL text of a string literal. Only for places where DuckDB takes no bound parameter (SET, file paths). */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** SQL text of an identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
