import { type ReactNode, useRef, useState } from 'react';
import type { Result } from '#shared/contract/methods.ts';
import { useAct } from '../../app/act.ts';
import { useEngagement } from '../../app/engagement.ts';
import { Page } from '../../app/page.tsx';
import { useSmall } from '../../app/rows.ts';
import type { PathGrant } from '../../app/types.ts';
import { isDay } from '#shared/model/day.ts';
import { Scroller } from '../../components/scroller.tsx';
import { DateField } from '../../components/date-field.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { Hash } from '../../components/hash.tsx';
import { MissingSource } from '../../components/missing-source.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Mark } from '../../components/verdict-mark.tsx';
import { formatCount } from '../../data/format.ts';
import { formatMoment } from '../../data/time.ts';
import { cloudtrailWords as t, integrityWords } from '../../strings/integrity.ts';
import { words } from '../../strings/words.ts';
import { CHAIN_MARK } from './chain-mark.ts';

const DIGESTS = 'SELECT count(*) AS digests FROM trail_digests';
type Report = Result<'cloudtrail.verify'>;

/** CloudTrail's digests as a statement: period covered, files expected, valid, altered, missing, not provable. */
export default function CloudTrail({ parts }: { parts: ReactNode }) {
  const { period } = useEngagement();
  const digests = useSmall(DIGESTS);
  const [from, setFrom] = useState<string>(period.from);
  const [to, setTo] = useState<string>(period.to);
  const [report, setReport] = useState<Report | null>(null);
  const { busy, error, setError, run } = useAct();
  const none = Number(digests.value?.rows[0]?.[0] ?? 0) === 0;
  const [keys, setKeys] = useState<PathGrant | null>(null);
  // Keys come from the host in their own time: no statement stands beside keys that it was not checked with.
  const latest = useRef(0);
  const verify = async (by: PathGrant | null): Promise<void> => {
    latest.current += 1;
    const turn = latest.current;
    setKeys(by);
    setReport(null);
    const bad = [from, to].find((day) => day !== '' && !isDay(day));
    if (bad !== undefined) return setError({ code: 'BAD_ARGUMENT', message: words.badDay(bad) });
    const made = await run(
      'cloudtrail.verify',
      {
        ...(from === '' ? {} : { from }),
        ...(to === '' ? {} : { to }),
        ...(by === null ? {} : { keys: by.token }),
      },
      {
        title: t.job,
        outcome: ({ trails }) => t.done(trails.length),
        cancelled: t.cancelled,
        readOnly: true,
      },
    );
    if (latest.current === turn) setReport(made);
  };
  return (
    <Page title={integrityWords.title} lead={t.lead}>
      {parts}
      <div className="integrity">
        {digests.error && <ErrorNote error={digests.error} />}
        {digests.value && none && <MissingSource title={t.none} help={t.noneHelp} />}
        {digests.value && !none && (
          <form
            className="inline-form"
            aria-label={t.job}
            onSubmit={(event) => {
              event.preventDefault();
              void verify(keys);
            }}
          >
            <DateField label={t.from} value={from} onChange={setFrom} />
            <DateField label={t.to} value={to} onChange={setTo} />
            <button type="submit" className="button primary" disabled={busy}>
              {t.verify}
            </button>
            <FileButton
              purpose="trail-keys"
              disabled={busy}
              onFault={setError}
              onFiles={([grant]) => grant && void verify(grant)}
            >
              {t.keys}
            </FileButton>
            {keys && (
              <span className="row-line">
                <span className="muted path">{t.keysChosen(keys.label)}</span>
                <button type="button" className="button small" disabled={busy} onClick={() => setKeys(null)}>
                  {t.keysDrop}
                </button>
              </span>
            )}
          </form>
        )}
        {digests.value && !none && !report && !error && !busy && (
          <p className="muted">{t.digestsHere(formatCount(Number(digests.value.rows[0]?.[0] ?? 0)))}</p>
        )}
        {error && <ErrorNote error={error} />}
        {report?.trails.length === 0 && <p className="notice">{t.noTrail}</p>}
        {report?.trails.map((trail) => (
          <Trail key={trail.trail} trail={trail} />
        ))}
        {report && report.keys.length > 0 && (
          <section className="section" aria-label={t.keysUsed}>
            <h2>{t.keysUsed}</h2>
            <ul className="row-line">
              {report.keys.map((key) => (
                <li key={key}>
                  <Hash value={key} label={t.keysUsed} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {report && report.unread.length > 0 && (
          <section className="section" aria-label={t.unread}>
            <h2>{t.unread}</h2>
            <ul>
              {report.unread.map(({ file, reason }) => (
                <li key={file} className="anywhere">
                  <strong>{file}</strong>: {reason}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Page>
  );
}

function Trail({ trail }: { trail: Report['trails'][number] }) {
  const { timezone } = useEngagement();
  const { covered, problems } = trail;
  return (
    <section className="chain section" aria-label={trail.trail}>
      <h2>
        <Mark verdict={CHAIN_MARK[trail.verdict]}>
          <span>
            {trail.trail}: {integrityWords.verdict[trail.verdict]}
          </span>
        </Mark>
      </h2>
      <p className="muted">
        {covered
          ? t.covered(formatMoment(covered.from, timezone), formatMoment(covered.to, timezone))
          : t.coveredNone}
      </p>
      <ul className="sentences">
        {trail.statement.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className="sheet-columns">
        <Counts name={t.digests} counts={trail.digests} />
        <Counts name={t.logFiles} counts={trail.log_files} />
      </div>
      {[...trail.not_proven, ...trail.warnings].length > 0 && (
        <ul className="section">
          {trail.not_proven.map((what) => (
            <li key={what}>
              <Mark verdict="not_proven">
                <span>{t.unproven[what] ?? what}</span>
              </Mark>
            </li>
          ))}
          {trail.warnings.map((what) => (
            <li key={what}>
              <Mark verdict="missing">
                <span>{what}</span>
              </Mark>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <Scroller label={t.problems}>
          <table className="ruled" aria-label={t.problems}>
            <thead>
              <tr>
                <th scope="col">
                  {t.problems} ({formatCount(problems.length)})
                </th>
                <th scope="col">{t.object}</th>
                <th scope="col">{t.time}</th>
                <th scope="col">{integrityWords.detail}</th>
              </tr>
            </thead>
            <tbody>
              {problems.map((problem) => (
                <tr key={`${problem.kind} ${problem.object} ${problem.from} ${problem.detail}`}>
                  <th scope="row" className="nowrap">
                    <Mark verdict="fails">{t.kinds[problem.kind]}</Mark>
                  </th>
                  <td className="anywhere">
                    <code>{problem.object ?? '–'}</code>
                  </td>
                  <td>
                    {problem.from === undefined && problem.to === undefined && '–'}
                    {problem.from !== undefined && (
                      <div className="nowrap">{formatMoment(problem.from, timezone)}</div>
                    )}
                    {problem.to !== undefined && (
                      <div className="nowrap">– {formatMoment(problem.to, timezone)}</div>
                    )}
                  </td>
                  <td className="anywhere">{problem.detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </section>
  );
}

function Counts({ name, counts }: { name: string; counts: Readonly<Record<string, number>> }) {
  return (
    <table className="ruled small" aria-label={name}>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <th scope="col" className="num">
            {t.files}
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(counts).map(([what, count]) => (
          <tr key={what}>
            <th scope="row">{t.counts[what] ?? what}</th>
            <td className="num">{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
