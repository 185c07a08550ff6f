import type { Result } from '#shared/contract/methods.ts';
import { VERIFY_LAYERS, type VerdictMark } from '#shared/model/vocabulary.ts';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount } from '../../data/format.ts';
import { packageWords as t } from '../../strings/package.ts';
import { words } from '../../strings/words.ts';

type Report = Result<'package.verify'>;
type Check = Report['checks'][number];

const markOf = (ok: boolean | null): VerdictMark => (ok === null ? 'not_proven' : ok ? 'holds' : 'fails');

/** The verdict, then each layer apart: one failing layer says nothing of the others. */
export function VerifyReport({ report, name }: { report: Report; name: string }) {
  const undecided = report.checks.filter(({ ok }) => ok === null).length;
  return (
    <section className="section verify-report" aria-label={t.verify}>
      <h3>
        <Mark verdict={report.verdict === 'valid' ? 'holds' : 'fails'}>
          <span>{report.verdict === 'valid' ? t.valid : t.invalid}</span>
        </Mark>{' '}
        <span className="muted path">{name}</span>
      </h3>
      {undecided > 0 && <p className="muted">{t.undecided(formatCount(undecided))}</p>}
      {VERIFY_LAYERS.map((layer) => (
        <Layer
          key={layer}
          title={t.layers[layer]}
          meaning={t.layerMeaning[layer]}
          checks={report.checks.filter((check) => check.layer === layer)}
        />
      ))}
    </section>
  );
}

function Layer({ title, meaning, checks }: { title: string; meaning: string; checks: readonly Check[] }) {
  const failed = checks.filter(({ ok }) => ok === false).length;
  const verdict: VerdictMark =
    checks.length === 0
      ? 'not_run'
      : failed > 0
        ? 'fails'
        : checks.some(({ ok }) => ok === null)
          ? 'not_proven'
          : 'holds';
  return (
    <details open={verdict === 'fails' || verdict === 'not_proven'}>
      <summary>
        <Mark verdict={verdict}>
          <span>
            {title} <span className="visually-hidden">{words.verdict[verdict]}</span>{' '}
            <span className="muted">{meaning}</span>
          </span>
        </Mark>
      </summary>
      <table className="ruled">
        <tbody>
          {checks.map(({ name, ok, detail }) => (
            <tr key={`${name} ${detail}`}>
              <th scope="row">
                <Mark verdict={markOf(ok)}>
                  <span>
                    {name} <span className="visually-hidden">{words.verdict[markOf(ok)]}</span>
                  </span>
                </Mark>
              </th>
              <td className="path">{detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
