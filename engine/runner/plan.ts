import { TickmarkError } from '#shared/model/errors.ts';
import type { ParamValue } from './kit/index.ts';
import type { Catalogue } from './own/catalogue.ts';
import { checkKeys, isOff, OFF, type Overrides, resolveParams } from './params.ts';
import type { Procedure } from './registry.ts';

export interface PlanOptions {
  /** Ids; without them all procedures run. */
  procedures?: readonly string[];
  /** `procedure-id.name` → value; beats the engagement's own. */
  params?: Overrides;
}

/** One procedure as it is to run. */
export interface Planned {
  procedure: Procedure;
  params: Record<string, ParamValue>;
  off: boolean;
}

/** Overrides of own procedures that were removed or changed since say nothing any more. */
function withoutRemoved(engagement: Overrides, procedures: Catalogue): Overrides {
  const names = new Set(
    procedures
      .list()
      .flatMap(({ meta }) => [OFF, ...Object.keys(meta.params)].map((name) => `${meta.id}.${name}`)),
  );
  return Object.fromEntries(
    Object.entries(engagement).filter(([key]) => !key.startsWith('own.') || names.has(key)),
  );
}

/** Why these procedures cannot be run with these parameters, or null. */
export function planProblem(procedures: Catalogue, options: PlanOptions): string | null {
  try {
    planned(procedures, options, {});
    return null;
  } catch (error) {
    if (error instanceof TickmarkError) return error.message;
    throw error;
  }
}

/**
 * What is to run, in the order of the list. Throws PROCEDURE_UNKNOWN and PARAMETER_INVALID.
 * `engagement`: parameters that the engagement overrides.
 */
export function planned(procedures: Catalogue, options: PlanOptions, engagement: Overrides): Planned[] {
  const call = options.params ?? {};
  checkKeys(procedures.list(), withoutRemoved(engagement, procedures));
  checkKeys(procedures.list(), call);
  return selected(procedures, options.procedures).map((procedure) => ({
    procedure,
    params: resolveParams(procedure, engagement, call),
    off: isOff(procedure, engagement, call),
  }));
}

function selected(procedures: Catalogue, ids: readonly string[] | undefined): readonly Procedure[] {
  if (ids === undefined || ids.length === 0) return procedures.list();
  const chosen = new Set(ids.map((id) => procedures.find(id)));
  return procedures.list().filter((procedure) => chosen.has(procedure));
}
