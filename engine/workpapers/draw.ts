import { createHash, randomBytes } from 'node:crypto';
import type { ParsedParams } from '#shared/contract/methods.ts';
import type {
  DrawnSample,
  MethodologyUse,
  SampleItem,
  SamplePlan,
} from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import {
  allocate,
  attributeSize,
  drawMonetary,
  drawRandom,
  monetarySize,
  rankOf,
} from '#engine/analysis/index.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import type { Session } from '#engine/store/index.ts';
import type { Author } from './identity.ts';
import { allMethodologies, requireMethodology, stepOf } from './methodologies.ts';
import {
  candidates,
  fixPopulation,
  type Grounds,
  holdPopulation,
  type Population,
  releasePopulation,
  valuesOf,
  weights,
} from './population.ts';

type Request = ParsedParams<'sampling.draw'>;
type Drawn = Pick<DrawnSample, 'interval' | 'start' | 'strata'> & { items: { key: string; hits: number }[] };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const bad = (message: string, hint: string) => new TickmarkError('BAD_ARGUMENT', message, { hint });

function requireFit({ method, stratum, weight, size, plan, methodology }: Request): void {
  if ((method === 'stratified') !== (stratum !== undefined))
    throw bad(
      'a stratum is named for a stratified sample, and only for it',
      'Name the column, or another method.',
    );
  if ((method === 'monetary') !== (weight !== undefined))
    throw bad(
      'a weight is named for a monetary sample, and only for it',
      'Name the column, or another method.',
    );
  if (method !== 'monetary' && plan !== undefined && (plan.tolerable >= 1 || plan.expected >= plan.tolerable))
    throw bad('the tolerable rate lies between the expected one and 1', 'Write 5 % as 0.05.');
  if (method === 'monetary' && methodology !== undefined)
    throw bad('a ladder counts items, a monetary sample draws units', 'Name a plan or a size instead.');
  if (methodology !== undefined) return;
  const computed = plan !== undefined && (method === 'attribute' || method === 'monetary');
  if (size === undefined && !computed)
    throw bad('the size is missing', 'Name it; "sample size" computes one with exact limits.');
}

/** The step that the size rests on, and the size. Throws BAD_ARGUMENT for fewer items than it asks for. */
async function withLadder(
  session: Session,
  request: Request,
): Promise<{ request: Request; ladder: MethodologyUse | null }> {
  const { methodology, size } = request;
  if (methodology === undefined) return { request, ladder: null };
  const found = requireMethodology(await allMethodologies(session), methodology.id);
  const ladder = stepOf(found, methodology.frequency);
  if (size !== undefined && size < ladder.least)
    throw bad(
      `${ladder.id} asks for at least ${ladder.least} items where a control operates "${ladder.frequency}"`,
      `Draw ${ladder.least} to ${ladder.most}, or draw without naming the methodology.`,
    );
  return { request: { ...request, size: size ?? ladder.most }, ladder };
}

function sizeFrom(plan: SamplePlan, population: number): number {
  const { risk, tolerable, expected } = plan;
  // No sample below the whole population shows it: then every item is taken.
  return attributeSize({ risk, tolerable, expected, population })?.size ?? population;
}

async function drawMoney(
  session: Session,
  { size, plan }: Request,
  seed: string,
  total: bigint,
): Promise<Drawn> {
  const interval =
    size === undefined
      ? BigInt(monetarySize({ ...plan!, value: Number(total), expected: Math.ceil(plan!.expected) }).interval)
      : total / BigInt(size) || 1n;
  const { start, hits } = drawMonetary(await weights(session), interval, seed, sha256);
  return {
    interval: String(interval),
    start: String(start),
    strata: [],
    items: hits.map(({ item, hits: count }) => ({ key: item.key, hits: count })),
  };
}

async function drawItems(
  session: Session,
  request: Request,
  seed: string,
  population: Population,
): Promise<Drawn> {
  const { count, strata, totalWeight } = population;
  if (request.method === 'monetary') return drawMoney(session, request, seed, totalWeight!);
  const size = Math.min(request.size ?? sizeFrom(request.plan!, count), count);
  const found = await candidates(session, seed, size);
  const once = (items: readonly { key: string }[]) => items.map(({ key }) => ({ key, hits: 1 }));
  if (request.method !== 'stratified')
    return { interval: null, start: null, strata: [], items: once(drawRandom(found, size, seed, sha256)) };
  const given = allocate(strata, size);
  return {
    interval: null,
    start: null,
    strata: [...given].map(([stratum, drawn]) => ({ stratum, count: strata.get(stratum)!, drawn })),
    items: [...given].flatMap(([name, drawn]) =>
      once(
        drawRandom(
          found.filter(({ stratum }) => stratum === name),
          drawn,
          seed,
          sha256,
        ),
      ),
    ),
  };
}

