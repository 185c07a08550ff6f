import type {
  AttributeEvaluation,
  ItemResult,
  SampleEvaluation,
  SampleView,
} from '#shared/contract/sampling-schemas.ts';
import { TickmarkError } from '#shared/model/errors.ts';
import { evaluateAttribute, evaluateMonetary } from '#engine/analysis/index.ts';
import { counted } from './counted.ts';
import { exactLimit } from './sample-size.ts';

interface Basis {
  risk: number;
  tolerable: number | null;
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

function conclude(
  untested: number,
  tolerable: number | null,
  upper: number | null,
): AttributeEvaluation['conclusion'] {
  if (untested > 0 || upper === null) return 'incomplete';
  if (tolerable === null) return 'no_plan';
  return upper <= tolerable ? 'within' : 'exceeds';
}

function counts({ sample, results }: SampleView, attribute: string) {
  const own = results.filter((result) => result.attribute === attribute);
  const of = (kind: ItemResult['result']) => own.filter(({ result }) => result === kind).length;
  const deviations = of('deviation');
  const tested = of('pass') + deviations;
  const notApplicable = of('not_applicable');
  return {
    own,
    size: sample.items.length,
    tested,
    deviations,
    not_applicable: notApplicable,
    untested: sample.items.length - tested - notApplicable,
    rate: tested === 0 ? null : deviations / tested,
  };
}

const WORDS = {
  within: 'does not exceed the tolerable',
  exceeds: 'exceeds the tolerable',
} as const;

function open(untested: number): string {
  return untested === 0
    ? 'Nothing was tested.'
    : `${counted(untested, 'item is', 'items are')} not tested yet: nothing can be concluded.`;
}

function rateEvaluation(
  view: SampleView,
  attribute: { id: string; title: string },
  basis: Basis,
): AttributeEvaluation {
  const { sample } = view;
  const { own, ...figures } = counts(view, attribute.id);
  const { tested, deviations, untested } = figures;
  const result =
    tested === 0
      ? null
      : evaluateAttribute({
          size: tested,
          deviations,
          risk: basis.risk,
          tolerable: basis.tolerable ?? 1,
          population: sample.count,
        });
  const conclusion = conclude(untested, basis.tolerable, result?.upper ?? null);
  const strata = sample.strata.map(({ stratum, count }) => {
    const keys = new Set(sample.items.filter((item) => item.stratum === stratum).map(({ key }) => key));
    const inside = own.filter(({ key, result: kind }) => keys.has(key) && kind !== 'not_applicable');
    const found = inside.filter(({ result: kind }) => kind === 'deviation').length;
    return {
      stratum,
      count,
      tested: inside.length,
      deviations: found,
      upper: inside.length === 0 ? null : exactLimit(found, inside.length, basis.risk, count),
    };
  });
  const limit =
    result === null
      ? ''
      : `${deviations} of ${tested} ${deviations === 1 ? 'deviates' : 'deviate'}; at a risk of ${percent(basis.risk)} at most ${percent(result.upper)} (${result.upper_items} of ${sample.count} items) do`;
  const judged =
    conclusion === 'within' || conclusion === 'exceeds'
      ? `${limit}, which ${WORDS[conclusion]} ${percent(basis.tolerable!)}.`
      : conclusion === 'no_plan'
        ? `${limit}. No tolerable rate was stated.`
        : open(untested);
  const caution =
    strata.length > 0
      ? ' The limit over all strata takes the sample for a simple random one; each stratum has its own.'
      : '';
  return {
    attribute: attribute.id,
    title: attribute.title,
    ...figures,
    upper: result?.upper ?? null,
    upper_items: result?.upper_items ?? null,
    projected: null,
    upper_amount: null,
    strata,
    conclusion,
    statement: `${judged}${caution}`,
  };
}

function amountEvaluation(
  view: SampleView,
  attribute: { id: string; title: string },
  basis: Basis,
): AttributeEvaluation {
  const { sample } = view;
  const { own, ...figures } = counts(view, attribute.id);
  const { tested, untested, not_applicable: without } = figures;
  const weight = new Map(sample.items.map((item) => [item.key, Number(item.weight)]));
  const hits = new Map(sample.items.map((item) => [item.key, item.hits]));
  const interval = Number(sample.interval);
  const differing = own.filter(({ result }) => result === 'deviation');
  // Without an audited value the whole item is taken for misstated.
  const errors = differing
    .map(({ key, audited }) => ({ key, book: weight.get(key)!, audited: Number(audited ?? '0') }))
    .filter(({ book, audited }) => audited < book);
  const result =
    tested === 0
      ? null
      : evaluateMonetary({ interval, risk: basis.risk, tolerable: basis.tolerable ?? 0, errors });
  // The limit stands for every unit: an item without an answer would count as one without misstatement.
  const conclusion = conclude(untested + without, basis.tolerable, result?.upper ?? null);
  const round = (value: number) => String(Math.round(value));
  const units = [...hits.values()].reduce((sum, count) => sum + count, 0);
  const limit =
    result === null
      ? ''
      : `${counted(units, 'unit', 'units')} in ${counted(figures.size, 'item', 'items')}: projected misstatement ${round(result.projected)}, at a risk of ${percent(basis.risk)} at most ${round(result.upper)} (Stringer)`;
  const under = differing.length - errors.length;
  const note =
    under > 0
      ? ` ${counted(under, 'item is', 'items are')} understated: a monetary sample says nothing of understatement.`
      : '';
  return {
    attribute: attribute.id,
    title: attribute.title,
    ...figures,
    upper: null,
    upper_items: null,
    projected: result?.projected ?? null,
    upper_amount: result?.upper ?? null,
    strata: [],
    conclusion,
    statement: `${
      conclusion === 'within' || conclusion === 'exceeds'
        ? `${limit}, which ${WORDS[conclusion]} ${basis.tolerable}.`
        : conclusion === 'no_plan'
          ? `${limit}. No tolerable misstatement was stated.`
          : untested === 0 && without > 0
            ? `${counted(without, 'item is', 'items are')} marked as not applicable: a monetary sample needs a value of each item, so nothing can be concluded.`
            : open(untested)
    }${note}`,
  };
}

/**
 * What the results of a sample say of its population, by attribute. Items to which an attribute does not apply are left
 * out of the tested ones and counted. Throws BAD_ARGUMENT where neither plan nor caller states the risk.
 */
export function evaluateSample(
  view: SampleView,
  stated: { risk?: number | undefined; tolerable?: number | undefined } = {},
): SampleEvaluation {
  const { sample } = view;
  const risk = sample.plan?.risk ?? stated.risk;
  if (risk === undefined)
    throw new TickmarkError('BAD_ARGUMENT', `${sample.sample_id} was drawn without a plan`, {
      hint: 'State the risk, and the tolerable rate if there is one.',
    });
  const contradiction =
    sample.plan !== null &&
    ((stated.risk !== undefined && stated.risk !== sample.plan.risk) ||
      (stated.tolerable !== undefined && stated.tolerable !== sample.plan.tolerable));
  if (contradiction)
    throw new TickmarkError(
      'BAD_ARGUMENT',
      `${sample.sample_id} was drawn for another risk or tolerable rate`,
      {
        hint: 'What was planned before the test decides: leave both out.',
      },
    );
  const basis: Basis = { risk, tolerable: sample.plan?.tolerable ?? stated.tolerable ?? null };
  const evaluate = sample.method === 'monetary' ? amountEvaluation : rateEvaluation;
  return {
    sample_id: sample.sample_id,
    ...basis,
    attributes: sample.attributes.map((attribute) => evaluate(view, attribute, basis)),
  };
}
