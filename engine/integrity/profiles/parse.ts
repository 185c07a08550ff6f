import { parse as parseYaml } from 'yaml';
import { TickmarkError } from '#shared/model/errors.ts';
import { type Profile, profileSchema } from './schema.ts';

/**
 * Reads a hash-chain profile from YAML text (closed schema, see schema.ts).
 * Throws PROFILE_INVALID with the place of each mistake.
 */
export function parseProfile(yaml: string): Profile {
  let value: unknown;
  try {
    value = parseYaml(yaml, { maxAliasCount: 20 });
  } catch (error) {
    throw new TickmarkError(
      'PROFILE_INVALID',
      `The profile is not YAML: ${(error as Error).message.split('\n')[0]}`,
    );
  }
  const checked = profileSchema.safeParse(value);
  if (!checked.success) {
    const mistakes = checked.error.issues.map(
      (issue) => `${issue.path.join('.') || 'profile'}: ${issue.message}`,
    );
    throw new TickmarkError(
      'PROFILE_INVALID',
      `The profile does not follow the schema: ${mistakes.join('; ')}`,
      {
        hint: 'Compare it with the profiles listed by the documentation of integrity.',
        details: mistakes,
      },
    );
  }
  const { content, link, fields } = checked.data;
  if (content.form === 'delimited' && content.only === undefined) {
    throw new TickmarkError(
      'PROFILE_INVALID',
      'content.only: a delimited content needs the list of its fields',
    );
  }
  if (content.form === 'raw' && content.take === undefined && fields.hash !== undefined) {
    throw new TickmarkError('PROFILE_INVALID', 'content.take: a raw line cannot hold the digest of itself');
  }
  if (link.position === 'envelope' && (content.form === 'raw' || content.form === 'delimited')) {
    throw new TickmarkError('PROFILE_INVALID', 'link.position: an envelope needs a JSON form');
  }
  return checked.data;
}
