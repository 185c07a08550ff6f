declare module 'sql.js/dist/sql-wasm-inline.js' {
  export type SqlValue = string | number | Uint8Array | null;
  export interface Statement {
    step(): boolean;
    get(): SqlValue[];
    free(): boolean;
  }
  export interface Database {
    prepare(sql: string): Statement;
    close(): void;
  }
  export interface SqlJs {
    Database: new (bytes: Uint8Array) => Database;
  }
  export default function initSqlJs(): Promise<SqlJs>;
}
