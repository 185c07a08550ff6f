import type { RunStatus } from '#shared/model/vocabulary.ts';
import type { Session } from '#engine/store/index.ts';
import { engagementProcedures } from '#engine/runner/index.ts';
import { listFrameworks } from './index.ts';

/** What the latest runs say of a requirement; the gravest first. Never that it is met. */
export const REQUIREMENT_STATUSES = ['exceptions', 'not_concluded', 'no_exceptions', 'not_tested'] as const;
export type RequirementStatus = (typeof REQUIREMENT_STATUSES)[number];

export interface CoveredProcedure {
  procedure: string;
  status: RunStatus;
  /** Ran to its end over somebody or something: only then "no exceptions" means anything. */
  concluded: boolean;
  population: number | null;
  failing: number | null;
}

export interface CoveredFramework {
  id: string;
  name: string;
  edition: string;
  requirements: {
    id: string;
    also: string[];
    summary: string;
    status: RequirementStatus;
    procedures: CoveredProcedure[];
  }[];
}

/** Every requirement of every framework with its procedures and how their latest runs ended. */
export async function frameworkCoverage(session: Session): Promise<CoveredFramework[]> {
  const runs = new Map(
    (await session.rows('SELECT procedure, status, population, failing FROM current_runs()')).map((row) => [
      String(row['procedure']),
      row,
    ]),
  );
  const covered = (procedure: string): CoveredProcedure => {
    const run = runs.get(procedure);
    const number = (name: string) => (run?.[name] == null ? null : Number(run[name]));
    const status = (run?.['status'] ?? 'not_run') as RunStatus;
    const population = number('population');
    return {
      procedure,
      status,
      concluded: status === 'completed' && (population ?? 0) > 0,
      population,
      failing: number('failing'),
    };
  };
  const procedures = await engagementProcedures(session);
  return listFrameworks().map(({ id, name, edition, requirements }) => ({
    id,
    name,
    edition,
    requirements: requirements.map((requirement) => {
      const own = procedures.serving(id, requirement.id);
      const serving = [...requirement.procedures, ...own].map(covered);
      const { also, summary } = requirement;
      return {
        id: requirement.id,
        also,
        summary,
        status: requirementStatus(serving),
        procedures: serving,
      };
    }),
  }));
}

function requirementStatus(procedures: readonly CoveredProcedure[]): RequirementStatus {
  if (procedures.some(({ concluded, failing }) => concluded && (failing ?? 0) > 0)) return 'exceptions';
  if (!procedures.some(({ concluded }) => concluded)) return 'not_tested';
  return procedures.every(({ concluded }) => concluded) ? 'no_exceptions' : 'not_concluded';
}
