import type { Params } from '#shared/contract/methods.ts';
import type { EngagementView } from '#shared/contract/schemas.ts';
import { useState } from 'react';
import { useAsk } from '../../app/connection.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { Door } from '../../components/door.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { SeverityMark } from '../../components/severity.tsx';
import { formatCount, plural } from '../../data/format.ts';
import { findingWords as t } from '../../strings/findings.ts';
import type { Severity } from '#shared/model/vocabulary.ts';

/** The table holds what was found; what was not found any more is asked for. */
const PERIOD: Params<'findings.diff'> = { since: 'period', changes: ['resolved'] };
/** Rows that a dialog shows; the count is of all of them. */
const SHOWN = 200;

/** How the findings stand to those of the last period: each number leads to them. */
export function SincePeriod({ from }: { from: NonNullable<EngagementView['rolled_from']> }) {
  const { value, error } = useAsk('findings.diff', PERIOD);
  const [open, setOpen] = useState<'resolved' | 'not_compared' | null>(null);
  const { period } = from;
  if (error) return <ErrorNote error={error} />;
  if (!value) return null;
  const { counts, not_compared } = value;
  const resolved = value.findings;
  return (
    <section className="row-line wrap since-period" aria-label={t.sinceTitle}>
      <strong>{t.sincePeriod(`${period.from} – ${period.to}`)}</strong>
      <Door to="findings" query={{ since_period: '=new' }}>
        {t.sinceNew(formatCount(counts.new))}
      </Door>
      <Door to="findings" query={{ since_period: '=persisting' }}>
        {t.sincePersisting(formatCount(counts.persisting))}
      </Door>
      <button type="button" className="door" onClick={() => setOpen('resolved')}>
        {t.sinceResolved(formatCount(counts.resolved))}
      </button>
      {not_compared.length > 0 && (
        <button type="button" className="door" onClick={() => setOpen('not_compared')}>
          {t.sinceNot(plural(not_compared.length, t.procedureWord))}
        </button>
      )}
      {open === 'resolved' && (
        <Dialog title={t.resolvedTitle} onClose={() => setOpen(null)}>
          <p className="muted">{t.resolvedLead}</p>
          <table className="ruled">
            <thead>
              <tr>
                <th scope="col">{t.severity}</th>
                <th scope="col">{t.summary}</th>
                <th scope="col">{t.procedure}</th>
              </tr>
            </thead>
            <tbody>
              {resolved.slice(0, SHOWN).map((finding) => (
                <tr key={finding.id}>
                  <td>
                    <SeverityMark severity={finding.severity as Severity} />
                  </td>
                  <th scope="row">{finding.summary}</th>
                  <td>
                    <code>{finding.procedure}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {resolved.length > SHOWN && (
            <p className="muted">{t.rowsShown(formatCount(SHOWN), formatCount(resolved.length))}</p>
          )}
        </Dialog>
      )}
      {open === 'not_compared' && (
        <Dialog title={t.notComparedTitle} onClose={() => setOpen(null)}>
          <ul>
            {not_compared.map(({ procedure, reason }) => (
              <li key={procedure}>
                <code>{procedure}</code> {reason}
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </section>
  );
}
