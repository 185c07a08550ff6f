import type { VerdictMark } from '#shared/model/vocabulary.ts';
import type { ReactNode } from 'react';
import { type Chain, useChains } from '../../app/chains.ts';
import { useSmall } from '../../app/rows.ts';
import { Door } from '../../components/door.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { overviewWords as t } from '../../strings/overview.ts';
import { type Coverage, atMoment } from './coverage.ts';

interface Answer {
  question: string;
  verdict: VerdictMark;
  answer: ReactNode;
  population: ReactNode;
}

/** The four questions, each with its verdict, its answer and the population that it rests on. */
export function Questions({ coverage, asOf }: { coverage: Coverage | null; asOf: string }) {
  const policies = useSmall(
    `SELECT standing, count(*)::INTEGER AS n FROM policies_in_force(${atMoment(asOf)}) GROUP BY ALL`,
  );
  const systems = useSmall(
    `SELECT count(DISTINCT system)::INTEGER FROM actual_grants(${atMoment(asOf)}) WHERE line = 'person'`,
  );
  const answers = [
    should(policies.value?.rows ?? null, coverage),
    does(Number(systems.value?.rows[0]?.[0] ?? 0), coverage),
    match(policies.value?.rows ?? null, coverage, asOf),
    useProven(),
  ];
  return (
    <table className="ruled questions">
      <caption className="visually-hidden">{t.questions}</caption>
      <thead>
        <tr>
          <th scope="col">{t.question}</th>
          <th scope="col">{t.answer}</th>
          <th scope="col" className="num">
            {t.population}
          </th>
        </tr>
      </thead>
      <tbody>
        {answers.map(({ question, verdict, answer, population }) => (
          <tr key={question}>
            <th scope="row" className="nowrap">
              <strong>{question}</strong>
            </th>
            <td>
              <Mark verdict={verdict}>
                <span>{answer}</span>
              </Mark>
            </td>
            <td className="num nowrap">{population}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Standings = readonly (readonly unknown[])[] | null;

function total(rows: Standings, standing?: string): number {
  return (rows ?? [])
    .filter((row) => standing === undefined || row[0] === standing)
    .reduce((sum, row) => sum + Number(row[1]), 0);
}

function should(rows: Standings, coverage: Coverage | null): Answer {
  const all = total(rows);
  const covering = total(rows, 'covers');
  const doors = (
    <Door to="query" query={{ sql: 'SELECT * FROM policies ORDER BY policy, version' }}>
      {all === 0 ? t.shouldNone : t.shouldYes(formatCount(all), formatCount(covering))}
    </Door>
  );
  return {
    question: t.should,
    verdict: rows === null ? 'not_run' : all === 0 ? 'missing' : covering === all ? 'holds' : 'not_proven',
    answer: doors,
    population: <Door to="people">{t.people(formatCount(coverage?.users ?? 0))}</Door>,
  };
}

function does(systems: number, coverage: Coverage | null): Answer {
  const grants = coverage?.grants ?? 0;
  const gaps = (coverage?.systems_without_data.length ?? 0) > 0;
  return {
    question: t.does,
    verdict: coverage === null ? 'not_run' : grants === 0 ? 'missing' : gaps ? 'not_proven' : 'holds',
    answer: grants === 0 ? t.doesNone : t.doesYes(formatCount(grants), formatCount(systems)),
    population: t.snapshotRows(formatCount(coverage?.snapshot_rows ?? 0)),
  };
}

function match(rows: Standings, coverage: Coverage | null, asOf: string): Answer {
  const { grants = 0, drift = 0 } = coverage ?? {};
  const answerable = grants > 0 && total(rows) > 0;
  const sql = `SELECT * FROM access_coverage(${atMoment(asOf)}) WHERE part = 'drift'`;
  return {
    question: t.match,
    verdict: !answerable ? 'missing' : drift === 0 ? 'holds' : 'fails',
    answer: answerable ? (
      <Door to="query" query={{ sql }}>
        {t.matchYes(formatCount(drift), formatCount(grants))}
      </Door>
    ) : (
      t.matchNone
    ),
    population: t.grants(formatCount(grants)),
  };
}

function useProven(): Answer {
  const { chains } = useChains();
  const { verdict, text } = provenOf(chains);
  return {
    question: t.proven,
    verdict,
    answer: <Door to="integrity">{text}</Door>,
    population: plural(chains?.length ?? 0, t.chain),
  };
}

function provenOf(chains: readonly Chain[] | null): { verdict: VerdictMark; text: string } {
  if (chains === null) return { verdict: 'not_run', text: t.provenBusy };
  if (chains.length === 0) return { verdict: 'missing', text: t.provenNone };
  const all = plural(chains.length, t.chain);
  const broken = chains.filter(({ verdict }) => verdict === 'broken').length;
  const open = chains.filter(({ verdict }) => verdict === 'not_proven').length;
  if (broken > 0) return { verdict: 'fails', text: t.provenBroken(formatCount(broken), all) };
  if (open > 0) return { verdict: 'not_proven', text: t.provenOpen(formatCount(open), all) };
  return { verdict: 'holds', text: t.provenAll(all) };
}
