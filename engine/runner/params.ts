import { TickmarkError } from '#shared/model/errors.ts';
import type { ParamSpec, ParamValue } from './kit/index.ts';
import { nearest } from './nearest.ts';
import type { Procedure } from './registry.ts';

export type Overrides = Readonly<Record<string, ParamValue>>;

/** Set to true to leave a procedure out: its run then has the status not_run. */
export const OFF = 'off';

function invalid(key: string, message: string, hint: string): TickmarkError {
  return new TickmarkError('PARAMETER_INVALID', `${key}: ${message}`, { hint });
}

function range(spec: ParamSpec): string {
  if (spec.pattern !== undefined) return `a text of the form ${spec.pattern}`;
  if (spec.type === 'boolean') return 'true or false';
  return `${spec.type === 'integer' ? 'a whole number' : 'a number'} from ${spec.min} to ${spec.max} (${spec.unit})`;
}

function parseBoolean(value: ParamValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : undefined;
}

function parseNumber(value: ParamValue, integer: boolean): number | undefined {
  const text = String(value).trim();
  if (typeof value === 'boolean' || !/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  return integer && !Number.isSafeInteger(number) ? undefined : number;
}

/** A value as given (perhaps as text) → the value to bind. Throws PARAMETER_INVALID. */
export function parseParam(key: string, spec: ParamSpec, value: ParamValue): ParamValue {
  const refuse = (): never => {
    throw invalid(key, `"${value}" is not allowed`, `Give ${range(spec)}.`);
  };
  if (spec.type === 'boolean') return parseBoolean(value) ?? refuse();
  if (spec.type === 'text') {
    const text = String(value);
    return new RegExp(`^(?:${spec.pattern ?? '.*'})$`, 'u').test(text) ? text : refuse();
  }
  const number = parseNumber(value, spec.type === 'integer');
  if (number === undefined || number < spec.min! || number > spec.max!) return refuse();
  return number;
}

/** Refuses keys that name no procedure or no parameter, whether or not the procedure is run. */
export function checkKeys(procedures: readonly Procedure[], overrides: Overrides): void {
  const known = procedures.flatMap(({ meta }) =>
    [...Object.keys(meta.params), OFF].map((name) => `${meta.id}.${name}`),
  );
  const names = new Set(known);
  for (const key of Object.keys(overrides)) {
    if (!names.has(key))
      throw invalid(key, 'no such parameter', `Nearest: ${nearest(key, known).join(', ')}.`);
  }
}

/** Values of all parameters of a procedure: call over engagement over default. Throws PARAMETER_INVALID. */
export function resolveParams(
  procedure: Procedure,
  engagement: Overrides,
  call: Overrides,
): Record<string, ParamValue> {
  const { id, params } = procedure.meta;
  return Object.fromEntries(
    Object.entries(params).map(([name, spec]) => {
      const key = `${id}.${name}`;
      return [name, parseParam(key, spec, call[key] ?? engagement[key] ?? spec.default)];
    }),
  );
}

export function isOff(procedure: Procedure, engagement: Overrides, call: Overrides): boolean {
  const key = `${procedure.meta.id}.${OFF}`;
  const value = call[key] ?? engagement[key] ?? false;
  const off = parseBoolean(value);
  if (off === undefined) throw invalid(key, `"${value}" is not allowed`, 'Give true or false.');
  return off;
}
