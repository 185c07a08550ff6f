import type { MacroSpec } from './macros/spec.ts';

const CALL = /\bmain\.([a-z_]+)\(moment\)/g;

/** Names of the macros that a macro asks for its own moment. */
export function asksOf(spec: MacroSpec, all: ReadonlyMap<string, MacroSpec>): string[] {
  return [...spec.sql.matchAll(CALL)].map((match) => match[1]!).filter((name) => all.has(name));
}

/** Macros that are kept, and those that stand on them. `specs` in the order of definition. */
export function standingOnKept(specs: readonly MacroSpec[]): ReadonlySet<string> {
  const all = new Map(specs.map((spec) => [spec.name, spec]));
  const found = new Set<string>();
  for (const spec of specs) {
    if (spec.kept || asksOf(spec, all).some((name) => found.has(name))) found.add(spec.name);
  }
  return found;
}

/** The text with the questions for its own moment led elsewhere. */
export function led(sql: string, wanted: (name: string) => string | undefined): string {
  return sql.replace(CALL, (call, name: string) => wanted(name) ?? call);
}

/**
 * The text of a macro as it is made in the schema: what it asks of others for its own moment stands before it, each question
 * once. As calls, DuckDB would write each question out at every place where it is asked, and the questions under it again.
 */
export function composed(spec: MacroSpec, specs: readonly MacroSpec[]): string {
  const all = new Map(specs.map((one) => [one.name, one]));
  const dear = standingOnKept(specs);
  const wanted = new Set<string>();
  const want = (name: string): void => {
    if (!dear.has(name) || wanted.has(name)) return;
    wanted.add(name);
    asksOf(all.get(name)!, all).forEach(want);
  };
  asksOf(spec, all).forEach(want);
  if (wanted.size === 0) return spec.sql;
  const name = (inner: string) => (wanted.has(inner) ? `q_${inner}` : undefined);
  const parts = specs
    .filter((one) => wanted.has(one.name))
    .map((one) => `q_${one.name} AS ${one.kept ? 'MATERIALIZED ' : ''}(${led(one.sql, name)})`);
  return `WITH ${parts.join(', ')} SELECT * FROM (${led(spec.sql, name)})`;
}
