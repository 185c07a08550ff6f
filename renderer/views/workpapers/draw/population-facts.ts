import { useCallback } from 'react';
import type { HostConnection } from '#shared/contract/host.ts';
import { type Asked, useQuestion } from '../../../app/connection.tsx';
import type { Answer } from '../../../app/types.ts';
import { readSmall } from '../../../data/read-all.ts';
import { quoteIdentifier } from '../../../data/sql-text.ts';
import type { Draft } from './draft.ts';
import { populationSql } from './draft.ts';

export interface PopulationFacts {
  /** Names of the columns, and those among them that hold whole numbers. */
  columns: readonly string[];
  numbers: readonly string[];
  count: number;
}

/** Columns and number of rows of the population that is being chosen; null where only the draw tells. */
export function usePopulation(draft: Pick<Draft, 'kind' | 'name'>): Asked<PopulationFacts> {
  const sql = populationSql(draft);
  return useQuestion<PopulationFacts>(
    sql === null ? null : `population ${sql}`,
    useCallback((connection: HostConnection) => readFacts(connection, sql ?? ''), [sql]),
  );
}

async function readFacts(connection: HostConnection, sql: string): Promise<Answer<PopulationFacts>> {
  const shape = await readSmall(connection, `SELECT * FROM (\n${sql}\n) LIMIT 0`);
  if (!shape.ok) return shape;
  const counted = await readSmall(connection, `SELECT count(*)::BIGINT FROM (\n${sql}\n)`);
  if (!counted.ok) return counted;
  const { columns } = shape.value;
  return {
    ok: true,
    value: {
      columns: columns.map(({ name }) => name),
      numbers: columns.filter(({ kind }) => kind === 'number').map(({ name }) => name),
      count: Number(counted.value.rows[0]?.[0] ?? 0),
    },
  };
}

/** Sum of a column of whole units; null while there is none, or where it cannot be told. */
export function useTotal(draft: Pick<Draft, 'kind' | 'name'>, column: string): Asked<number> {
  const sql = column === '' ? null : populationSql(draft);
  const asked = sql === null ? '' : `SELECT sum(${quoteIdentifier(column)})::DOUBLE FROM (\n${sql}\n)`;
  return useQuestion<number>(
    sql === null ? null : `total ${asked}`,
    useCallback(
      async (connection: HostConnection): Promise<Answer<number>> => {
        const answer = await readSmall(connection, asked);
        return answer.ok ? { ok: true, value: Number(answer.value.rows[0]?.[0] ?? 0) } : answer;
      },
      [asked],
    ),
  );
}
