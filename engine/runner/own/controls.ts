import { type Control, controlsOf, listFrameworks } from '#engine/frameworks/index.ts';
import type { Procedure } from '../registry.ts';

/** Requirements that a procedure serves: as the frameworks state it, and for an own one as the auditor stated it. */
export function controlsServed({ meta, own }: Procedure): Control[] {
  if (own === null) return controlsOf(meta.id);
  return own.controls.flatMap(({ framework: id, requirement }) =>
    listFrameworks()
      .filter((framework) => framework.id === id)
      .flatMap(({ name, requirements }) =>
        requirements
          .filter((item) => item.id === requirement)
          .map(({ summary }) => ({ framework: name, requirement, summary })),
      ),
  );
}
