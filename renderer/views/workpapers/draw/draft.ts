import { create } from 'zustand';
import type { Params } from '#shared/contract/methods.ts';
import type { DrawnSample, SamplePopulation } from '#shared/contract/sampling-schemas.ts';
import { closeInspector } from '../../../app/inspect.ts';
import { go } from '../../../app/places.ts';
import { quoteIdentifier, quoteText } from '../../../data/sql-text.ts';
import { sampleWords as t } from '../../../strings/workpapers.ts';

export type Method = DrawnSample['method'];
export type PopulationKind = SamplePopulation['kind'];

/** A sample that is being planned; every field as it was typed. Rates and risks are in percent. */
export interface Draft {
  title: string;
  kind: PopulationKind;
  /** Procedure, table or statement, by kind. */
  name: string;
  /** Where the population is a selection: its size. Its statement is too long to be shown. */
  selected: number | null;
  key: readonly string[];
  method: Method;
  size: string;
  /** The step of a ladder that the size was taken from. */
  ladder: { id: string; name: string; frequency: string } | null;
  seed: string;
  stratum: string;
  weight: string;
  risk: string;
  tolerable: string;
  expected: string;
  attributes: readonly { id: string; title: string }[];
}

export const EMPTY: Draft = {
  title: '',
  kind: 'findings',
  name: '',
  selected: null,
  key: [],
  method: 'attribute',
  size: '',
  ladder: null,
  seed: '',
  stratum: '',
  weight: '',
  risk: '10',
  tolerable: '10',
  expected: '0',
  attributes: [{ id: 'A', title: '' }],
};

/** Plans survive a look elsewhere; a new engagement begins with an empty one. */
export const useDraft = create<{ engagement: string | null; draft: Draft }>(() => ({
  engagement: null,
  draft: EMPTY,
}));

export function changeDraft(part: Partial<Draft>): void {
  useDraft.setState(({ draft }) => ({ draft: { ...draft, ...part } }));
}

/** Begins a plan over a population and shows it. */
export function planSample(engagement: string, part: Partial<Draft>): void {
  useDraft.setState({ engagement, draft: { ...EMPTY, ...part } });
  // The detail that it was begun from would lie over the plan.
  closeInspector();
  go('procedures', { view: 'samples', draw: 'new' });
}

/** The selection as a statement: one literal however many there are, since ids are digests without spaces. */
export function selectionSql(ids: Iterable<string>): string {
  const list = quoteText([...ids].sort().join(' '));
  return `SELECT id, procedure, severity, subject_id, reason_code, summary FROM current_findings() WHERE id IN (SELECT unnest(string_split(${list}, ' '))) ORDER BY id`;
}

/** The statement that shows the population; null where the engine alone knows it, or nothing is chosen yet. */
export function populationSql({ kind, name }: Pick<Draft, 'kind' | 'name'>): string | null {
  if (name.trim() === '') return null;
  if (kind === 'sql') return name.trim().replace(/;\s*$/, '');
  if (kind === 'table') return `SELECT * FROM main.${quoteIdentifier(name)}`;
  if (kind === 'tested') return null;
  return `SELECT id, severity, outcome, subject_type, subject_id, reason_code, summary FROM current_findings() WHERE procedure = ${quoteText(name)}`;
}

function populationOf({ kind, name }: Draft): SamplePopulation {
  if (kind === 'sql') return { kind, sql: populationSql({ kind, name })! };
  return kind === 'table' ? { kind, table: name } : { kind, procedure: name };
}

/** `5` and `2.5` as shares of one; null where it is no percentage from 0 to under 100. */
export function shareOf(text: string): number | null {
  const clean = text.trim().replace(/\s*%$/, '').replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(clean)) return null;
  const share = Number((Number(clean) / 100).toPrecision(12));
  return share < 1 ? share : null;
}

/** A whole number, thousands marked or not; null where it is none. */
export function countOf(text: string): number | null {
  const clean = text.trim().replaceAll(',', '');
  return /^\d{1,15}$/.test(clean) ? Number(clean) : null;
}

type Plan = NonNullable<Params<'sampling.draw'>['plan']>;

/** The plan as it was typed: null where there is none, a sentence where it is none. */
export function planOf({ method, risk, tolerable, expected }: Draft): Plan | string | null {
  const money = method === 'monetary';
  if (tolerable.trim() === '' && !money && method !== 'attribute') return null;
  const fault = money ? t.faults.planUnits : t.faults.plan;
  const risky = shareOf(risk);
  const most = money ? countOf(tolerable) : shareOf(tolerable);
  const wait = expected.trim() === '' ? 0 : money ? countOf(expected) : shareOf(expected);
  if (!risky || !most || wait === null || (!money && wait >= most)) return fault;
  return { risk: risky, tolerable: most, expected: wait };
}

/** The request, or the first thing that is missing. */
export function requestOf(draft: Draft): Params<'sampling.draw'> | string {
  const { title, name, kind, key, method, stratum, weight, ladder } = draft;
  if (title.trim() === '') return t.faults.title;
  if (name.trim() === '') return t.faults.population;
  if (kind === 'sql' && key.length === 0) return t.faults.key;
  if (method === 'stratified' && stratum === '') return t.faults.stratum;
  if (method === 'monetary' && weight === '') return t.faults.weight;
  const plan = planOf(draft);
  if (typeof plan === 'string') return plan;
  const size = draft.size.trim() === '' ? null : countOf(draft.size);
  const computed = method === 'attribute' || method === 'monetary';
  if (size === 0 || (size === null && (draft.size.trim() !== '' || !computed))) return t.faults.size;
  const seed = draft.seed.trim();
  if (seed !== '' && !/^[A-Za-z0-9._-]{1,64}$/.test(seed)) return t.faults.seed;
  const attributes = attributesOf(draft);
  if (attributes === null) return t.faults.attributes;
  return {
    title: title.trim(),
    population: populationOf(draft),
    method,
    ...(key.length === 0 ? {} : { key: [...key] }),
    ...(size === null ? {} : { size }),
    ...(ladder === null || size === null || method === 'monetary'
      ? {}
      : { methodology: { id: ladder.id, frequency: ladder.frequency } }),
    ...(seed === '' ? {} : { seed }),
    ...(plan === null ? {} : { plan }),
    ...(method === 'stratified' ? { stratum } : {}),
    ...(method === 'monetary' ? { weight } : {}),
    ...(attributes.length === 0 ? {} : { attributes }),
  };
}

/** Attributes as typed, empty lines left out; null where two have one name, or a title is missing. */
function attributesOf({ attributes }: Draft): { id: string; title: string }[] | null {
  const named = attributes
    .map(({ id, title }) => ({ id: id.trim(), title: title.trim() }))
    .filter(({ title }) => title !== '');
  const ids = new Set(named.map(({ id }) => id));
  return ids.size === named.length && !ids.has('') ? named : null;
}

/** The next short name that is free: A, B, … Z, then A2, B2, … */
export function nextAttribute(attributes: Draft['attributes']): string {
  const taken = new Set(attributes.map(({ id }) => id));
  for (let round = 1; ; round += 1) {
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      const id = round === 1 ? letter : `${letter}${round}`;
      if (!taken.has(id)) return id;
    }
  }
}

/** Columns that look as if they told rows apart: a source's own record first, then what is called an id. */
export function likelyKey(columns: readonly string[]): string[] {
  if (columns.includes('source_id') && columns.includes('record_no')) return ['source_id', 'record_no'];
  const id = columns.find((name) => name === 'id') ?? columns.find((name) => /(^|_)id$/.test(name));
  return id === undefined ? [] : [id];
}
