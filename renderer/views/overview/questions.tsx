import type { VerdictMark } from '#shared/model/vocabulary.ts';
import type { ReactNode } from 'react';
import { type Chain, useChains } from '../../app/chains.ts';
import type { ErrorEnvelope } from '../../app/types.ts';
import { useSmall } from '../../app/rows.ts';
import { Door } from '../../components/door.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount, formatOf, plural } from '../../data/format.ts';
import { overviewWords as t } from '../../strings/overview.ts';
import { useFindingCounts } from './count-findings.ts';
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
  const findings = useFindingCounts();
  const quick = [policies.value ?? policies.error, findings.counts ?? findings.error];
  const answers = [
    should(policies.value?.rows ?? null, coverage, asOf),
    does(coverage, asOf),
    match(policies.value?.rows ?? null, coverage, asOf),
    useProven(quick.every((answer) => answer !== null)),
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

/** A number with its noun, leading to the rows that it counts. */
function counted(sql: string, count: number, one: string, many?: string): ReactNode {
  return (
    <Door to="query" query={{ sql }}>
      {plural(count, one, many)}
    </Door>
  );
}

function should(rows: Standings, coverage: Coverage | null, asOf: string): Answer {
  const all = total(rows);
  const covering = total(rows, 'covers');
  const inForce = `SELECT * FROM policies_in_force(${atMoment(asOf)})`;
  return {
    question: t.should,
    verdict: rows === null ? 'not_run' : all === 0 ? 'missing' : covering === all ? 'holds' : 'not_proven',
    answer:
      rows === null
        ? t.counting
        : all === 0
          ? t.shouldNone
          : t.shouldYes(
              counted(inForce, all, t.policyVersion),
              <Door to="query" query={{ sql: `${inForce} WHERE standing = 'covers'` }}>
                {formatCount(covering)}
              </Door>,
            ),
    population:
      coverage === null
        ? '–'
        : counted(
            `SELECT * FROM people_at(${atMoment(asOf)}) WHERE employed`,
            coverage.users,
            t.person,
            t.people,
          ),
  };
}

function does(coverage: Coverage | null, asOf: string): Answer {
  const grants = coverage?.grants ?? 0;
  const gaps = (coverage?.systems_without_data.length ?? 0) > 0;
  const held = `FROM actual_grants(${atMoment(asOf)}) WHERE line = 'person'`;
  return {
    question: t.does,
    verdict:
      coverage === null
        ? 'not_run'
        : grants === 0 && coverage.snapshot_rows === 0
          ? 'missing'
          : gaps || grants === 0
            ? 'not_proven'
            : 'holds',
    answer:
      coverage === null
        ? t.counting
        : grants === 0
          ? // Rows there are, but none of them is known to be of a person.
            coverage.snapshot_rows > 0
            ? t.doesNobody
            : t.doesNone
          : t.doesYes(
              counted(`SELECT * ${held}`, grants, t.grant),
              counted(
                `SELECT system, count(*) AS grants ${held} GROUP BY system ORDER BY grants DESC, system`,
                coverage.systems,
                t.system,
              ),
            ),
    population:
      coverage === null
        ? '–'
        : counted(`SELECT * FROM snapshot_at(${atMoment(asOf)})`, coverage.snapshot_rows, t.snapshotRow),
  };
}

function match(rows: Standings, coverage: Coverage | null, asOf: string): Answer {
  const { grants = 0, drift = 0 } = coverage ?? {};
  const answerable = grants > 0 && total(rows) > 0;
  const parts = `SELECT * FROM access_coverage(${atMoment(asOf)})`;
  return {
    question: t.match,
    verdict:
      rows === null || coverage === null
        ? 'not_run'
        : !answerable
          ? 'missing'
          : drift === 0
            ? 'holds'
            : 'fails',
    answer: answerable
      ? t.matchYes(
          <Door to="query" query={{ sql: `${parts} WHERE part = 'drift'` }}>
            {t.ofGrants(formatOf(drift, grants))}
          </Door>,
        )
      : rows === null || coverage === null
        ? t.counting
        : t.matchNone,
    population: coverage === null ? '–' : counted(`${parts} WHERE part IS NOT NULL`, grants, t.grant),
  };
}

/** @param ready whether the questions that take a moment only were answered */
function useProven(ready: boolean): Answer {
  const { chains, error } = useChains(ready);
  const { verdict, text } = error ? unprovable(error) : provenOf(chains);
  return {
    question: t.proven,
    verdict,
    answer: <Door to="integrity">{text}</Door>,
    population: chains === null ? '–' : <Door to="integrity">{plural(chains.length, t.chain)}</Door>,
  };
}

/** No log to verify is an answer; that it could not be verified is none. */
function unprovable({ code, message }: ErrorEnvelope): { verdict: VerdictMark; text: string } {
  return code === 'DATA_MISSING'
    ? { verdict: 'missing', text: t.provenNone }
    : { verdict: 'not_run', text: message };
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
