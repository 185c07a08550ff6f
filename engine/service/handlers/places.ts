import { addPlaces, listPlaces, removePlaces } from '#engine/runner/index.ts';
import type { Handlers } from '../context.ts';

type Area = 'places.list' | 'places.add' | 'places.remove';

export const placeHandlers: Pick<Handlers, Area> = {
  'places.list': async ({ deps }) => ({ databases: await listPlaces(deps.placesDir) }),
  'places.add': ({ deps }, { file }) => addPlaces(deps.placesDir, file),
  'places.remove': async ({ deps }, { sha256 }) => {
    await removePlaces(deps.placesDir, sha256);
    return {};
  },
};
