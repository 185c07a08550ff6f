import { TickmarkError } from '#shared/model/errors.ts';
import type { WorkOptions } from '#engine/engagement/index.ts';

/** Between two steps of building a package. Throws CANCELLED. */
export function stopIfCancelled({ signal }: WorkOptions): void {
  if (signal?.aborted) throw new TickmarkError('CANCELLED', 'The package was not written');
}
