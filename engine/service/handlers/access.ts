import { sodMatrix, whyAccess } from '#engine/access/index.ts';
import type { Handlers } from '../context.ts';

type Area = 'access.why' | 'sod.matrix';

export const accessHandlers: Pick<Handlers, Area> = {
  'access.why': async (context, params) => whyAccess(context.engagement, params),
  'sod.matrix': async (context, params) => sodMatrix(context.engagement, params),
};
