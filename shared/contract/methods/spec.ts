import * as z from 'zod/mini';

/** Where a path among the parameters may come from: the host hands out grants, the engine sees real paths. */
export type PathUse = 'read' | 'write';

export interface MethodSpec {
  params: z.ZodMiniType;
  result: z.ZodMiniType;
  /** Parameters that are paths (or lists of paths) on the user's machine. */
  paths?: Readonly<Record<string, PathUse>>;
  /** Parameters that are passphrases, each with the parameter that names its key: a remembered one may stand in. */
  passphrases?: Readonly<Record<string, string>>;
  /** Reports progress and can be cancelled. */
  long?: true;
}

export const none = z.object({});
export const text = z.string().check(z.minLength(1));
export const count = z.number().check(z.int(), z.nonnegative());
