import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The parts of TopoJSON 1 that the file of countries uses: arcs are lists of steps on a grid. */
interface Topology {
  transform: { scale: Point; translate: Point };
  arcs: Point[][];
  objects: { countries: { geometries: Geometry[] } };
}
interface Geometry {
  /** ISO 3166-1 numeric; areas that no state's code covers have none. */
  id?: string;
  type: 'Polygon' | 'MultiPolygon';
  arcs: number[][] | number[][][];
  properties: { name: string };
}
type Point = [number, number];

const WIDTH = 960;
/** Degrees of latitude that are drawn: nobody logs in from Antarctica. */
const NORTH = 84;
const SOUTH = -57;
/** Pixels between two points of an outline, at least. */
const STEP = 1.4;
/** Islands smaller than this many square pixels are left out, unless nothing would be left of the country. */
const LEAST_AREA = 2;
const DRAWN_AREA = 12;

/** Places that the outlines count to another country, in degrees east and north. */
const APART: Readonly<Record<string, Point>> = {
  BQ: [-68.3, 12.2],
  BV: [3.4, -54.4],
  CC: [96.9, -12.1],
  CX: [105.7, -10.5],
  GF: [-53, 4],
  GI: [-5.35, 36.1],
  GP: [-61.6, 16.25],
  MQ: [-61, 14.65],
  RE: [55.5, -21.1],
  SJ: [16, 78],
  TK: [-171.8, -9.2],
  TV: [179.2, -8.5],
  UM: [166.6, 19.3],
  YT: [45.15, -12.8],
};

/** Equal Earth (Šavrič, Patterson, Jenny 2018): areas stay in proportion. */
function equalEarth([east, north]: Point): Point {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const root = Math.sqrt(3);
  const t = Math.asin((root / 2) * Math.sin((north * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 ** 3;
  const x =
    (2 * root * ((east * Math.PI) / 180) * Math.cos(t)) /
    (3 * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)));
  return [x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))];
}

const SCALE = WIDTH / 2 / equalEarth([180, 0])[0];
const TOP = equalEarth([0, NORTH])[1];
const HEIGHT = Math.round((TOP - equalEarth([0, SOUTH])[1]) * SCALE);

/** In pixels from the upper left. */
function place(point: Point): Point {
  const [x, y] = equalEarth(point);
  return [WIDTH / 2 + x * SCALE, (TOP - y) * SCALE];
}

/** A border is thinned out once for both its sides, so that they stay the same. */
function thin(points: Point[]): Point[] {
  let kept = points[0]!;
  return points.filter((point, i) => {
    const far = i === 0 || i === points.length - 1 || distance(place(kept), place(point)) >= STEP;
    if (far) kept = point;
    return far;
  });
}

const distance = ([a, b]: Point, [c, d]: Point): number => Math.hypot(a - c, b - d);

function arcsOf({ transform: { scale, translate }, arcs }: Topology): Point[][] {
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    return thin(
      arc.map(([dx, dy]) => {
        x += dx;
        y += dy;
        return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
      }),
    );
  });
}

/** Arcs joined to a ring; a negative number is an arc taken backwards. In degrees, east beyond 180 where it goes on. */
function ringOf(numbers: readonly number[], arcs: readonly Point[][]): Point[] {
  const points = numbers.flatMap((n) => (n < 0 ? arcs[~n]!.toReversed() : arcs[n]!).slice(1));
  let turn = 0;
  return points.map(([east, north], i) => {
    const before = points[i - 1]?.[0] ?? east;
    if (Math.abs(east - before) > 180) turn += east < before ? 360 : -360;
    return [east + turn, north];
  });
}

/** The part of a ring on one side of a meridian (Sutherland and Hodgman). */
function cut(ring: readonly Point[], meridian: number, side: 'west' | 'east'): Point[] {
  const inside = ([east]: Point): boolean => (side === 'west' ? east <= meridian : east >= meridian);
  return ring.flatMap((point, i): Point[] => {
    const before = ring.at(i - 1)!;
    if (inside(before) === inside(point)) return inside(point) ? [point] : [];
    const share = (meridian - before[0]) / (point[0] - before[0]);
    const crossing: Point = [meridian, before[1] + share * (point[1] - before[1])];
    return inside(point) ? [crossing, point] : [crossing];
  });
}

