import type { ParsedParams } from '#shared/contract/methods.ts';
import type { Methodology, SampleSizeView } from '#shared/contract/sampling-schemas.ts';
import { counted } from './counted.ts';
import { requireMethodology, stepOf } from './methodologies.ts';
import { attributeSize, monetarySize, upperCount, upperRate } from '#engine/analysis/index.ts';

type Request = ParsedParams<'sampling.size'>;

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Exact upper limit of the rate: hypergeometric where the population is known, else binomial. */
export function exactLimit(deviations: number, size: number, risk: number, population?: number): number {
  return population === undefined
    ? upperRate(deviations, size, risk)
    : upperCount(deviations, size, population, risk) / population;
}

function attribute(request: Request & { kind: 'attribute' }): SampleSizeView {
  const { risk, tolerable, expected, population } = request;
  const found = attributeSize({
    risk,
    tolerable,
    expected,
    ...(population === undefined ? {} : { population }),
  });
  const base = { kind: 'attribute', interval: null, methodology: null } as const;
  if (found === null) {
    return {
      ...base,
      size: null,
      acceptable: null,
      limits: [],
      statement: 'No sample below the whole population shows it: test every item.',
    };
  }
  const { size, acceptable } = found;
  const limits = Array.from({ length: Math.min(acceptable + 2, size) }, (_, deviations) => ({
    deviations,
    upper: exactLimit(deviations, size, risk, population),
  }));
  return {
    ...base,
    ...found,
    limits,
    statement: `${counted(size, 'item', 'items')} with ${acceptable === 0 ? 'no deviation' : `at most ${counted(acceptable, 'deviation', 'deviations')}`} ${size === 1 ? 'rules' : 'rule'} out a rate of ${percent(tolerable)} or more at a risk of ${percent(risk)} (exact ${population === undefined ? 'binomial' : 'hypergeometric'} limit).`,
  };
}

function monetary(request: Request & { kind: 'monetary' }): SampleSizeView {
  const { size, interval } = monetarySize(request);
  return {
    kind: 'monetary',
    size,
    acceptable: request.expected,
    interval,
    limits: [],
    methodology: null,
    statement: `One unit in ${interval}: ${counted(size, 'unit', 'units')} of ${request.value}.`,
  };
}

type Ladder = Methodology & { own: boolean };

/** Throws NOT_FOUND for a methodology, or a step of it, that there is not. */
function ladderSize(request: Request & { kind: 'methodology' }, known: readonly Ladder[]): SampleSizeView {
  const { risk, frequency } = request;
  const found = requireMethodology(known, request.methodology);
  const { id, name, note, own } = found;
  const limits = (row: { least: number; most: number }) => ({
    upper_least: upperRate(0, row.least, risk),
    upper_most: upperRate(0, row.most, risk),
  });
  const sizes = found.sizes.map((row) => ({ ...row, ...limits(row) }));
  const base = {
    kind: 'methodology',
    interval: null,
    methodology: { id, name, note, own, risk, sizes },
  } as const;
  if (frequency === undefined) return { ...base, size: null, acceptable: null, limits: [], statement: note };
  const { least, most } = stepOf(found, frequency);
  const { upper_least, upper_most } = limits({ least, most });
  return {
    ...base,
    size: most,
    acceptable: 0,
    limits: [{ deviations: 0, upper: upper_most }],
    statement: `${least} to ${most} items by ${own ? `"${name}"` : 'custom'}. Without a deviation the rate is at most ${percent(upper_least)} to ${percent(upper_most)} at a risk of ${percent(risk)} (exact binomial limit). ${note}`,
  };
}

/** The size of a sample with the exact limits that go with it; `known` are the ladders to look in. Throws NOT_FOUND. */
export function sampleSize(request: Request, known: readonly Ladder[]): SampleSizeView {
  if (request.kind === 'attribute') return attribute(request);
  return request.kind === 'monetary' ? monetary(request) : ladderSize(request, known);
}
