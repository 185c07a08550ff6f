import { readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { Procedure } from '#engine/runner/index.ts';
import type { Session } from '#engine/store/index.ts';
import { loadCase } from '../../engine/procedures/case-file.ts';
import { withCase } from '../../engine/procedures/case-run.ts';
import { sideBySide } from '../../engine/procedures/case-shown.ts';
import { withPrepared } from '../../engine/procedures/case-store.ts';
import { mutantsOf } from './mutants.ts';

const PROCEDURES = fileURLToPath(new URL('../../engine/procedures/', import.meta.url));

export interface Checked {
  id: string;
  /** Conditions taken out, one at a time. */
  mutants: number;
  /** Conditions without which every case still gives what it should. */
  survivors: string[];
  /** Statements that the parser does not write back with the same meaning: they cannot be checked this way. */
  unchecked: string[];
}

interface Variant {
  where: string;
  procedure: Procedure;
}

async function variantsOf(
  session: Session,
  procedure: Procedure,
): Promise<{ unchanged: Variant[]; mutants: Variant[] }> {
  const unchanged: Variant[] = [];
  const mutants: Variant[] = [];
  for (const part of ['sql', 'population'] as const) {
    const sql = procedure[part];
    if (sql === null) continue;
    const found = await mutantsOf(session, sql);
    unchanged.push({ where: part, procedure: { ...procedure, [part]: found.unchanged } });
    for (const mutant of found.mutants)
      mutants.push({ where: `${part}: ${mutant.where}`, procedure: { ...procedure, [part]: mutant.sql } });
  }
  return { unchanged, mutants };
}

/** Takes each condition out of a SQL procedure and tells those that no case misses. */
export async function checkProcedure(procedure: Procedure): Promise<Checked> {
  const { id } = procedure.meta;
  const { unchanged, mutants } = await withPrepared('UTC', (store) =>
    store.use((session) => variantsOf(session, procedure)),
  );
  const folder = `${PROCEDURES}${id.replace('.', '/')}/cases/`;
  const unchecked = new Set<string>();
  let alive = mutants;
  for (const name of readdirSync(folder).sort()) {
    const { input, expected } = loadCase(folder + name);
    if (expected.status === 'missing_input') continue;
    await withCase(input, async (run) => {
      const holds = async (variant: Variant): Promise<boolean> => {
        const result = await run(variant.procedure, expected.passes !== undefined);
        try {
          const { actual, expected: stated } = sideBySide(result, expected);
          return isDeepStrictEqual(actual, stated);
        } catch {
          // Rows that cannot even be shown are not the expected ones.
          return false;
        }
      };
      for (const variant of unchanged) if (!(await holds(variant))) unchecked.add(variant.where);
      const survivors: Variant[] = [];
      for (const variant of alive) if (await holds(variant)) survivors.push(variant);
      alive = survivors;
    });
  }
  return {
    id,
    mutants: mutants.length,
    survivors: alive.map(({ where }) => where),
    unchecked: [...unchecked],
  };
}
