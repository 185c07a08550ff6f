import { dataPath, once, writeText } from '../data.ts';
import { trailLines } from './trail.ts';

export function trailFile(events: number): string {
  return dataPath(`trail-${events}.ndjson`);
}

export function prepareTrail(events: number): Promise<void> {
  return once(trailFile(events), (path) => writeText(path, trailLines(events)));
}
