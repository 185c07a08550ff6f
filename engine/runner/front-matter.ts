import { parse } from 'yaml';
import type { ProcedureMeta } from './kit/index.ts';
import { checkMeta } from './meta-schema.ts';

export interface SqlProcedureText {
  meta: ProcedureMeta;
  /** The SELECT, without the front matter and without a final semicolon. */
  sql: string;
}

/** `procedure.sql` = YAML in a leading block comment, then one SELECT. Throws on anything else. */
export function parseProcedureSql(text: string, where: string): SqlProcedureText {
  const match = /^\/\*\n([\s\S]*?)\n\*\/\n([\s\S]+)$/.exec(text);
  if (!match) throw new Error(`${where}: no front matter in a leading block comment`);
  const sql = match[2]!.trim().replace(/;$/, '');
  return { meta: checkMeta(parse(match[1]!), where), sql };
}

/** Names bound as `$name` in a statement, in order of first use. Literals and comments do not count. */
export function boundNames(sql: string): string[] {
  const code = stripLiterals(sql);
  return [...new Set([...code.matchAll(/\$([a-z_][a-z0-9_]*)/g)].map((match) => match[1]!))];
}

/** The statement without the contents of comments, string literals and quoted names. */
export function stripLiterals(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"/g, (part) =>
    part.startsWith("'") ? "''" : part.startsWith('"') ? part : ' ',
  );
}
