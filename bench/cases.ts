import type { BenchCase } from './case.ts';
import { chain } from './cases/chain.ts';
import { coverage } from './cases/coverage.ts';
import { forest } from './cases/forest.ts';
import { intakeCsv } from './cases/intake-csv.ts';
import { intakeNdjson } from './cases/intake-ndjson.ts';
import { logs } from './cases/logs.ts';
import { packageBuild, packageVerify } from './cases/package.ts';
import { packageEngagement } from './cases/package-engagement.ts';
import { redaction } from './cases/redaction.ts';
import { reportPdf } from './cases/report-pdf.ts';
import { windowFindings, windowQuery, windowScroll, windowStart } from './cases/window.ts';

export const cases: readonly BenchCase[] = [
  intakeCsv,
  intakeNdjson,
  chain,
  coverage,
  logs,
  packageBuild,
  packageVerify,
  packageEngagement,
  redaction,
  reportPdf,
  forest,
  windowStart,
  windowFindings,
  windowScroll,
  windowQuery,
];

/** Cases whose name is `only` or begins with it and a dash; all of them without `only`. */
export function chosenCases(only: string | undefined): BenchCase[] {
  return cases.filter(({ name }) => only === undefined || name === only || name.startsWith(`${only}-`));
}
