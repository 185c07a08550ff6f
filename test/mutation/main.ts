import { findProcedure, listProcedures } from '#engine/runner/index.ts';
import { checkProcedure } from './check.ts';
import { EXEMPT, withoutExempt } from './exempt.ts';

/**
 * `npm run mutation [-- id …]`: which conditions of the SQL procedures no case would miss. Exit code 1 if there are any, if a
 * statement cannot be checked, or if the list of exempt conditions is out of date.
 */
async function main(wanted: readonly string[]): Promise<number> {
  const chosen = wanted.length === 0 ? listProcedures() : wanted.map(findProcedure);
  const procedures = chosen.filter(({ sql }) => sql !== null);
  const totals = { conditions: 0, open: 0, exempt: 0, stale: 0, unchecked: 0 };
  for (const procedure of procedures) {
    const { id, mutants, survivors, unchecked } = await checkProcedure(procedure);
    const { open, exempt, stale } = withoutExempt(id, survivors);
    totals.conditions += mutants;
    totals.open += open.length;
    totals.exempt += exempt.length;
    totals.stale += stale.length;
    totals.unchecked += unchecked.length;
    console.log(`${id}: ${mutants} conditions, ${open.length} not missed`);
    for (const part of unchecked) console.log(`  not checked: ${part} (the parser writes it back otherwise)`);
    for (const where of open) console.log(`  ${where}`);
    for (const { where, reason } of exempt) console.log(`  exempt: ${where}. ${reason}`);
    for (const { where } of stale) console.log(`  listed as exempt, and a case misses it: ${where}`);
  }
  const known = new Set(listProcedures().map(({ meta }) => meta.id));
  for (const { procedure } of EXEMPT.filter((entry) => !known.has(entry.procedure))) {
    totals.stale += 1;
    console.log(`listed as exempt, and there is no such procedure: ${procedure}`);
  }
  console.log(
    `${procedures.length} procedures, ${totals.conditions} conditions, ${totals.open} that no case misses; ${totals.exempt} exempt, ${totals.stale} listed wrongly, ${totals.unchecked} statements not checked`,
  );
  return totals.open + totals.stale + totals.unchecked === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