async function compose(
  session: Session,
  asked: Request,
  grounds: Grounds,
  author: Author,
): Promise<Omit<DrawnSample, 'sample_id'>> {
  const { request, ladder } = await withLadder(session, asked);
  const { title, method, plan, stratum, weight } = request;
  const source = await fixPopulation(session, request.population);
  const seed = request.seed ?? randomBytes(8).toString('hex');
  const population = await holdPopulation(session, {
    population: source,
    grounds,
    key: request.key,
    stratum,
    weight,
  });
  if (population.count === 0) throw bad('the population has no rows', 'There is nothing to draw from.');
  if (population.totalWeight === 0n) throw bad('all weights are 0', 'There is no unit to draw.');
  const { items, ...drawn } = await drawItems(session, request, seed, population);
  const rows = await valuesOf(
    session,
    items.map(({ key }) => key),
  );
  return {
    title,
    population: source,
    key: population.key,
    method,
    seed,
    seed_by: request.seed === undefined ? 'host' : 'auditor',
    size: request.size ?? null,
    plan: plan ?? null,
    methodology: ladder,
    stratum: stratum ?? null,
    weight: weight ?? null,
    attributes: request.attributes ?? [{ id: 'A', title }],
    count: population.count,
    digest: population.digest,
    total_weight: population.totalWeight === null ? null : String(population.totalWeight),
    ...drawn,
    drawn_by: author.by,
    drawn_at: author.at,
    items: items.map(({ key, hits }): SampleItem => {
      const { '#key': _key, '#stratum': group, '#weight': units, ...values } = rows.get(key)!;
      return {
        key,
        rank: rankOf(seed, key, sha256),
        stratum: group === null ? null : String(group),
        weight: units === null ? null : String(units),
        hits,
        values,
      };
    }),
  };
}

/**
 * Draws a recorded sample again, from what the engagement holds now; keeps nothing. The size that a methodology gave is
 * recorded, so the methodology itself is not asked. Throws as drawing does.
 */
export function drawAgain(
  engagement: Engagement,
  { title, population, key, method, seed, size, plan, stratum, weight, attributes }: DrawnSample,
): Promise<Omit<DrawnSample, 'sample_id'>> {
  const request: Request = {
    title,
    population,
    key,
    method,
    seed,
    attributes,
    ...(size === null ? {} : { size }),
    ...(plan === null ? {} : { plan }),
    ...(stratum === null ? {} : { stratum }),
    ...(weight === null ? {} : { weight }),
  };
  requireFit(request);
  return held(engagement, request, { by: '', at: '' });
}

async function held(
  engagement: Engagement,
  request: Request,
  author: Author,
): Promise<Omit<DrawnSample, 'sample_id'>> {
  return engagement.store.use(async (session) => {
    try {
      return await compose(session, request, engagement, author);
    } finally {
      await releasePopulation(session);
    }
  });
}

/**
 * Draws a sample and keeps it; nothing of it can be changed afterwards. Anybody can draw it again with `sha256sum` and
 * `sort`: see engine/workpapers/README.md. Throws BAD_ARGUMENT, NOT_FOUND and what the guard of SQL throws.
 */
export async function drawSample(engagement: Engagement, request: Request, author: Author): Promise<string> {
  requireFit(request);
  const ids = (request.attributes ?? []).map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw bad('two attributes have one id', 'Give each an id of its own.');
  const content = await held(engagement, request, author);
  return engagement.change('sample_drawn', async (session) => {
    const position = Number(await session.value('SELECT coalesce(max(position), 0) + 1 FROM work.samples'));
    const sample_id = `S${position}`;
    const sample: DrawnSample = { sample_id, ...content };
    await session.run('INSERT INTO work.samples VALUES ($sample_id, $position, $sample)', {
      sample_id,
      position,
      sample: JSON.stringify(sample),
    });
    const { items, ...definition } = sample;
    return { value: sample_id, details: { ...definition, items: items.map(({ key }) => key) } };
  });
}
