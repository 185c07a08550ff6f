import * as z from 'zod/mini';
import { TickmarkError } from '../model/errors.ts';
import { type MethodName, type ParsedParams, methods } from './methods.ts';

export function isMethod(name: unknown): name is MethodName {
  return typeof name === 'string' && Object.hasOwn(methods, name);
}

/** Parameters with defaults filled in and unknown members left out. Throws BAD_ARGUMENT naming each fault. */
export function checkParams<M extends MethodName>(method: M, params: unknown): ParsedParams<M> {
  const parsed = z.safeParse(methods[method].params, params);
  if (parsed.success) return parsed.data as ParsedParams<M>;
  const faults = parsed.error.issues.map((issue) => {
    const where = issue.path.length === 0 ? 'the parameters' : issue.path.join('.');
    return `${where}: ${issue.message}`;
  });
  throw new TickmarkError('BAD_ARGUMENT', `${method} was called wrongly: ${faults.join('; ')}.`, {
    details: faults,
  });
}
