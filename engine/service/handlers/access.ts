import { logCountries, sodMatrix, whyAccess } from '#engine/access/index.ts';
import type { Handlers } from '../context.ts';

type Area = 'access.why' | 'access.countries' | 'sod.matrix';

export const accessHandlers: Pick<Handlers, Area> = {
  'access.why': async (context, params) => whyAccess(context.engagement, params),
  'access.countries': async (context, { use }) => logCountries(context.engagement, use),
  'sod.matrix': async (context, params) => sodMatrix(context.engagement, params),
};
