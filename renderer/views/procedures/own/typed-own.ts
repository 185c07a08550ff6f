import type { OwnDraft } from '#shared/contract/own-schemas.ts';
import type { Severity } from '#shared/model/vocabulary.ts';
import { ownWords as t } from '../../../strings/own.ts';

export interface TypedParam {
  standard: string;
  least: string;
  most: string;
  unit: string;
  meaning: string;
}

/** An own procedure as it is typed in. */
export interface TypedOwn {
  title: string;
  /** Empty: made from the title. */
  id: string;
  /** '' = as the procedure that it is made from states for each reason. */
  severity: Severity | '';
  sql: string;
  /** '' where the statement gives the columns of a procedure. */
  subject: string;
  type: string;
  summary: string;
  key: readonly string[];
  outcome: 'exception' | 'lead';
  population: string;
  explanation: string;
  controls: string;
  params: Readonly<Record<string, TypedParam>>;
  from: string | null;
  needs: OwnDraft['needs'] | null;
}

const MOMENTS: readonly string[] = ['as_of', 'period_start', 'period_end', 'timezone'];
export const NO_PARAM: TypedParam = { standard: '', least: '', most: '', unit: '', meaning: '' };

export function typedOwn(draft: Partial<OwnDraft> & { sql: string }): TypedOwn {
  const { rows } = draft;
  return {
    title: draft.title ?? '',
    id: draft.id ?? '',
    severity: draft.severity ?? (draft.id === undefined ? 'medium' : ''),
    sql: draft.sql,
    subject: rows?.subject ?? '',
    type: rows?.type ?? '',
    summary: rows?.summary ?? '',
    key: rows?.key ?? [],
    outcome: rows?.outcome ?? 'exception',
    population: draft.population ?? '',
    explanation: draft.explanation ?? '',
    controls: (draft.controls ?? []).join(', '),
    params: Object.fromEntries(
      Object.entries(draft.params ?? {}).map(([name, spec]) => [
        name,
        {
          standard: String(spec.default),
          least: spec.min === undefined ? '' : String(spec.min),
          most: spec.max === undefined ? '' : String(spec.max),
          unit: spec.unit,
          meaning: spec.doc,
        },
      ]),
    ),
    from: draft.from ?? null,
    needs: draft.needs ?? null,
  };
}

/** "Nobody writes to the books" → "own.nobody-writes-to-the-books": letters and digits only, whole words up to 48 characters. */
export function idOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  while (words.length > 0 && !/^[a-z]/.test(words[0]!)) words.shift();
  let id = 'own.';
  for (const word of words) {
    const next = id === 'own.' ? `${id}${word}` : `${id}-${word}`;
    if (next.length > 48) break;
    id = next;
  }
  return id === 'own.' ? '' : id;
}

/** Names that the statements take and that are no moments; text in quotes and comments does not count. */
export function paramNames(...sqls: string[]): string[] {
  const code = sqls.join('\n').replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"/g, ' ');
  const names = [...code.matchAll(/\$([a-z][a-z0-9_]*)/g)].map((match) => match[1]!);
  return [...new Set(names)].filter((name) => !MOMENTS.includes(name));
}

function number(text: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

function readParam(name: string, typed: TypedParam): NonNullable<OwnDraft['params']>[string] | string {
  const { standard, least, most, unit, meaning } = typed;
  if (meaning.trim() === '') return t.needMeaning(name);
  const common = { unit: unit.trim() || 'text', doc: meaning.trim() };
  if (least.trim() === '' && most.trim() === '') return { ...common, type: 'text', default: standard };
  const [value, min, max] = [standard, least, most].map(number);
  if (value == null || min == null || max == null) return t.needNumber(name);
  const whole = [value, min, max].every(Number.isInteger);
  return { ...common, type: whole ? 'integer' : 'decimal', default: value, min, max };
}

/** What was typed as a draft, or what it lacks, in words. */
export function readOwn(typed: TypedOwn): OwnDraft | string {
  const title = typed.title.trim();
  if (title === '') return t.needTitle;
  const params: NonNullable<OwnDraft['params']> = {};
  // What a procedure is made from states its own parameters.
  for (const name of paramNames(typed.sql, typed.population)) {
    const given = typed.params[name];
    if (given === undefined && typed.from !== null) continue;
    const read = readParam(name, given ?? NO_PARAM);
    if (typeof read === 'string') return read;
    params[name] = read;
  }
  const controls = typed.controls
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return {
    id: typed.id.trim() || idOf(title),
    title,
    ...(typed.severity === '' ? {} : { severity: typed.severity }),
    sql: typed.sql,
    ...(typed.subject === '' ? {} : { rows: rowsOf(typed) }),
    ...(typed.population.trim() === '' ? {} : { population: typed.population }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...(controls.length === 0 ? {} : { controls }),
    ...(typed.explanation.trim() === '' ? {} : { explanation: typed.explanation.trim() }),
    ...(typed.from === null ? {} : { from: typed.from }),
    ...(typed.needs === null ? {} : { needs: typed.needs }),
  };
}

function rowsOf({ subject, type, summary, key, outcome }: TypedOwn): NonNullable<OwnDraft['rows']> {
  return {
    subject,
    outcome,
    ...(type === '' ? {} : { type }),
    ...(summary.trim() === '' ? {} : { summary: summary.trim() }),
    ...(key.length === 0 ? {} : { key: [...key] }),
  };
}
