import type { RunStatus } from '#shared/model/vocabulary.ts';
import type { Found } from './found.ts';
import type { MissingInput } from './inputs.ts';
import type { ParamValue } from './kit/index.ts';
import type { Procedure } from './registry.ts';

/** What came of one procedure. Counts are null where the test was not made. `ms` is the time it took. */
export interface ProcedureRun {
  procedure: string;
  version: number;
  status: RunStatus;
  population: number | null;
  /** Findings with the outcome exception. */
  exceptions: number | null;
  /** Distinct subjects among them: the unit of the population, so that a share can be told. */
  failing: number | null;
  leads: number | null;
  indeterminate: number | null;
  ms: number;
  missing?: MissingInput[];
  message?: string;
}

export interface RunResult {
  run_id: string;
  /** As the user wrote it, or the day after the period. */
  as_of: string;
  period: { from: string; to: string };
  runs: ProcedureRun[];
}

/** A run with what it found, before it is written down. */
export interface RunRecord {
  procedure: Procedure;
  params: Record<string, ParamValue>;
  run: ProcedureRun;
  found: Found;
}
