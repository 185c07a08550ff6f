import { createHash } from 'node:crypto';
import { TickmarkError } from '#shared/model/errors.ts';
import { procedureTexts } from '#engine/procedures/generated.ts';
import { parseProcedureSql } from './front-matter.ts';
import type { ProcedureMeta, TypedProcedure } from './kit/index.ts';
import { checkMeta } from './meta-schema.ts';
import { nearest } from './nearest.ts';
import type { OwnPart } from './own/own-part.ts';
import type { ProcedureText } from './procedure-text.ts';

/** A procedure ready to run. */
export interface Procedure {
  meta: ProcedureMeta;
  family: string;
  /** SQL procedures: the SELECT. */
  sql: string | null;
  /** SELECT of the number of subjects tested, where the rows are exceptions only. */
  population: string | null;
  typed: TypedProcedure | null;
  /** What an auditor's own procedure states beside; null for those of this build. */
  own: OwnPart | null;
  /** The files as written, for the package and for readers. */
  source: string;
  readme: string;
  /** SHA-256 over the source and the population query: what was run. */
  digest: string;
}

export function digestOf(source: string, population: string | null): string {
  return createHash('sha256')
    .update(source)
    .update('\0')
    .update(population ?? '')
    .digest('hex');
}

/** Throws on a procedure that does not follow the format: procedures of this build are code. */
export function loadProcedure(text: ProcedureText): Procedure {
  const { id, family, readme } = text;
  const population = text.population === null ? null : text.population.trim().replace(/;$/, '');
  const common = {
    family,
    readme,
    population,
    digest: digestOf(text.source, text.population),
    source: text.source,
    own: null,
  };
  if (text.typed) return { ...common, meta: checkMeta(text.typed.meta, id), sql: null, typed: text.typed };
  const { meta, sql } = parseProcedureSql(text.source, id);
  return { ...common, meta, sql, typed: null };
}

let loaded: Procedure[] | undefined;

/** All procedures of this build, by family and id. */
export function listProcedures(): readonly Procedure[] {
  loaded ??= procedureTexts.map(loadProcedure);
  return loaded;
}

/** Throws PROCEDURE_UNKNOWN with the nearest ids. */
export function findProcedure(id: string): Procedure {
  const all = listProcedures();
  const found = all.find((procedure) => procedure.meta.id === id || procedure.meta.replaces.includes(id));
  if (found) return found;
  const near = nearest(
    id,
    all.map((procedure) => procedure.meta.id),
  );
  throw new TickmarkError('PROCEDURE_UNKNOWN', `no procedure is called "${id}"`, {
    hint: `Nearest: ${near.join(', ')}.`,
    details: { nearest: near },
  });
}
