import { z } from 'zod';

const requirement = z.strictObject({
  id: z.string().min(1),
  /** Numbers of the same requirement in other editions. */
  also: z.array(z.string()).default([]),
  summary: z.string().min(1),
  procedures: z.array(z.string()).min(1),
});

const framework = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  edition: z.string().min(1),
  note: z.string().optional(),
  requirements: z.array(requirement).min(1),
});

/** A framework with those of its requirements that procedures serve, in our own words. */
export type Framework = z.infer<typeof framework>;
export type Requirement = z.infer<typeof requirement>;

/** Throws with the file's name on a mapping that does not follow the form. */
export function parseFramework(value: unknown, where: string): Framework {
  const result = framework.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new Error(`${where}: ${issue.path.join('.')}: ${issue.message}`);
}
