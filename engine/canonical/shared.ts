import type { Session } from '#engine/store/index.ts';
import { quoteLiteral } from '#engine/store/index.ts';
import { asksOf, led, standingOnKept } from './compose.ts';
import { macros } from './macros.ts';
import type { MacroSpec } from './macros/spec.ts';

/**
 * Keeps the answers to the dear shared questions for one moment in temporary tables of a connection. Statements on that
 * connection that ask for the run's own moment, written `access_coverage($as_of::TIMESTAMPTZ)`, then read what was worked
 * out once; a question for any other moment, or from any other connection, is answered by the macro of the schema. The kept
 * tables are made from the text of those macros, so there is one definition.
 */
export interface SharedQuestions {
  /** ISO 8601 with offset. */
  readonly moment: string;
  /** Questions that are kept, in the order in which they were worked out. */
  readonly kept: readonly string[];
}

/** A question for the moment of the run. */
const OWN_MOMENT = /(?<![.\w])([a-z_]+)\(\$as_of::TIMESTAMPTZ/g;

const byName: ReadonlyMap<string, MacroSpec> = new Map(macros.map((spec) => [spec.name, spec]));

const overlaid = standingOnKept(macros);

/** Everything among the overlaid macros that the texts ask, directly or through others, in the order of definition. */
function asked(texts: readonly string[]): MacroSpec[] {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    if (!overlaid.has(name) || wanted.has(name)) return;
    wanted.add(name);
    for (const inner of asksOf(byName.get(name)!, byName)) want(inner);
  };
  for (const text of texts) for (const [name] of text.matchAll(/[a-z_]+/g)) want(name);
  return macros.filter((spec) => wanted.has(spec.name));
}

/** The text of a macro with what it asks led to what is kept. */
function overlay(sql: string): string {
  return led(sql, (name) => (overlaid.has(name) ? `temp.main.kept_${name}(moment)` : undefined));
}

/**
 * Works out what the statements ask, once, for this moment. Call it on the connection that will run them; in no transaction
 * where nothing else can change the engagement meanwhile, since the database plans by the sizes of tables, and takes those of a
 * transaction that is still open for empty.
 * `sqls`: texts of the statements; questions that none of them asks are not worked out.
 */
export async function keepShared(
  session: Session,
  moment: string,
  sqls: readonly string[],
): Promise<SharedQuestions> {
  const literal = `${quoteLiteral(moment)}::TIMESTAMPTZ`;
  const present = await session.rows(
    `SELECT table_name FROM duckdb_tables()
     WHERE temporary AND starts_with(table_name, 'kept_') AND comment = $moment ORDER BY table_oid`,
    { moment },
  );
  const kept = present.map((row) => String(row['table_name']).slice('kept_'.length));
  const ready = new Set<string>();
  for (const spec of asked(sqls)) {
    if (kept.includes(spec.name)) {
      ready.add(spec.name);
      continue;
    }
    const table = `temp.main.kept_${spec.name}`;
    const answer = overlay(spec.sql);
    const body = spec.kept
      ? `SELECT * FROM ${table} WHERE CASE WHEN moment = ${literal} THEN true
           ELSE error('${spec.name} was worked out for another moment') END`
      : answer;
    // In this order, whatever ends it half-way leaves no macro, or a table without its comment: neither is taken for an answer.
    if (spec.kept) {
      await session.run(`DROP MACRO TABLE IF EXISTS temp.main.kept_${spec.name}`);
      await session.run(
        `CREATE OR REPLACE TEMP TABLE kept_${spec.name} AS ${answer.replace(/\bmoment\b/g, literal)}`,
      );
    }
    await session.run(
      `CREATE OR REPLACE TEMP MACRO kept_${spec.name}(${spec.parameters.join(', ')}) AS TABLE ${body}`,
    );
    if (spec.kept) {
      await session.run(`COMMENT ON TABLE ${table} IS ${quoteLiteral(moment)}`);
      kept.push(spec.name);
    }
    ready.add(spec.name);
  }
  session.rewriteWith((sql) =>
    sql.replace(OWN_MOMENT, (text, name: string) => (ready.has(name) ? `kept_${text}` : text)),
  );
  return { moment, kept };
}