/** A ring that goes over the edge of the map comes back at the other side. */
function pieces(ring: readonly Point[]): Point[][] {
  const shift = (points: Point[], by: number): Point[] => points.map(([east, north]) => [east + by, north]);
  return [
    cut(cut(ring, 180, 'west'), -180, 'east'),
    shift(cut(ring, 180, 'east'), -360),
    shift(cut(ring, -180, 'west'), 360),
  ]
    .filter((points) => points.length > 2)
    .map((points) => points.map(place));
}

/** Twice the signed area, and the centre of mass. */
function measure(ring: readonly Point[]): { area: number; centre: Point } {
  let [twice, cx, cy] = [0, 0, 0];
  for (const [i, [x, y]] of ring.entries()) {
    const [nx, ny] = ring[(i + 1) % ring.length]!;
    const cross = x * ny - nx * y;
    twice += cross;
    cx += (x + nx) * cross;
    cy += (y + ny) * cross;
  }
  if (Math.abs(twice) < 1e-9) return { area: 0, centre: ring[0]! };
  return { area: Math.abs(twice / 2), centre: [cx / (3 * twice), cy / (3 * twice)] };
}

const tenths = (n: number): number => Math.round(n * 10);
const short = (n: number): string => String(tenths(n) / 10);

/** Each point as the step from the one before, in tenths: half the size of places in full. */
function pathOf(rings: readonly (readonly Point[])[]): string {
  return rings.map(ringPath).join('');
}

function ringPath(ring: readonly Point[]): string {
  let [x, y] = [0, 0];
  const steps = ring.map((point) => {
    const [nx, ny] = point.map(tenths) as Point;
    const step = `${short((nx - x) / 10)},${short((ny - y) / 10)}`;
    [x, y] = [nx, ny];
    return step;
  });
  return `M${steps[0]}l${steps.slice(1).join(' ')}Z`;
}

/** Outlines of the countries from Natural Earth's public domain map (1:50 million, package world-atlas). */
export function generateWorld(): { path: string; text: string } {
  const topology = require('world-atlas/countries-50m.json') as Topology;
  const codes = require('i18n-iso-countries/codes.json') as [string, string, string][];
  const alpha2 = new Map(codes.map(([two, , numeric]) => [numeric, two]));
  const arcs = arcsOf(topology);
  const lines: string[] = [];
  for (const { id, type, arcs: polygons, properties } of topology.objects.countries.geometries) {
    // Kosovo has no number; databases of addresses call it XK.
    const code =
      (id === undefined ? undefined : alpha2.get(id)) ?? (properties.name === 'Kosovo' ? 'XK' : '');
    if (code === 'AQ') continue;
    const parts = (type === 'Polygon' ? [polygons] : polygons) as number[][][];
    const rings = parts.flatMap((part) => part.flatMap((ring) => pieces(ringOf(ring, arcs))));
    const measured = rings.map((ring) => ({ ring, ...measure(ring) })).sort((a, b) => b.area - a.area);
    const [largest] = measured;
    if (!largest) continue;
    const drawn = measured.filter(({ area }, i) => i === 0 || area >= LEAST_AREA).map(({ ring }) => ring);
    const small = measured.reduce((sum, { area }) => sum + area, 0) < DRAWN_AREA;
    const [x, y] = largest.centre;
    lines.push(`  ['${code}', ${short(x)}, ${short(y)}, ${small}, '${pathOf(drawn)}'],`);
  }
  for (const [code, at] of Object.entries(APART)) {
    const [x, y] = place(at);
    lines.push(`  ['${code}', ${short(x)}, ${short(y)}, true, ''],`);
  }
  return {
    path: 'renderer/views/people/world/generated/outlines.ts',
    text: `/** Generated by scripts/generate/world.ts from Natural Earth (public domain). Equal Earth projection, in pixels. */
export const WIDTH = ${WIDTH};
export const HEIGHT = ${HEIGHT};

/** ISO 3166-1 alpha-2 ('' = none), its middle (x, y), whether it is too small to be seen, and its outline. */
export const OUTLINES: readonly (readonly [code: string, x: number, y: number, small: boolean, path: string])[] = [
${lines.sort().join('\n')}
];
`,
  };
}
