import type { ParamSpec } from './kit/index.ts';
import { SHIPPED } from './own/catalogue.ts';
import { checkKeys, OFF, type Overrides, parseParam } from './params.ts';

/**
 * Overrides that an engagement begins with → the same, each of the type that its parameter has. Throws
 * PARAMETER_INVALID for what names no parameter of a procedure, and for a value out of its range.
 */
export function checkOverrides(overrides: Overrides): Overrides {
  const procedures = SHIPPED.list();
  checkKeys(procedures, overrides);
  const specs = new Map<string, ParamSpec>(
    procedures.flatMap(({ meta }) => [
      ...Object.entries(meta.params).map(([name, spec]) => [`${meta.id}.${name}`, spec] as const),
      [`${meta.id}.${OFF}`, { type: 'boolean', unit: '', doc: '', default: false } as const] as const,
    ]),
  );
  return Object.fromEntries(
    Object.entries(overrides).map(([key, value]) => [key, parseParam(key, specs.get(key)!, value)]),
  );
}
