import type { TypedProcedure } from './kit/index.ts';

/** A procedure folder as the generated registry carries it. */
export interface ProcedureText {
  id: string;
  family: string;
  /** `procedure.sql` or `procedure.ts` as written. */
  source: string;
  population: string | null;
  readme: string;
  typed: TypedProcedure | null;
}
