import type { FindingDetail as Detail } from '#shared/contract/schemas.ts';
import { useAsk } from '../../app/connection.tsx';
import { useEngagement } from '../../app/engagement.ts';
import { inspect } from '../../app/inspect.ts';
import { InspectorPane } from '../../app/inspector-pane.tsx';
import { formatAddress } from '../../app/places.ts';
import { Hash } from '../../components/hash.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Prose } from '../../components/prose.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { SqlBlock } from '../../components/sql-block.tsx';
import { Tree } from '../../components/tree.tsx';
import { formatCount } from '../../data/format.ts';
import { findingWords as t } from '../../strings/findings.ts';
import { words } from '../../strings/words.ts';
import { Decide } from './decide.tsx';
import { LastPeriod } from './last-period.tsx';
import { FindingWork } from './work.tsx';

const PARTS = ['condition', 'criteria', 'cause', 'effect', 'recommendation'] as const;

/** One finding: what, why, on which rows it rests, how it was found, and what becomes of it. */
export function FindingDetail({ id }: { id: string }) {
  const { timezone } = useEngagement();
  const asked = useAsk('findings.detail', { finding_id: id });
  if (asked.error) {
    return (
      <InspectorPane title={t.finding}>
        <ErrorNote error={asked.error} />
      </InspectorPane>
    );
  }
  if (!asked.value) return null;
  const { finding, note, work, procedure, text, controls, source_rows } = asked.value;
  return (
    <InspectorPane title={finding.summary}>
      <div className="row-line">
        <SeverityMark severity={finding.severity} />
        <span>
          {words.outcome[finding.outcome]}:{' '}
          <span className="muted">{words.outcomeMeaning[finding.outcome]}</span>
        </span>
      </div>
      <Decide
        key={`${finding.disposition} ${note}`}
        ids={new Set([id])}
        current={finding.disposition}
        note={note}
        onDone={asked.reload}
      />
      <LastPeriod detail={asked.value} />
      <FindingWork id={id} work={work} onDone={asked.reload} />
      <dl className="five">
        {PARTS.filter((part) => text[part] !== '').map((part) => (
          <div key={part}>
            <dt>{t[part]}</dt>
            <dd>{text[part]}</dd>
          </div>
        ))}
      </dl>
      <section className="section" aria-label={t.sourceRows}>
        <h3>{t.sourceRows}</h3>
        <SourceRows rows={source_rows} zone={timezone} own={procedure.id.startsWith('own.')} />
        {typeof finding['source_row_count'] === 'number' &&
          finding['source_row_count'] > source_rows.length && (
            <p className="muted">
              {t.rowsShown(formatCount(source_rows.length), formatCount(finding['source_row_count']))}
            </p>
          )}
      </section>
      <section className="section">
        <h3>{t.details}</h3>
        <Tree value={finding.details} zone={timezone} />
        <p className="row-line">
          <span className="muted">{t.finding}</span> <Hash value={finding.id} label={t.finding} />
        </p>
      </section>
      <section className="section">
        <h3>{t.foundBy}</h3>
        <p>
          <a className="door" href={formatAddress('procedures', { procedure: procedure.id })}>
            {procedure.title}
          </a>{' '}
          <code>{procedure.id}</code> <span className="muted">{t.version(procedure.version)}</span>
        </p>
        <details>
          <summary>{t.sqlTitle}</summary>
          {procedure.sql === null ? <p className="muted">{t.noSql}</p> : <SqlBlock sql={procedure.sql} />}
        </details>
        <details>
          <summary>{t.readme}</summary>
          <Prose text={procedure.readme} />
        </details>
      </section>
      {controls.length > 0 && (
        <section className="section">
          <h3>{t.controls}</h3>
          <ul>
            {controls.map(({ framework, requirement, summary }) => (
              <li key={`${framework} ${requirement}`}>
                <strong className="nowrap">
                  {framework} {requirement}
                </strong>{' '}
                {summary}
              </li>
            ))}
          </ul>
        </section>
      )}
    </InspectorPane>
  );
}

/** Each row with the file it came from: a door to the receipt, and the hash of the file. */
function SourceRows({ rows, zone, own }: { rows: Detail['source_rows']; zone: string; own: boolean }) {
  if (rows.length === 0) return <p className="muted">{own ? t.ownSourceRows : t.noSourceRows}</p>;
  return (
    <ol className="section">
      {rows.map((row) => (
        <li key={`${row.table} ${row.source_id} ${row.record_no}`} className="source-row">
          <p className="row-line">
            <strong>{row.table}</strong>
            <button
              type="button"
              className="door path"
              onClick={() => inspect({ kind: 'receipt', id: row.source_id })}
            >
              {row.file ?? row.source_id}
            </button>
            <span className="muted">{t.record(formatCount(row.record_no))}</span>
            {row.sha256 !== null && <Hash value={row.sha256} />}
          </p>
          {row.values === null ? (
            <p className="muted">{t.rowGone}</p>
          ) : (
            <details open={rows.length <= 3}>
              <summary>{words.values}</summary>
              <Tree value={withoutProvenance(row.values)} zone={zone} />
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

function withoutProvenance(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name !== 'source_id' && name !== 'record_no'),
  );
}
