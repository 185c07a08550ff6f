/** The rows that figures are asked of: a table, or what one source gave to it. */
export interface Choice {
  table: string;
  source_id?: string;
}
