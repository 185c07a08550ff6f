import type { LineForm as StatedForm } from '#shared/contract/intake-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { type LineForm, lineFormSchema } from '../text/line-form.ts';

/** How lines come apart, as stated; undefined = nothing was. Throws MAPPING_INVALID with what is wrong. */
export function requireForm(stated: StatedForm | undefined): LineForm {
  const hint = 'State one of a pattern with named groups, places of characters, or a delimiter with names.';
  if (stated === undefined) {
    throw new TickmarkError(
      'MAPPING_INVALID',
      'the file is kept line by line: say how its lines come apart',
      {
        hint,
      },
    );
  }
  const form = lineFormSchema.safeParse(stated);
  if (form.success) return form.data;
  const faults = form.error.issues.map(({ message }) => message).join('; ');
  throw new TickmarkError('MAPPING_INVALID', faults, { hint });
}
