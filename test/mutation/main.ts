import { listProcedures } from '#engine/runner/index.ts';
import { checkProcedure } from './check.ts';

/** `npm run mutation [-- id …]`: which conditions of the SQL procedures no case would miss. Exit code 1 if there are any. */
async function main(wanted: readonly string[]): Promise<number> {
  const procedures = listProcedures().filter(
    ({ meta, sql }) => sql !== null && (wanted.length === 0 || wanted.includes(meta.id)),
  );
  let mutants = 0;
  let survivors = 0;
  for (const procedure of procedures) {
    const checked = await checkProcedure(procedure);
    mutants += checked.mutants;
    survivors += checked.survivors.length;
    console.log(`${checked.id}: ${checked.mutants} conditions, ${checked.survivors.length} not missed`);
    for (const part of checked.unchecked)
      console.log(`  not checked: ${part} (the parser writes it back otherwise)`);
    for (const where of checked.survivors) console.log(`  ${where}`);
  }
  console.log(`${procedures.length} procedures, ${mutants} conditions, ${survivors} that no case misses`);
  return survivors === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
