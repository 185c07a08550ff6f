import { line, percent, type Line } from './model.ts';

/** The client's targets, as shares of all grants. Compared strictly and unrounded. */
export interface Targets {
  coverage_above_percent: number;
  drift_below_percent: number;
  exceptions_below_percent: number;
}

const DEFAULTS: Targets = { coverage_above_percent: 90, drift_below_percent: 5, exceptions_below_percent: 5 };

/** Targets as the engagement sets them (`report.coverage.<name>`), else the usual ones. */
export function targetsOf(parameters: Readonly<Record<string, string | number | boolean>>): Targets {
  const value = (name: keyof Targets) => {
    const set = Number(parameters[`report.coverage.${name}`]);
    return Number.isFinite(set) && set >= 0 && set <= 100 ? set : DEFAULTS[name];
  };
  return {
    coverage_above_percent: value('coverage_above_percent'),
    drift_below_percent: value('drift_below_percent'),
    exceptions_below_percent: value('exceptions_below_percent'),
  };
}

export type KpiStatus = 'HEALTHY' | 'ATTENTION' | 'BREACH' | 'NO DATA';

/** BREACH when coverage or drift miss their target, ATTENTION when only the share of exceptions does. */
export function kpiStatus(
  counts: { grants: number; policy: number; exceptions: number; drift: number },
  targets: Targets,
): { status: KpiStatus; lines: Line[] } {
  const { grants, policy, exceptions, drift } = counts;
  if (grants === 0) return { status: 'NO DATA', lines: [line('Grants', 0)] };
  const coverageMet = policy * 100 > targets.coverage_above_percent * grants;
  const driftMet = drift * 100 < targets.drift_below_percent * grants;
  const exceptionsMet = exceptions * 100 < targets.exceptions_below_percent * grants;
  const of = (part: number, met: boolean, target: string) =>
    `${percent(part, grants, 1)}, target ${target}: ${met ? 'met' : 'missed'}`;
  return {
    status: !coverageMet || !driftMet ? 'BREACH' : exceptionsMet ? 'HEALTHY' : 'ATTENTION',
    lines: [
      line('Coverage by policy', of(policy, coverageMet, `> ${targets.coverage_above_percent}%`)),
      line('Drift', of(drift, driftMet, `< ${targets.drift_below_percent}%`)),
      line('Exceptions', of(exceptions, exceptionsMet, `< ${targets.exceptions_below_percent}%`)),
    ],
  };
}
