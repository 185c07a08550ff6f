import type { ParsedParams } from '#shared/contract/methods.ts';
import type { SampleSizeView } from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { counted } from './counted.ts';
import { attributeSize, METHODOLOGIES, monetarySize, upperCount, upperRate } from '#engine/analysis/index.ts';

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

/** Throws NOT_FOUND for a methodology that there is not. */
function methodology(request: Request & { kind: 'methodology' }): SampleSizeView {
  const { risk, frequency } = request;
  const found = METHODOLOGIES.find(({ id }) => id === request.methodology);
  if (found === undefined) {
    throw new TickmarkError('NOT_FOUND', `there is no methodology ${request.methodology}`, {
      hint: `There is: ${METHODOLOGIES.map(({ id }) => id).join(', ')}.`,
    });
  }
  const { id, name, note } = found;
  const sizes = found.sizes.map((row) => ({
    ...row,
    upper_least: upperRate(0, row.least, risk),
    upper_most: upperRate(0, row.most, risk),
  }));
  const row = sizes.find((one) => one.frequency === frequency);
  return {
    kind: 'methodology',
    size: row?.most ?? null,
    acceptable: row === undefined ? null : 0,
    interval: null,
    limits: row === undefined ? [] : [{ deviations: 0, upper: row.upper_most }],
    methodology: { id, name, note, risk, sizes },
    statement:
      row === undefined
        ? note
        : `${row.least} to ${row.most} items by custom. Without a deviation the rate is at most ${percent(row.upper_least)} to ${percent(row.upper_most)} at a risk of ${percent(risk)} (exact binomial limit). ${note}`,
  };
}

/** The size of a sample with the exact limits that go with it. Throws NOT_FOUND. */
export function sampleSize(request: Request): SampleSizeView {
  if (request.kind === 'attribute') return attribute(request);
  return request.kind === 'monetary' ? monetary(request) : methodology(request);
}
