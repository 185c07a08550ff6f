import type { ParsedParams, Result } from '#shared/contract/methods.ts';
import {
  type DrawnSample,
  drawnSample,
  type ItemResult,
  itemResult,
  type SampleView,
} from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import type { Engagement } from '#engine/engagement/index.ts';
import { stored } from '#engine/engagement/stored.ts';
import type { Session } from '#engine/store/index.ts';
import { requireAttachments } from './attachments.ts';
import type { Author } from './identity.ts';
import { withdrawConclusions } from './withdraw.ts';

/** All samples with their results, in the order in which they were drawn. */
export async function allSamples(session: Session): Promise<SampleView[]> {
  const samples = await session.rows('SELECT sample FROM work.samples ORDER BY position');
  const results = await session.rows('SELECT sample_id, result FROM work.sample_results');
  return samples.map((row) => {
    const sample = stored(drawnSample, row['sample'], 'a sample');
    const own = results
      .filter((one) => one['sample_id'] === sample.sample_id)
      .map((one) => stored(itemResult, one['result'], 'the result of an item'));
    return { sample, results: inOrder(sample, own) };
  });
}

/** By item as drawn, then by attribute as listed. */
function inOrder({ items, attributes }: DrawnSample, results: readonly ItemResult[]): ItemResult[] {
  const place = new Map(items.map(({ key }, i) => [key, i]));
  const column = new Map(attributes.map(({ id }, i) => [id, i]));
  return [...results].sort(
    (a, b) => place.get(a.key)! - place.get(b.key)! || column.get(a.attribute)! - column.get(b.attribute)!,
  );
}

/** Throws NOT_FOUND. */
export async function requireSample(session: Session, id: string): Promise<SampleView> {
  const samples = await allSamples(session);
  const found = samples.find(({ sample }) => sample.sample_id === id);
  if (found !== undefined) return found;
  throw new TickmarkError('NOT_FOUND', `there is no sample ${id}`, {
    hint:
      samples.length === 0
        ? 'None was drawn.'
        : `There is: ${samples.map(({ sample }) => sample.sample_id).join(', ')}.`,
  });
}

export function summaryOf({ sample, results }: SampleView): Result<'sampling.list'>['samples'][number] {
  const { sample_id, title, method, count, items, attributes } = sample;
  return {
    sample_id,
    title,
    method,
    count,
    size: items.length,
    attributes: attributes.length,
    recorded: results.length,
    deviations: results.filter(({ result }) => result === 'deviation').length,
  };
}

type Given = ParsedParams<'sampling.record'>['results'][number];

function resultOf({ sample }: SampleView, given: Given, author: Author): ItemResult {
  const { sample_id, attributes, items, method } = sample;
  const attribute = given.attribute ?? (attributes.length === 1 ? attributes[0]!.id : undefined);
  const named = attributes.map(({ id }) => id).join(', ');
  if (attribute === undefined)
    throw new TickmarkError('BAD_ARGUMENT', `${sample_id} tests several attributes`, {
      hint: `Name one of ${named}.`,
    });
  if (!attributes.some(({ id }) => id === attribute))
    throw new TickmarkError('NOT_FOUND', `${sample_id} has no attribute ${attribute}`, {
      hint: `It has: ${named}.`,
    });
  const item = items.find(({ key }) => key === given.key);
  if (item === undefined)
    throw new TickmarkError('NOT_FOUND', `${sample_id} has no item "${given.key}"`, {
      hint: 'Nothing was recorded. Only items that were drawn can be tested.',
    });
  if (given.audited !== undefined && (method !== 'monetary' || given.result === 'not_applicable'))
    throw new TickmarkError(
      'BAD_ARGUMENT',
      'an audited value is that of a tested item of a monetary sample',
      {
        hint: 'Leave it out.',
      },
    );
  if (
    given.result === 'pass' &&
    given.audited !== undefined &&
    BigInt(given.audited) !== BigInt(item.weight!)
  )
    throw new TickmarkError(
      'BAD_ARGUMENT',
      `"${given.key}" is recorded with ${item.weight}: an audited value of ${given.audited} is no pass`,
      { hint: 'Record it as a deviation; the limit then counts the difference. Nothing was recorded.' },
    );
  return {
    key: given.key,
    attribute,
    result: given.result,
    note: given.note ?? null,
    tick_mark: given.tick_mark ?? null,
    attachments: [...new Set(given.attachments ?? [])].sort(),
    audited: given.audited ?? null,
    ...author,
  };
}

/**
 * Records results of items; those that were there stay in the journal. Where they come out differently, conclusions on
 * controls that rested on them fall. Throws NOT_FOUND, BAD_ARGUMENT.
 */
export async function recordResults(
  engagement: Engagement,
  sampleId: string,
  given: readonly Given[],
  author: Author,
): Promise<SampleView> {
  return engagement.change('sample_recorded', async (session) => {
    const view = await requireSample(session, sampleId);
    const results = given.map((one) => resultOf(view, one, author));
    await requireAttachments(
      session,
      results.flatMap(({ attachments }) => attachments),
    );
    for (const result of results) {
      await session.run(
        `INSERT INTO work.sample_results VALUES ($id, $key, $attribute, $result)
         ON CONFLICT (sample_id, item_key, attribute) DO UPDATE SET result = excluded.result`,
        { id: sampleId, key: result.key, attribute: result.attribute, result: JSON.stringify(result) },
      );
    }
    const before = view.results.filter((old) =>
      results.some(({ key, attribute }) => key === old.key && attribute === old.attribute),
    );
    const differ = results.some((now) => {
      const was = before.find(({ key, attribute }) => key === now.key && attribute === now.attribute);
      return was?.result !== now.result || was.audited !== now.audited;
    });
    const withdrawn = differ ? await withdrawConclusions(session, sampleId) : [];
    return {
      value: await requireSample(session, sampleId),
      details: { sample_id: sampleId, results, before, ...(withdrawn.length > 0 ? { withdrawn } : {}) },
    };
  });
}
